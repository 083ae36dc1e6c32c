// Elementary functions made of IEEE additions and multiplications only, so that native and WebAssembly builds agree bit for bit
// (the C library's exp2 and log2 differ between platforms in the last place).
#pragma once

namespace noren {

// 2^x; relative error below 1e-12. Below -1000 gives 0, above 1000 is taken as 1000.
double exp2_exact(double x);

// log2(x) for finite x > 0; absolute error below 1e-12. For x <= 0 gives -1000.
double log2_exact(double x);

}  // namespace noren
