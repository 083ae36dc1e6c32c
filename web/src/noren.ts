/**
 * Noren as a page sees it. Whatever happens inside, a call from the page returns something it can show: where the engine is
 * missing, failed or without consent, that is the page's own content.
 */
import { Changes } from './changes.js';
import { Consent, type ConsentHost } from './consent.js';
import { Decisions, fallbackOf } from './decisions.js';
import type { Engine, RankedItem } from './engine.js';
import { encodeEvent } from './event-encoder.js';
import { matchLanguage } from './languages.js';
import { type Report, fail, problem, problemOf } from './problem.js';
import { bitsOf, levelOf } from './purposes.js';
import type { Site } from './site.js';
import { placeOf } from './storage/place.js';
import { surroundings } from './surroundings.js';
import type {
  Change,
  ConsentControl,
  Decision,
  EventName,
  EventParameters,
  Explanation,
  Json,
  Level,
  Noren,
  NorenProblem,
  Purpose,
  Reason,
  Recommendation,
  RecommendOptions,
  Status,
  Strategy,
  TrackOutcome,
} from './types.js';
import { kCategoryField, kItemIdField } from './vocabulary.js';

const kMinute = 60_000;
const kDefaultLimit = 8;
const kMaxLimit = 50;
const kMaxExclude = 64;
const kSeedBytes = 16;

/** What a Noren begins with: either an engine with its site loaded, or the problem that there is none. */
export interface Beginning {
  readonly site: Site | null;
  readonly error: NorenProblem | null;
  /** Makes an engine with site and model loaded. */
  readonly makeEngine: () => Promise<Engine>;
  readonly report: Report;
  readonly now: () => number;
  readonly language: string;
  readonly page: string;
}

export class NorenRuntime implements Noren {
  readonly #site: Site | null;
  readonly #makeEngine: Beginning['makeEngine'];
  readonly #report: Report;
  readonly #now: () => number;
  readonly #changes = new Changes();
  readonly #decisions: Decisions | null;
  readonly #consent: Consent;
  #engine: Engine | null = null;
  #ready: Promise<Engine | null> = Promise.resolve(null);
  #error: NorenProblem | null;
  #language: string;
  #page: string;
  #disposed = false;
  /** The minute as of which decisions stand; -1: they don't. Rules may ask for the hour. */
  #decidedAt = -1;
  #unheard = 0;
  #status: Status | null = null;

