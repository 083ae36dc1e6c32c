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
  /**
   * Reads a file of the shop model: `bytes` in io, copied. `before` is how many of its files are loaded: 0 for the first, which
   * replaces the model. Returns 0 or an error code; on an error the model is as before. Only after loadSite.
   */
  loadModel(bytes: number, before: number): number;
  /** Sets what is granted (bit set 1 storage, 2 personalization, 4 measurement) and the seed: 16 bytes of entropy in io. */
  setConsent(purposes: number): void;
  /**
   * What the page view says: indices into vocabulary(); -1 unknown. `landing` is the page on which she arrived at the site.
   * `offset` is what her clock is ahead of UTC, in minutes.
   */
  setContext(language: number, device: number, page: number, landing: number, channel: number, tag: number, offset: number): void;
  /** Begins a page view: page state and what was seen on the one before are forgotten. 16 bytes of entropy in io, for choices without a profile. */
  beginPageView(): void;
  /** Seconds on the page, seconds without input, percent scrolled, whether she was about to leave. See signals.ts. */
  setPageState(seconds: number, idle: number, scroll: number, exitIntent: number): void;
  /** What the clocks of a zone (index into vocabulary().zones) are ahead of UTC, in minutes. */
  setZoneOffset(zone: number, offset: number): void;

  /**
   * Handle of a text of `bytes` UTF-8 in io, which is overwritten; `type` as in vocabulary().fields. For the event frame.
   * From 0xffffff00 on: the text holds personal data, and the gate refuses an event with this handle. 0 for other text of a type that is dropped.
   */
  text(type: number, bytes: number): number;
  /** Changes when the engine has forgotten its texts: handles cached in JavaScript are void then. */
  textGeneration(): number;

  /**
   * Takes an event: `doubles` Float64 values in io: kind, time (ms), number of event fields, then (field, value) each, number of
   * items, then per item: number of fields and (field, value) each. An unknown field name is -1, a text value is its handle.
   * Returns the length of the stored form of the event and of the journey steps that follow from it, now in io (copy it at once),
   * or minus an error code.
   */
  track(doubles: number): number;
  /** What she did with what a slot shows, and what she answered: like track(). Length 0: nothing that counts, or counted already. */
  seen(slot: number, time: number): number;
  select(slot: number, time: number): number;
  dismiss(slot: number, time: number): number;
  /** `question` is an index into vocabulary().questions. `value`: the index of an option, a number, 0 or 1, or month * 100 + day. */
  answer(question: number, value: number, time: number): number;
  /**
   * She sets something aside when it is recommended, or takes that back: like track(). `what` is an index into vocabulary().asides,
   * `subject` a text handle of an item, category or brand, or the index of a question.
   */
  disregard(what: number, subject: number, takenBack: number, time: number): number;
  /** Takes the steps of journeys that are due at `time`: like track(). */
  tick(time: number): number;
  /** Applies stored events: `bytes` in io, as track() returned them, one after the other. Returns how many, or minus an error code. */
  apply(bytes: number): number;

  /**
   * Decides all slots at `time` (ms). Returns the address of Int32 triples, per slot in document order: campaign (-1: none), variant
   * (-1: the page's own content), role (index into vocabulary().roles). They hold until the next call.
   */
  decide(time: number): number;
  /** When, by time alone, a decision or a journey may next change (ms); Infinity: never. After decide(). */
  nextChange(): number;
  /** Makes a slot show that variant of that campaign; slot -1 ends all of that. */
  preview(slot: number, campaign: number, variant: number): void;
  /**
   * Ranks items at `time`. `exclude` and then `given` Int32 item numbers in io. `item` is an item number or -1, `category` a text
   * handle or -1. Int32 quadruples to io: item number (of content: index of an article), score as float bits, reason kind, reason
   * subject (item, name, question or rule number, -1 none). Returns how many, or minus an error code.
   */
  recommend(strategy: number, limit: number, item: number, category: number, exclude: number, given: number, time: number): number;
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
  /**
   * Forgets a part of the profile: `part` 0 category, 1 brand, 2 item (text handles), 3 day (days since 1970), 4 the answer to a question
   * (its index). This and what follows is the engine's part "handover". Returns 0 or an error code; the profile is then as before.
   */
  forget(part: number, subject: number): number;
  /** Merges another device's profile into this one: `bytes` in io, as snapshot() gave them. Returns 0 or an error code. */
  merge(bytes: number): number;
  /** JSON that holds all of the profile; `null` without one. */
  portable(): string;
  /** Merges that in, too: `bytes` of packed JSON in io. Returns 0 or an error code. */
  takePortable(bytes: number): number;
  /** Forgets the visitor: profile, seed, texts, counters, io; overwritten. Consent is then none. */
  erase(): void;

  /**
   * Makes this epoch's reports. In io: `ledger` bytes of the stored ledger (0: nothing was ever spent), then `entropy` bytes of cryptographic
   * randomness, which are overwritten. `closedOn` is the day since 1970 of an erasure since, or 0. Returns the length of what is then in
   * io: 24 bytes of the ledger, to be stored before the rest is sent, and lines of JSON; 0: this epoch's are made; or minus an error code.
   */
  report(ledger: number, entropy: number, closedOn: number, time: number): number;
  /** JSON {@link PrivacyBudget} | null of a stored ledger of `ledger` bytes in io. */
  budget(ledger: number, closedOn: number, time: number): string;

  /** JSON: the closed lists; VocabularyLists in vocabulary.ts. */
  vocabulary(): string;
  /** JSON {@link Explanation} of a slot number. */
  explain(slot: number, time: number): string;
  /** JSON arrays of {@link SegmentMembership}, {@link JourneyProgress} and {@link ExperimentResult}. */
  segments(time: number): string;
  journeys(time: number): string;
  results(time: number): string;
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

/** The factory that the Emscripten glue of a module exports. */
export type WasmFactory<Module> = (options: {
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module?: WebAssembly.Module) => void,
  ): Record<string, never>;
}) => Promise<Module>;
export type EngineFactory = WasmFactory<EngineModule>;
