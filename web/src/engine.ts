/**
 * The engine as the SDK uses it: typed calls around one WebAssembly instance. It alone touches the instance's memory, makes every
 * view anew and keeps none. After a trap the instance is poisoned: each later call fails with `crashed`.
 */
import type { EngineInstance, EngineModule } from './engine-module.js';
import type { Running } from './load-engine.js';
import type { PageState } from './signals.js';
import { NorenError, codeOf, fail, problem, textOf } from './problem.js';
import type { Json, NorenProblem, PartName } from './types.js';
import { Vocabulary, kUnusedField } from './vocabulary.js';

/** A ranked item as numbers: see {@link EngineInstance.recommend}. */
export interface RankedItem {
  readonly item: number;
  readonly score: number;
  readonly reason: number;
  readonly subject: number;
}

/** A problem as the engine gives it. */
type NumberedProblem = Omit<NorenProblem, 'code'> & { readonly code: number };

/** Longer texts are cut: they are too long for any id or name, so the gate refuses them all the same. */
const kMaxTextLength = 1024;

/** What is longer is dropped without a look at the rest. */
const kMaxScreened = 65_536;

/** Handles from here on say that a text holds personal data: see {@link EngineInstance.text}. */
const kPersonalText = 0xffffff00;

/** What {@link Engine.recommend} is asked for, in the engine's numbers. */
export interface Wanted {
  readonly strategy: number;
  readonly limit: number;
  readonly item: number;
  readonly category: number;
  readonly exclude: readonly number[];
  readonly given: readonly number[];
}

export class Engine {
  #module: EngineModule | null;
  #instance: EngineInstance;
  #crash: NorenProblem | null = null;
  #vocabulary: Vocabulary | null = null;
  readonly #addPart: Running<EngineModule>['addPart'];
  readonly #parts = new Set<PartName>();
  readonly #modelFiles = new Set<Uint8Array>();
  readonly #encoder = new TextEncoder();
  #handles = new Map<string, number>();
  #generation = -1;

  /** Called once, when the instance traps. */
  onCrash: (problem: NorenProblem) => void = () => undefined;
  /** The page gave a model, but it was of no use and that has been told: recommendations are quietly empty. */
  modelLost = false;

  constructor({ module, addPart }: Running<EngineModule>) {
    this.#module = module;
    this.#addPart = addPart;
    this.#instance = new module.Engine();
  }

  has(part: PartName): boolean {
    return this.#parts.has(part);
  }

  /** Errors: load-failed. */
  async add(part: PartName, compiled: WebAssembly.Module): Promise<void> {
    if (this.has(part) || !this.#module) return;
    await this.#addPart(compiled);
    this.#parts.add(part);
  }

  /** The closed lists; they stand once the site is loaded. */
  get vocabulary(): Vocabulary {
    return (this.#vocabulary ??= new Vocabulary(this.#call((engine) => engine.vocabulary())));
  }

  /** Problems of the site document, packed by packJson(); none: it is loaded. */
  loadSite(packed: Uint8Array): readonly NorenProblem[] {
    this.#vocabulary = null;
    return this.#problems(this.#call((engine) => engine.loadSite(this.#write(packed))));
  }

  /** Problems of a file of the shop model, the first of all first; none: it is loaded, or was before. */
  loadModel(bytes: Uint8Array): readonly NorenProblem[] {
    const files = this.#modelFiles;
    if (files.has(bytes)) return [];
    const problems = this.#problems(this.#call((engine) => engine.loadModel(this.#write(bytes), files.size)));
    if (problems.length === 0) files.add(bytes);
    return problems;
  }

  /** `seed` is 16 bytes of entropy. */
  setConsent(purposes: number, seed: Uint8Array): void {
    this.#call((engine) => {
      this.#write(seed);
      engine.setConsent(purposes);
    });
  }

  /** See {@link EngineInstance.setContext}. */
  setContext(...context: Parameters<EngineInstance['setContext']>): void {
    this.#call((engine) => engine.setContext(...context));
  }