  constructor({ site, error, makeEngine, report, now, language, page }: Beginning) {
    this.#site = site;
    this.#makeEngine = makeEngine;
    this.#report = report;
    this.#now = now;
    this.#language = language;
    this.#page = page;
    this.#error = error;
    this.#decisions = site && new Decisions(site);
    this.#decisions?.clear('contextual');
    const host: ConsentHost = {
      report,
      now,
      engine: () => (this.#error ? Promise.resolve(null) : this.#ready),
      consented: (purposes) => this.#consented(purposes),
      forget: () => this.#forget(),
      changed: (...changes) => this.#changed(...changes),
    };
    this.#consent = new Consent(host, site && placeOf(site.id));
  }

  /** Makes the engine and takes up a stored yes. Never rejects. */
  async begin(): Promise<void> {
    if (this.#error) return;
    this.#makeFresh();
    if (!(await this.#ready)) return;
    if (this.#page) this.setPage(this.#page);
    await this.#consent.begin();
    this.#refresh();
  }

  get status(): Status {
    return (this.#status ??= this.#readStatus());
  }

  get consent(): ConsentControl {
    return this.#consent;
  }

  get language(): string {
    return this.#language;
  }

  set language(wanted: string) {
    const language = matchLanguage(this.#site?.languages ?? [], String(wanted));
    if (language === undefined) {
      if (this.#site) {
        this.#report(problem('invalid-argument', `"${wanted}" is not a language of this site`, `it has ${this.#site.languages.join(', ')}`, 'language'));
      }
      return;
    }
    if (language === this.#language) return;
    this.#language = language;
    this.#changed('language', 'decisions');
  }

  track(name: EventName, parameters?: EventParameters): TrackOutcome {
    const engine = this.#engine;
    if (!engine || this.#error) return { accepted: false, reason: 'not-ready' };
    if (!this.#consent.state.purposes.includes('personalization')) {
      // Nothing of the event even reaches the engine.
      ++this.#unheard;
      this.#status = null;
      return { accepted: false, reason: 'no-consent' };
    }
    try {
      const kind = engine.vocabulary.events.get(name);
      if (kind === undefined) throw fail('unknown-name', `"${name}" is not an event`, `events are ${[...engine.vocabulary.events.keys()].join(', ')}`, 'event');
      const stored = engine.track(encodeEvent(engine, kind, this.#now(), parameters));
      this.#consent.record(stored);
      this.#changed('decisions');
      return { accepted: true };
    } catch (error) {
      const found = problemOf(error, 'invalid-argument', 'the event cannot be read');
      this.#status = null;
      if (found.code !== 'crashed') this.#report(found);
      return { accepted: false, reason: this.#error ? 'not-ready' : 'refused', error: found };
    }
  }

  decide(slot: string): Decision {
    this.#refresh();
    const decision = this.#decisions?.get(slot);
    if (decision) return decision;
    if (this.#site && !this.#error) {
      this.#report(problem('unknown-name', `"${slot}" is not a slot of this site`, `it has ${this.#site.slots.join(', ') || 'none'}`, 'slot'));
    }
    return fallbackOf(slot, this.#level());
  }

  recommend(strategy: Strategy, options: RecommendOptions = {}): readonly Recommendation[] {
    return this.#ask([], (engine) => {
      const number = engine.vocabulary.strategies.get(strategy);
      if (number === undefined) {
        throw fail('unknown-name', `"${strategy}" is not a strategy`, `strategies are ${engine.vocabulary.lists.strategies.join(', ')}`, 'strategy');
      }
      if (engine.modelLost) return [];
      const limit = this.#limit(options.limit ?? engine.vocabulary.lists.limits[number] ?? kDefaultLimit);
      const exclude = this.#exclude(options.exclude ?? []).map((id) => this.#itemNumber(engine, id)).filter((item) => item >= 0);
      const item = options.item === undefined ? -1 : this.#itemNumber(engine, options.item);
      return engine
        .recommend(number, limit, item, exclude, this.#now())
        .map((ranked) => ({ item_id: engine.itemId(ranked.item), score: ranked.score, reason: this.#reason(engine, ranked) }));
    });
  }

  rankCategories(names: readonly string[]): readonly string[] {
    return this.#ask(names, (engine) => {
      const generation = engine.textGeneration();
      const handles = () => names.map((name) => engine.text(kCategoryField, String(name)));
      let categories = handles();
      if (engine.textGeneration() !== generation) categories = handles();
      const scores = engine.scoreCategories(categories, this.#now());
      return names
        .map((name, index) => ({ name, score: scores[index] ?? 0, index }))
        .sort((left, right) => right.score - left.score || left.index - right.index)
        .map(({ name }) => name);
    });
  }

  explain(slot: string): Explanation {
    const { outcome, campaign, variant, level } = this.decide(slot);
    const number = this.#site?.slots.indexOf(slot) ?? -1;
    const fallback: Explanation = { slot, level, outcome, campaign, variant, considered: [] };
    if (number < 0) return fallback;
    return this.#ask(fallback, (engine) => JSON.parse(engine.explain(number, this.#now())) as Explanation);
  }

  profile(): Json {
    if (!this.#consent.state.purposes.includes('personalization')) return null;
    return this.#ask<Json>(null, (engine) => JSON.parse(engine.exportProfile(this.#now())) as Json);
  }

  setPage(page: string): void {
    this.#page = page;
    const pages = this.#engine && this.#ask(null, (engine) => engine.vocabulary.pages);
    if (pages && !pages.has(page)) {
      this.#report(problem('unknown-name', `"${page}" is not a page of this site`, `it has ${[...pages.keys()].join(', ') || 'none'}`, 'page'));
    }
    this.#changed('decisions');
  }

  subscribe(listener: (change: Change) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#error ??= problem('load-failed', 'this Noren was disposed');
    this.#status = null;
    this.#changes.clear();
    this.#consent.dispose();
    this.#engine?.wipe();
    this.#engine = null;
  }

  /** Everything tracked so far is stored when it resolves; for tests. */
  settle(): Promise<void> {
    return this.#consent.settle();
  }

  #changed(...changes: readonly Change[]): void {
    this.#status = null;
    this.#decidedAt = -1;
    this.#changes.tell(...changes);
  }

  #level(): Level {
    return levelOf(this.#consent.state.purposes);
  }

  /** Asks the engine; where there is none, or it fails, the answer is `otherwise`. */
  #ask<Value>(otherwise: Value, question: (engine: Engine) => Value): Value {
    const engine = this.#engine;
    if (!engine || this.#error) return otherwise;
    try {
      return question(engine);
    } catch (error) {
      const found = problemOf(error, 'invalid-argument', 'the call cannot be understood');
      if (found.code !== 'crashed') this.#report(found); // a crash has told itself
      return otherwise;
    }
  }

  /** Brings decisions up to date. */
  #refresh(): void {
    const now = this.#now();
    const minute = Math.floor(now / kMinute);
    if (minute === this.#decidedAt || !this.#decisions) return;
    const timePassed = this.#decidedAt >= 0;
    this.#decidedAt = minute;
    const level = this.#level();
    const chosen = this.#ask(null, (engine) => {
      const { language, device, page, utcOffsetMinutes } = surroundings(engine.vocabulary, this.#language, this.#page, now);
      engine.setContext(language, device, page, utcOffsetMinutes);
      return engine.decide(now);
    });
    const changed = chosen ? this.#decisions.update(chosen, level, this.#language) : this.#decisions.clear(level);
    // After an event listeners know already; that an hour has come they can't.
    if (changed && timePassed) this.#changes.tell('decisions');
  }

  #consented(purposes: readonly Purpose[]): void {
    // A profile that is there already keeps its content and its seed.
    this.#ask(undefined, (engine) => engine.setConsent(bitsOf(purposes), crypto.getRandomValues(new Uint8Array(kSeedBytes))));
    this.#changed('decisions');
  }

  #forget(): void {
    this.#engine?.wipe();
    this.#engine = null;
    this.#decisions?.clear('contextual');
    this.#unheard = 0;
    if (!this.#error) this.#makeFresh();
  }

  #makeFresh(): void {
    const ready: Promise<Engine | null> = this.#makeEngine().then(
      (engine) => {
        engine.onCrash = (crash) => this.#crashed(crash);
        // Forgotten again, or disposed, while it was being made.
        if (this.#ready !== ready || this.#disposed) {
          engine.wipe();
          return this.#disposed ? null : this.#ready;
        }
        this.#engine = engine;
        const { purposes } = this.#consent.state;
        if (purposes.length > 0) this.#consented(purposes);
        this.#changed('decisions', 'status');
        return engine;
      },
      (error: unknown) => {
        this.#crashed(problemOf(error, 'load-failed', 'the engine does not start'));
        return null;
      },
    );
    this.#ready = ready;
  }

  #crashed(cause: NorenProblem): void {
    if (this.#error) return;
    this.#error = cause;
    this.#report(cause);
    this.#changed('status', 'decisions');
  }

  #readStatus(): Status {
    const { purposes } = this.#consent.state;
    const { erasure, problem: storageProblem } = this.#consent.storage;
    return {
      state: this.#error ? 'failed' : 'ready',
      error: this.#error,
      level: this.#level(),
      purposes,
      storage: erasure === 'none' ? 'memory' : 'encrypted',
      erasure,
      storageProblem: storageProblem && purposes.includes('storage') ? storageProblem.message : null,
      refused: this.#refused(),
    };
  }

  #refused(): Readonly<Record<string, number>> {
    const refused: Record<string, number> = {};
    this.#ask(undefined, (engine) => {
      const counts = engine.refusals();
      engine.vocabulary.lists.refusals.forEach((reason, index) => {
        refused[reason] = counts[index] ?? 0;
      });
    });
    if (this.#unheard > 0) refused['no-consent'] = (refused['no-consent'] ?? 0) + this.#unheard;
    return refused;
  }

  #itemNumber(engine: Engine, id: string): number {
    return engine.itemNumber(engine.text(kItemIdField, String(id)));
  }

  #limit(limit: number): number {
    if (Number.isInteger(limit) && limit >= 1 && limit <= kMaxLimit) return limit;
    this.#report(problem('invalid-argument', `a limit of ${limit} is not a whole number from 1 to ${kMaxLimit}`, '', 'limit'));
    return Math.min(Math.max(Math.trunc(limit) || kDefaultLimit, 1), kMaxLimit);
  }

  #exclude(ids: readonly string[]): readonly string[] {
    if (ids.length <= kMaxExclude) return ids;
    this.#report(problem('limit-exceeded', `${ids.length} items to leave out are more than ${kMaxExclude}`, `the first ${kMaxExclude} are left out`, 'exclude'));
    return ids.slice(0, kMaxExclude);
  }

  #reason(engine: Engine, { reason, subject }: RankedItem): Reason {
    const kind = engine.vocabulary.lists.reasons[reason] ?? 'trending';
    if (subject < 0) return { kind };
    if (kind === 'category-interest') return { kind, category: engine.nameText(subject) };
    if (kind === 'brand-interest') return { kind, brand: engine.nameText(subject) };
    return { kind, item: engine.itemId(subject) };
  }
}
