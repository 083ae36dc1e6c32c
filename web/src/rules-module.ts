/**
 * The contract of the WebAssembly module for rules alone, as wasm/rule_set.cpp offers it. A test compares this interface with the types
 * generated from the bindings. Numbers and bytes cross through one shared buffer inside the module ("io"), as in engine-module.ts.
 */
import type { WasmFactory } from './engine-module.js';

export interface RuleSetInstance {
  /** Makes the io buffer at least `bytes` long and returns its address (8-byte aligned). Content is lost if it moves. */
  reserve(bytes: number): number;

  /** Takes the rules: `bytes` of packed JSON in io (pack-json.ts), a list. Returns 0, or an error code with {@link lastError}. */
  load(bytes: number): number;
  /** How many rules there are. */
  size(): number;

  /** Takes a document: `bytes` of packed JSON in io. Returns 0, or an error code where it is too large; it is null then. */
  setDocument(bytes: number): number;
  /** Handle of a path of `bytes` UTF-8 in io; 0xffffffff for one of too many steps. */
  path(bytes: number): number;
  /** Handle of a text of `bytes` UTF-8 in io. Never forgotten. */
  text(bytes: number): number;
  /** Sets what stands at a path: `bytes` of packed JSON in io. Returns 0, or an error code where it is too large; nothing changes then. */
  setJson(path: number, bytes: number): number;

  /**
   * Sets what stands at `changes` paths, and brings all rules up to date. A change is 16 bytes in io: path handle (Uint32), type (Uint32:
   * 0 nothing, 1 null, 2 boolean, 3 number, 4 text), value (Float64: 0 or 1, the number, the text's handle).
   * Returns the address of the rules' truth: a bit each, 32 a Uint32, the lowest first.
   */
  update(changes: number): number;

  /** JSON of a rule's value, or `{"error": "…"}`. */
  value(rule: number): string;
  /** JSON of a rule with the value of each of its parts. */
  explain(rule: number): string;
  /** JSON array of the fewest conditions that decide a rule. */
  because(rule: number): string;
  /** JSON array of problems {code, path, message, hint} of the last load that failed. */
  lastError(): string;
  delete(): void;
}

export interface RulesModule {
  readonly HEAPU8: Uint8Array;
  readonly RuleSet: new () => RuleSetInstance;
}

/** The factory that the Emscripten glue exports. */
export type RulesFactory = WasmFactory<RulesModule>;
