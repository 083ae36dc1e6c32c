/**
 * The contract of the WebAssembly module that checks site documents, as wasm/site_check.cpp offers it. A test compares this interface with
 * the types generated from the bindings. A document crosses through one shared buffer inside the module ("io"), as in engine-module.ts.
 */
import type { WasmFactory } from './engine-module.js';

export interface SiteCheckInstance {
  /** Makes the io buffer at least `bytes` long and returns its address. Content is lost if it moves. */
  reserve(bytes: number): number;
  /** Checks a document, `bytes` of packed JSON in io (pack-json.ts). Returns JSON {problems, warnings}: each an array of {code, path, message, hint}. */
  checkPacked(bytes: number): string;
  /** The same for `bytes` of UTF-8 in io: the document's text. */
  checkText(bytes: number): string;
  delete(): void;
}

export interface CheckModule {
  readonly HEAPU8: Uint8Array;
  readonly SiteCheck: new () => SiteCheckInstance;
}

/** The factory that the Emscripten glue exports. */
export type CheckFactory = WasmFactory<CheckModule>;