  /** `entropy` is 16 bytes. */
  beginPageView(entropy: Uint8Array): void {
    this.#call((engine) => {
      this.#write(entropy);
      engine.beginPageView();
    });
  }

  setPageState({ seconds, idle, scroll, exitIntent }: PageState): void {
    this.#call((engine) => engine.setPageState(seconds, idle, scroll, Number(exitIntent)));
  }

  setZoneOffset(zone: number, offset: number): void {
    this.#call((engine) => engine.setZoneOffset(zone, offset));
  }

  /** The engine's handle of a text; remembered until the engine forgets it, see {@link textGeneration}. */
  text(type: number, text: string): number {
    const key = type + text;
    const known = this.#handles.get(key);
    if (known !== undefined) return known;
    const handle = this.#call((engine) => engine.text(type, this.#write(this.#encoder.encode(text.slice(0, kMaxTextLength)))));
    this.textGeneration();
    // What names a person is remembered nowhere.
    if (handle < kPersonalText) this.#handles.set(key, handle);
    return handle;
  }

  /** For text that is dropped: 0, or what the gate refuses the event for. Nothing of it is remembered. */
  screen(text: string): number {
    return this.#call((engine) => engine.text(kUnusedField, this.#write(this.#encoder.encode(text.slice(0, kMaxScreened)))));
  }

  /** Handles from before a change of this number are void. */
  textGeneration(): number {
    const generation = this.#call((engine) => engine.textGeneration());
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#handles.clear();
    }
    return generation;
  }

  /** Takes an event frame; returns the stored form of the event and of what follows from it. Errors: what the gate says. */
  track(frame: readonly number[]): Uint8Array {
    return this.#call((engine) => {
      const at = engine.reserve(frame.length * 8);
      new Float64Array(this.#heap().buffer, at, frame.length).set(frame);
      return this.#output(engine.track(frame.length));
    });
  }

  /** What she did with a slot, or answered; returns its stored form, empty where nothing is to be counted. Errors: what the gate says. */
  act(perform: (engine: EngineInstance) => number): Uint8Array {
    return this.#call((engine) => this.#output(perform(engine)));
  }

  /** Hands bytes in and takes bytes out. Errors: what the engine says. */
  exchange(bytes: Uint8Array, call: (engine: EngineInstance, length: number) => number): Uint8Array {
    return this.#call((engine) => this.#output(call(engine, this.#write(bytes))));
  }

  /** What the engine tells in JSON of bytes. */
  tellOf(bytes: Uint8Array, question: (engine: EngineInstance, length: number) => string): Json {
    return this.tell((engine) => question(engine, this.#write(bytes)));
  }

  /** Applies one stored row: an event and what followed from it. Errors: corrupt, unsupported-version. */
  apply(row: Uint8Array): void {
    const applied = this.#call((engine) => engine.apply(this.#write(row)));
    if (applied < 0) throw new NorenError(this.#firstProblem(-applied));
    if (applied === 0) throw fail('corrupt', 'a stored row holds no event');
  }

  /** Campaign, variant and role of each of `slots` slots in document order: see {@link EngineInstance.decide}. To be read at once. */
  decide(time: number, slots: number): Int32Array {
    return this.#call((engine) => {
      const at = engine.decide(time);
      return new Int32Array(this.#heap().buffer, at, slots * 3);
    });
  }

  /** When, by time alone, what was decided may change; Infinity for never. */
  nextChange(): number {
    return this.#call((engine) => engine.nextChange());
  }

  preview(slot: number, campaign: number, variant: number): void {
    this.#call((engine) => engine.preview(slot, campaign, variant));
  }

  /** Ranked items, best first. Errors: what the recommender says. */
  recommend({ strategy, limit, item, category, exclude, given }: Wanted, time: number): RankedItem[] {
    return this.#call((engine) => {
      const items = [...exclude, ...given];
      new Int32Array(this.#heap().buffer, engine.reserve(items.length * 4), items.length).set(items);
      const count = engine.recommend(strategy, limit, item, category, exclude.length, given.length, time);
      if (count < 0) throw new NorenError(this.#firstProblem(-count));
      const output = new DataView(this.#heap().buffer, engine.reserve(0), count * 16);
      return Array.from({ length: count }, (_, index) => ({
        item: output.getInt32(index * 16, true),
        score: output.getFloat32(index * 16 + 4, true),
        reason: output.getInt32(index * 16 + 8, true),
        subject: output.getInt32(index * 16 + 12, true),
      }));
    });
  }

  /** Interest in each category, by handles from {@link text}. */
  scoreCategories(handles: readonly number[], time: number): Float64Array {
    return this.#call((engine) => {
      new Int32Array(this.#heap().buffer, engine.reserve(handles.length * 8), handles.length).set(handles);
      engine.scoreCategories(handles.length, time);
      return new Float64Array(this.#heap().buffer, engine.reserve(0), handles.length).slice();
    });
  }

  itemNumber(text: number): number {
    return this.#call((engine) => engine.itemNumber(text));
  }

  itemId(item: number): string {
    return this.#call((engine) => engine.itemId(item));
  }

  nameText(name: number): string {
    return this.#call((engine) => engine.nameText(name));
  }

  snapshot(): Uint8Array {
    return this.#call((engine) => this.#output(engine.snapshot()));
  }

  /** Replaces the profile. Errors: corrupt, unsupported-version; the profile is then as before. */
  restore(snapshot: Uint8Array): void {
    this.rewrite((engine) => engine.restore(this.#write(snapshot)));
  }

  /** Alters the profile as a whole: `change`, given the length of `bytes` in io, returns 0 or an error code. Errors: what that says. */
  rewrite(change: (engine: EngineInstance, bytes: number) => number, bytes?: Uint8Array): void {
    const code = this.#call((engine) => change(engine, bytes ? this.#write(bytes) : 0));
    if (code !== 0) throw new NorenError(this.#firstProblem(code));
  }

  /** What the engine tells in JSON. */
  tell(question: (engine: EngineInstance) => string): Json {
    return JSON.parse(this.#call(question)) as Json;
  }

  refusals(): readonly number[] {
    return this.tell((engine) => engine.refusals()) as number[];
  }

  /** Overwrites everything and ends the instance. Works on a crashed one too: its memory is still there. */
  wipe(): void {
    const module = this.#module;
    if (!module) return;
    this.#handles.clear();
    try {
      this.#instance.erase();
      this.#instance.delete();
    } catch {
      // A poisoned instance can't erase itself; the next line does it.
    }
    module.HEAPU8.fill(0);
    this.#module = null;
    this.#crash ??= problem('crashed', 'the engine was wiped');
  }

  /** Copies bytes into the io buffer; returns their count. */
  #write(bytes: Uint8Array): number {
    const at = this.#instance.reserve(bytes.length);
    this.#heap().set(bytes, at);
    return bytes.length;
  }

  /** The first `length` bytes of the io buffer, copied; a negative length is an error code. */
  #output(length: number): Uint8Array {
    if (length < 0) throw new NorenError(this.#firstProblem(-length));
    const at = this.#instance.reserve(0);
    return this.#heap().slice(at, at + length);
  }

  #heap(): Uint8Array {
    if (!this.#module) throw new NorenError(this.#crash ?? problem('crashed', 'the engine was wiped'));
    return this.#module.HEAPU8;
  }

  #problems(code: number): readonly NorenProblem[] {
    if (code === 0) return [];
    const found = JSON.parse(this.#call((engine) => engine.lastError())) as NumberedProblem[];
    return found.map(({ code: number, ...rest }) => ({ code: codeOf(number), ...rest }));
  }

  #firstProblem(code: number): NorenProblem {
    return this.#problems(code)[0] ?? problem('invalid-argument', `the engine failed with error ${code}`);
  }

  #call<Value>(body: (engine: EngineInstance) => Value): Value {
    if (this.#crash) throw new NorenError(this.#crash);
    try {
      return body(this.#instance);
    } catch (error) {
      if (error instanceof NorenError) throw error;
      // A trap, or memory or stack used up: nothing in the instance can be trusted any more.
      this.#crash = problem('crashed', `the engine stopped (${textOf(error)})`, 'the page shows its own content from here on');
      this.onCrash(this.#crash);
      throw new NorenError(this.#crash, error);
    }
  }
}
