/**
 * An engine for tests that obeys the contract of engine-module.ts down to the io buffer: it moves in `reserve`, is overwritten by
 * results, and texts may be forgotten. Its profile is a chain in which the order of events matters, so tests see a wrong order.
 */
import { unpackJson } from './unpack-json.js';
import type { EngineFactory, EngineInstance, EngineModule } from '../../../web/src/engine-module.js';

const kFields = [
  ['item_id', 0],
  ['item_category', 1],
  ['item_brand', 2],
  ['currency', 3],
  ['price', 6],
  ['value', 6],
  ['quantity', 7],
  ['email', 8],
  ['item_name', 9],
] as const;
const kEvents = ['page_view', 'view_item_list', 'select_item', 'view_item', 'add_to_cart', 'remove_from_cart', 'purchase'];
const kRoles = ['fallback', 'content', 'control', 'holdout', 'preview', 'contextual'];
const kChannels = ['direct', 'search', 'social', 'email', 'ads', 'referral', 'internal'];
const [kContent, kPreview, kContextual] = [1, 4, 5];
/** What an act's stored form is hashed from, after all kinds of events. */
const kAsides = ['disliked', 'item', 'category', 'brand', 'question'];
const kActs = ['seen', 'select', 'dismiss', 'answer', 'step', 'disregard'];
const kRefusals = ['no-consent', 'person-id', 'personal-data', 'free-text', 'bad-number', 'unknown-name', 'unknown-field'];
const kCodes = { invalidSite: 2, unsupportedVersion: 3, corrupt: 4, consentRequired: 6, eventRefused: 7, invalidArgument: 8 };
const kPersonField = 7;
const kUnusedType = 9;
const kPersonalText = 0xffffff00;

interface Profile {
  version: number;
  seed: string;
  /** Hash over all events in order. */
  chain: number;
  events: number;
}

export interface FakeSettings {
  /** How many texts are remembered before the table starts anew. */
  maxTexts?: number;
  /** Every call traps once this is true. */
  trap?: boolean;
  /** Problems that loadModel finds. */
  badModel?: boolean;
  /** What rules ask of a page view. */
  signals?: string[];
  /** When decisions next change by time alone. */
  nextChange?: number;
  /** How many steps of journeys are due at the next tick. */
  stepsDue?: number;
}

const hash = (start: number, bytes: Uint8Array): number => bytes.reduce((sum, byte) => Math.imul(sum ^ byte, 16777619) >>> 0, start >>> 0);

interface FakeSite {
  languages: string[];
  slots: { id: string }[];
  campaigns?: { slot: string; contextual?: boolean }[];
  pages?: string[];
  campaign_tags?: string[];
  time_zone?: string;
}

export class FakeInstance implements EngineInstance {
  readonly memory: FakeModule;
  readonly #settings: FakeSettings;
  #at = 64;
  #size = 0;
  #site: FakeSite | null = null;
  #model = false;
  #profile: Profile | null = null;
  #purposes = 0;
  #texts: string[] = [];
  #generation = 0;
  #refused = kRefusals.map(() => 0);
  #error = '[]';
  context: readonly number[] = [];
  pageState: readonly number[] = [];
  /** Bytes of entropy, a page view each. */
  readonly pageViews: string[] = [];
  readonly zoneOffsets: number[][] = [];
  readonly answers: number[][] = [];
  /** What was set aside: kind, text or number, whether it was taken back. */
  readonly aside: (readonly [number, string | number, number])[] = [];
  /** Strategy, category and given items of each list asked for. */
  readonly asked: (readonly [strategy: number, category: string | undefined, given: readonly number[]])[] = [];
  /** Forced decisions by slot. */
  readonly #previews = new Map<number, readonly [campaign: number, variant: number]>();
  #seen = new Set<number>();
  /** The first byte of each further file of the model. */
  readonly modelFiles: number[] = [];
  /** Text that was looked through and dropped. */
  readonly screened: string[] = [];
  /** Every frame that came, for tests to read. */
  readonly frames: number[][] = [];

