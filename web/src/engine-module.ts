/**
 * The contract of the WebAssembly module, as wasm/bindings.cpp offers it: one class, few calls.
 * A test compares this interface with the generated engine.d.mts.
 *
 * Numbers and bytes cross through one shared buffer inside the module ("io"). Its address changes only in `reserve`, and the
 * memory it lies in may be replaced by any call (growth), so a view is made anew for each use and never kept.
 */
export interface EngineInstance {
  /** Makes the io buffer at least `bytes` long and returns its address (8-byte aligned). Content is lost if it moves. */
  reserve(bytes: number): number;

  /** Reads the site document: `bytes` of packed JSON in io (pack-json.ts). Returns 0, or an error code with {@link lastError}. */
  loadSite(bytes: number): number;
  /** Reads the shop model: `bytes` in io, copied. Returns 0 or an error code. Only after loadSite. */
  loadModel(bytes: number): number;
  /** Sets what is granted (bit set 1 storage, 2 personalization, 4 measurement) and the seed: 16 bytes of entropy in io. */
  setConsent(purposes: number): void;
  /** language, device and page are indices into vocabulary(); -1 unknown. utcOffsetMinutes: of the visitor's clock, 540 in Tokyo. */
  setContext(language: number, device: number, page: number, utcOffsetMinutes: number): void;

  /** Handle of a text of `bytes` UTF-8 in io; `type` as in vocabulary().fields. For the event frame. */
  text(type: number, bytes: number): number;
  /** Changes when the engine has forgotten its texts: handles cached in JavaScript are void then. */
  textGeneration(): number;

  /**
   * Takes an event: `doubles` Float64 values in io: kind, time (ms), number of event fields, then (field, value) each, number of
   * items, then per item: number of fields and (field, value) each. An unknown field name is -1, a text value is its handle.
   * Returns the length of the stored form of the event, now in io (copy it at once), or minus an error code.
   */
  track(doubles: number): number;
  /** Applies stored events: `bytes` in io, as track() returned them, one after the other. Returns how many, or minus an error code. */
  apply(bytes: number): number;

  /** Decides all slots at `time` (ms). Int32 in io: per slot in document order: campaign (-1: fallback), variant. Returns the slot count. */
  decide(time: number): number;
  /**
   * Ranks items at `time`. `exclude` Int32 item numbers in io. `item` is an item number or -1.
   * Int32 quadruples to io: item number, score as float bits, reason kind, reason subject (item or name number, -1 none).
   * Returns how many, or minus an error code.
   */
  recommend(strategy: number, limit: number, item: number, exclude: number, time: number): number;
  /** Scores `count` category handles (Int32 in io, from `text`) by interest: Float64 to io, same order. */
  scoreCategories(count: number, time: number): void;

  /** Item number of a text handle, or -1. */
  itemNumber(text: number): number;
  /** Id of an item number; name of a category or brand number. Empty for others. */
  itemId(item: number): string;
  nameText(name: number): string;

  /** The stored form of the profile to io; returns its length. */
  snapshot(): number;
  /** Replaces the profile by `bytes` in io. Returns 0 or an error code; on an error the profile is as before. */
  restore(bytes: number): number;
  /** Forgets the visitor: profile, seed, texts, counters, io; overwritten. Consent is then none. */
  erase(): void;

  /** JSON: the closed lists: events, fields {name, type}, slots, campaigns, strategies, reasons, languages, pages, devices, refusals. */
  vocabulary(): string;
  /** JSON {@link Explanation} of a slot number. */
  explain(slot: number, time: number): string;
  /** JSON of the profile in readable form. */
  exportProfile(time: number): string;
  /** JSON array: how often the inbound gate turned something away, per reason in the order of vocabulary().refusals. */
  refusals(): string;
  /** JSON array of problems {code, path, message, hint} of the last call that failed. */
  lastError(): string;
  delete(): void;
}

export interface EngineModule {
  readonly HEAPU8: Uint8Array;
  readonly Engine: new () => EngineInstance;
}

/** The factory that the Emscripten glue exports. */
export type EngineFactory = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module?: WebAssembly.Module) => void,
  ): Record<string, never>;
}) => Promise<EngineModule>;
