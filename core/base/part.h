// Marks the functions at which a part of the engine begins that a browser loads only when it is needed: wasm/parts.txt names them.
// The compiler keeps them as functions of their own, so that the linked module can be cut there. Nothing else changes.
#pragma once

#define NOREN_PART_ENTRY [[gnu::noinline]]