  constructor(memory: FakeModule, settings: FakeSettings) {
    this.memory = memory;
    this.#settings = settings;
  }

  #enter(): void {
    if (this.#settings.trap) throw new WebAssembly.RuntimeError('unreachable');
  }

  #fail(number: number, message: string, path = ''): number {
    this.#error = JSON.stringify([{ code: number, path, message, hint: '' }]);
    return number;
  }

  #in(bytes: number): Uint8Array {
    return this.memory.HEAPU8.slice(this.#at, this.#at + bytes);
  }

  #out(bytes: Uint8Array): number {
    this.memory.HEAPU8.set(bytes, this.reserve(bytes.length));
    return bytes.length;
  }

  reserve(bytes: number): number {
    this.#enter();
    if (bytes > this.#size) {
      // Growth replaces the memory, as it does in WebAssembly: views from before are void.
      this.#at += (this.#size + 15) & ~7;
      this.#size = bytes;
      this.memory.grow(this.#at + bytes);
    }
    return this.#at;
  }

  loadSite(bytes: number): number {
    this.#enter();
    try {
      this.#site = unpackJson(this.#in(bytes)) as unknown as FakeSite | null;
    } catch {
      return this.#fail(1, 'the packed document is damaged');
    }
    return this.#site?.slots ? 0 : this.#fail(kCodes.invalidSite, 'slots are missing', 'slots');
  }
  loadModel(bytes: number, before: number): number {
    if (this.#settings.badModel) return this.#fail(kCodes.corrupt, 'the model is truncated', 'model');
    const [mark] = this.#in(bytes);
    if (before > 0 && mark === 0) return this.#fail(kCodes.corrupt, 'the file is truncated', 'bought');
    if (before > 0) this.modelFiles.push(mark as number);
    this.#model = true;
    return 0;
  }
  setConsent(purposes: number): void {
    this.#enter();
    this.#purposes = purposes;
    if ((purposes & 2) === 0) this.#profile = null;
    else this.#profile ??= { version: 1, seed: String(hash(7, this.#in(16))), chain: 1, events: 0 };
  }
  setContext(...context: number[]): void {
    this.#enter();
    this.context = context;
  }
  beginPageView(): void {
    this.#enter();
    this.pageViews.push(this.#in(16).join());
    this.#seen.clear();
    this.pageState = [];
  }
  setPageState(...state: number[]): void {
    this.#enter();
    this.pageState = state;
  }
  setZoneOffset(zone: number, offset: number): void {
    this.zoneOffsets.push([zone, offset]);
  }

  text(type: number, bytes: number): number {
    this.#enter();
    const given = new TextDecoder().decode(this.#in(bytes));
    // What the real one finds is tested with the real one; here an @ will do.
    if (given.includes('@')) return kPersonalText + 1;
    if (type >= kUnusedType) {
      this.screened.push(given);
      return 0;
    }
    const text = `${type}:${given}`;
    const known = this.#texts.indexOf(text);
    if (known >= 0) return known;
    if (this.#texts.length >= (this.#settings.maxTexts ?? 100)) {
      this.#texts = [];
      ++this.#generation;
    }
    return this.#texts.push(text) - 1;
  }
  textGeneration(): number {
    return this.#generation;
  }
  /** The text of a handle, as "type:text". */
  textOf(handle: number): string | undefined {
    return this.#texts[handle];
  }

  track(doubles: number): number {
    this.#enter();
    const frame = [...new Float64Array(this.#in(doubles * 8).buffer)];
    this.frames.push(frame);
    if (!this.#profile) return -this.#fail(kCodes.consentRequired, 'no consent');
    for (let at = 3; at < 3 + (frame[2] ?? 0) * 2; at += 2) {
      if (frame[at] === kPersonField) {
        ++this.#refused[1]!;
        return -this.#fail(kCodes.eventRefused, 'names a person', 'email');
      }
    }
    if (frame.slice(3).some((value) => value > kPersonalText)) {
      ++this.#refused[2]!;
      return -this.#fail(kCodes.eventRefused, 'this looks like an e-mail address', '?');
    }
    return this.#out(this.#happens(frame[0] ?? 0, frame.slice(2)));
  }
  /** The stored form of something that has happened: a mark, then a hash, so that equal events are equal. */
  #happens(kind: number, rest: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, 0x4e45);
    new DataView(bytes.buffer).setUint32(4, hash(kind, new Uint8Array(new Float64Array(rest).buffer)));
    this.#apply(bytes);
    return bytes;
  }
  #act(name: string, slot: number): number {
    this.#enter();
    const [campaign, , role] = this.#decision(slot);
    if (!this.#profile || role !== kContent || (name === 'seen' && this.#seen.has(slot))) return 0;
    if (name === 'seen') this.#seen.add(slot);
    return this.#out(this.#happens(kEvents.length + kActs.indexOf(name), [campaign]));
  }
  seen(slot: number): number {
    return this.#act('seen', slot);
  }
  select(slot: number): number {
    return this.#act('select', slot);
  }
  dismiss(slot: number): number {
    return this.#act('dismiss', slot);
  }
  answer(question: number, value: number): number {
    this.answers.push([question, value]);
    if (!(value >= 0)) return -this.#fail(kCodes.invalidArgument, 'not an answer', 'answer');
    return this.#out(this.#happens(kEvents.length + kActs.indexOf('answer'), [question, value]));
  }
  disregard(what: number, subject: number, takenBack: number): number {
    this.aside.push([what, kAsides[what] === 'question' ? subject : (this.textOf(subject) ?? ''), takenBack]);
    if (what < 0 || subject < 0) return -this.#fail(kCodes.invalidArgument, 'nothing of that name', 'what');
    return this.#out(this.#happens(kEvents.length + kActs.indexOf('disregard'), [what, subject, takenBack]));
  }
  tick(): number {
    this.#enter();
    const due = this.#settings.stepsDue ?? 0;
    this.#settings.stepsDue = 0;
    const steps = Array.from({ length: due }, (_, step) => [...this.#happens(kEvents.length + kActs.indexOf('step'), [step])]);
    return this.#out(Uint8Array.from(steps.flat()));
  }
  #apply(bytes: Uint8Array): void {
    const profile = this.#profile as Profile;
    profile.chain = hash(profile.chain, bytes);
    ++profile.events;
  }
  apply(bytes: number): number {
    this.#enter();
    const row = this.#in(bytes);
    for (let at = 0; at < row.length; at += 8) {
      const mark = row.length - at < 8 ? 0 : new DataView(row.buffer).getUint32(at);
      if (mark === 0x4e46) return -this.#fail(kCodes.unsupportedVersion, 'an event of a newer Noren');
      if (mark !== 0x4e45) return -this.#fail(kCodes.corrupt, 'not an event');
      this.#apply(row.subarray(at, at + 8));
    }
    return row.length / 8;
  }

  #decision(slot: number): readonly [campaign: number, variant: number, role: number] {
    const site = this.#site!;
    const forced = this.#previews.get(slot);
    if (forced) return [...forced, kPreview];
    const campaign = site.campaigns?.findIndex((known) => known.slot === site.slots[slot]?.id) ?? -1;
    if (campaign < 0) return [-1, -1, 0];
    if (!this.#profile) return site.campaigns?.[campaign]?.contextual ? [campaign, 0, kContextual] : [-1, -1, 0];
    return this.#profile.events >= 2 ? [campaign, 0, kContent] : [-1, -1, 0];
  }
  decide(): number {
    this.#enter();
    const chosen = this.#site!.slots.flatMap((_, slot) => this.#decision(slot));
    this.#out(new Uint8Array(new Int32Array(chosen).buffer));
    return this.#at;
  }
  nextChange(): number {
    return this.#settings.nextChange ?? Infinity;
  }
  preview(slot: number, campaign: number, variant: number): void {
    if (slot < 0) this.#previews.clear();
    else this.#previews.set(slot, [campaign, variant]);
  }
  recommend(strategy: number, limit: number, item: number, category: number, exclude: number, given: number): number {
    this.#enter();
    this.asked.push([strategy, this.textOf(category), [...new Int32Array(this.#in((exclude + given) * 4).buffer)].slice(exclude)]);
    if (!this.#model) return -this.#fail(kCodes.invalidArgument, 'there is no model');
    const left = new Set([...new Int32Array(this.#in(exclude * 4).buffer), item]);
    const items = [0, 1, 2, 3, 4].filter((number) => !left.has(number)).slice(0, limit);
    const rows = new DataView(new ArrayBuffer(items.length * 16));
    items.forEach((number, index) => {
      rows.setInt32(index * 16, number, true);
      rows.setFloat32(index * 16 + 4, 1 / (index + 1), true);
      rows.setInt32(index * 16 + 8, index % 2 === 0 ? 0 : 2, true);
      rows.setInt32(index * 16 + 12, index === 4 ? -1 : number, true);
    });
    this.#out(new Uint8Array(rows.buffer));
    return items.length;
  }
  scoreCategories(count: number): void {
    const handles = [...new Int32Array(this.#in(count * 4).buffer)];
    const scores = handles.map((handle) => (this.#texts[handle]?.endsWith('shoes') ? 0.5 : 0));
    this.#out(new Uint8Array(new Float64Array(scores).buffer));
  }
  itemNumber(text: number): number {
    const id = /^0:item-(\d)$/.exec(this.#texts[text] ?? '');
    return id ? Number(id[1]) : -1;
  }
  itemId(item: number): string {
    return `item-${item}`;
  }
  nameText(name: number): string {
    return `name-${name}`;
  }

  snapshot(): number {
    this.#enter();
    return this.#out(new TextEncoder().encode(this.#profile ? JSON.stringify(this.#profile) : ''));
  }
  restore(bytes: number): number {
    this.#enter();
    let read: Profile;
    try {
      read = JSON.parse(new TextDecoder().decode(this.#in(bytes)));
    } catch {
      return this.#fail(kCodes.corrupt, 'not a profile');
    }
    if (read.version > 1) return this.#fail(kCodes.unsupportedVersion, 'a profile of a newer Noren');
    if (!this.#profile) return this.#fail(kCodes.consentRequired, 'no consent');
    this.#profile = read;
    return 0;
  }
  /** Forgetting is no event; that it happened, and after what, shows in the chain. */
  forget(part: number, subject: number): number {
    this.#enter();
    const name = part < 3 ? this.#texts[subject] : subject > 0 ? String(subject) : undefined;
    if (!this.#profile) return this.#fail(kCodes.consentRequired, 'no consent');
    if (name === undefined) return this.#fail(kCodes.invalidArgument, 'there is nothing of that name to forget', 'what');
    this.#profile.chain = hash(this.#profile.chain, new TextEncoder().encode(`forget ${part} ${name}`));
    return 0;
  }
  #merge(other: Profile): number {
    if (!this.#profile) return this.#fail(kCodes.consentRequired, 'no consent');
    const { chain, events } = this.#profile;
    this.#profile = { ...this.#profile, chain: Math.max(chain, other.chain), events: Math.max(events, other.events) };
    return 0;
  }
  merge(bytes: number): number {
    this.#enter();
    try {
      return this.#merge(JSON.parse(new TextDecoder().decode(this.#in(bytes))));
    } catch {
      return this.#fail(kCodes.corrupt, 'not a profile');
    }
  }
  portable(): string {
    return JSON.stringify(this.#profile);
  }
  takePortable(bytes: number): number {
    this.#enter();
    return this.#merge(unpackJson(this.#in(bytes)) as unknown as Profile);
  }
  erase(): void {
    this.#enter();
    this.#profile = null;
    this.#texts = [];
    ++this.#generation;
  }

  /** One line an epoch, which is a day; its ledger begins with the number of the day. */
  report(ledger: number, entropy: number, closedOn: number, time: number): number {
    this.#enter();
    if (!this.#profile || this.#purposes !== 7) return -this.#fail(kCodes.consentRequired, 'no consent');
    const given = this.#in(ledger + entropy);
    if (entropy < 100 || given.subarray(ledger).every((byte) => byte === 0)) return -this.#fail(kCodes.invalidArgument, 'the randomness has run out');
    const day = Math.floor(time / 86_400_000);
    const last = ledger > 0 ? new DataView(given.buffer).getUint32(0) : 0;
    if (Math.max(last, closedOn) >= day) return 0;
    const output = new Uint8Array(24 + 10);
    new DataView(output.buffer).setUint32(0, day);
    output.set(new TextEncoder().encode('{"r":"x"}\n'), 24);
    return this.#out(output);
  }
  budget(ledger: number, closedOn: number, time: number): string {
    this.#enter();
    return JSON.stringify({ spentThisEpoch: ledger > 0 ? 1 : 0, perEpoch: 4, spentLifetime: 1, lifetime: 60, nextEpoch: String(closedOn + time) });
  }

  vocabulary(): string {
    return JSON.stringify({
      events: kEvents,
      fields: kFields.map(([name, type]) => ({ name, type })),
      slots: this.#site!.slots.map(({ id }) => id),
      roles: kRoles,
      strategies: ['for-you', 'similar', 'bought-together', 'complete-the-cart', 'recently-viewed', 'trending', 'popular-in-category', 'search-ranking', 'content'],
      limits: [3, 8, 8, 8, 8, 8, 8, 8, 2],
      asides: kAsides,
      reasons: ['viewed-together', 'bought-together', 'category-interest', 'brand-interest', 'viewed', 'same-category', 'trending'],
      languages: this.#site!.languages,
      pages: this.#site!.pages ?? [],
      devices: ['phone', 'tablet', 'desktop'],
      channels: kChannels,
      tags: this.#site!.campaign_tags ?? [],
      zones: [null, ...(this.#site!.time_zone ? [this.#site!.time_zone] : [])],
      signals: this.#settings.signals ?? [],
      refusals: kRefusals,
    });
  }
  explain(slot: number): string {
    return JSON.stringify({ slot: this.#site!.slots[slot]?.id, considered: [] });
  }
  segments(): string {
    return JSON.stringify([{ segment: 'runner', member: (this.#profile?.events ?? 0) >= 2, priority: 0, excludedBy: [], rule: null }]);
  }
  journeys(): string {
    return JSON.stringify([{ journey: 'welcome', step: 'first', times: 1, started: '2026-11-22', end: null }]);
  }
  results(): string {
    return JSON.stringify([{ campaign: 'hero-running', arms: [{ variant: 'a', shown: this.#seen.size, succeeded: 0 }] }]);
  }
  exportProfile(): string {
    return JSON.stringify(this.#profile);
  }
  refusals(): string {
    return JSON.stringify(this.#refused);
  }
  lastError(): string {
    return this.#error;
  }
  delete(): void {
    this.memory.deleted = true;
  }
}

export class FakeModule implements EngineModule {
  HEAPU8 = new Uint8Array(1024);
  deleted = false;
  instance: FakeInstance | null = null;
  readonly Engine: new () => EngineInstance;

  constructor(settings: FakeSettings = {}) {
    const memory = this;
    this.Engine = class extends FakeInstance {
      constructor() {
        super(memory, settings);
        memory.instance = this;
      }
    };
  }

  grow(bytes: number): void {
    const grown = new Uint8Array(Math.max(bytes + 64, this.HEAPU8.length));
    grown.set(this.HEAPU8);
    this.HEAPU8 = grown;
  }
}

/** The smallest wasm there is. */
export const kEmptyWasm = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** A factory like that of the glue; `modules` is every module it made. */
export const fakeFactory = (settings: FakeSettings = {}): { factory: EngineFactory; modules: FakeModule[] } => {
  const modules: FakeModule[] = [];
  return {
    modules,
    factory: ({ instantiateWasm }) =>
      new Promise((resolve) => {
        instantiateWasm({}, () => {
          const module = new FakeModule(settings);
          modules.push(module);
          resolve(module);
        });
      }),
  };
};
