/**
 * Noren as a page sees it. Whatever happens inside, a call from the page returns something it can show: where the engine is
 * missing, failed or without consent, that is the page's own content.
 */
import { Alarm } from './alarm.js';
import { encodeAnswer } from './answers.js';
import { Changes } from './changes.js';
import { Consent, type ConsentHost, type ConsentOptions } from './consent.js';
import { Decisions, fallbackOf } from './decisions.js';
import type { Engine } from './engine.js';
import type { EngineInstance } from './engine-module.js';
import { encodeEvent } from './event-encoder.js';
import { matchLanguage } from './languages.js';
import type { ModelFiles } from './model-files.js';
import { PageView, entropy } from './page-view.js';
import type { Parts } from './parts.js';
import { Privacy } from './privacy.js';
import { type Report, fail, problem, problemOf } from './problem.js';
import { bitsOf, kPurposes, levelOf } from './purposes.js';
import { Rows, rankCategories, recommend, setAside, strategyNumber, subjectOf } from './recommendations.js';
import { LazyReporting, type ReportingSource } from './reporting/lazily.js';
import type { Site } from './site.js';
import { placeOf } from './storage/place.js';
import type {
  Answer,
  Change,
  ConsentControl,
  Decision,
  EventName,
  EventParameters,
  ExperimentResult,
  Explanation,
  JourneyProgress,
  Json,
  Level,
  Noren,
  NorenProblem,
  PartName,
  Preview,
  PrivacyControl,
  Purpose,
  ReasonSubject,
  Recommendation,
  RecommendOptions,
  SegmentMembership,
  Status,
  Strategy,
  TrackOutcome,
} from './types.js';

/** What a Noren begins with: either an engine with its site loaded, or the problem that there is none. */
export interface Beginning {
  readonly site: Site | null;
  readonly error: NorenProblem | null;
  /** Makes an engine with the site loaded. */
  readonly makeEngine: () => Promise<Engine>;
  /** What of the engine is loaded only when it is needed. */
  readonly parts: Parts;
  /** What sends reports; where an entry has none, none are sent. */
  readonly reporting?: ReportingSource | undefined;
  readonly model: ModelFiles;
  readonly consent: Omit<ConsentOptions, 'text'>;
  readonly report: Report;
  readonly now: () => number;
  readonly language: string;
  readonly page: string;
}

export class NorenRuntime implements Noren {
  readonly #site: Site | null;
  readonly #makeEngine: Beginning['makeEngine'];
  readonly #parts: Parts;
  readonly #model: ModelFiles;
  readonly #report: Report;
  readonly #now: () => number;
  readonly #changes = new Changes();
  readonly #decisions: Decisions | null;
  readonly #consent: Consent;
  readonly #privacy: Privacy;
  readonly #reporting: LazyReporting | null = null;
  #engine: Engine | null = null;
  #ready: Promise<Engine | null> = Promise.resolve(null);
  #error: NorenProblem | null;
  #language: string;
  #page: string;
  #disposed = false;
  readonly #pageView: PageView;
  readonly #rows = new Rows();
  /** Until when decisions stand, in milliseconds since 1970; 0: they don't. */
  #standUntil = 0;
  #looksAhead = false;
  /** Looks again when something may have changed by time alone. */
  readonly #alarm: Alarm;
  #unheard = 0;
  #status: Status | null = null;

  constructor({ site, error, makeEngine, parts, reporting, model, consent, report, now, language, page }: Beginning) {
    this.#site = site;
    this.#makeEngine = makeEngine;
    this.#parts = parts;
    this.#model = model;
    this.#report = report;
    this.#now = now;
    this.#language = language;
    this.#page = page;
    this.#error = error;
    this.#decisions = site && new Decisions(site);
    this.#pageView = new PageView(() => this.#changed('decisions'));
    this.#alarm = new Alarm(now, () => this.#refresh());
    const host: ConsentHost = {
      report,
      now,
      engine: () => (this.#error ? Promise.resolve(null) : this.#ready),
      consented: (purposes) => this.#consented(purposes),
      forget: () => this.#forget(),
      changed: (...changes) => this.#changed(...changes),
    };
    this.#consent = new Consent(host, site && placeOf(site.id, site.profileDays), { ...consent, text: site?.consentText ?? 1 });
    this.#privacy = new Privacy(this.#consent, {
      site,
      engine: async () => ((await this.#has('handover')) && this.#consent.state.purposes.includes('personalization') ? this.#engine : null),
      changed: () => this.#changed('decisions'),
    });
    if (!site?.reports || !reporting) return;
    this.#reporting = new LazyReporting(reporting, {
      site: site.id,
      endpoint: site.reports.endpoint,
      reports: site.reports.collect.length,
      report,
      now,
      // What is stored of her has been read when consent has settled.
      engine: () => this.settle().then(() => (this.#error ? null : this.#engine)),
      isAllowed: () => !this.#disposed && this.#consent.state.purposes.length === kPurposes.length,
      spent: (budget) => {
        this.#privacy.budget = budget;
        this.#changed('status');
      },
    });
  }

  /** Makes the engine and takes up a stored yes. Never rejects. */
  async begin(): Promise<void> {
    if (!this.#error) this.#makeFresh();
    if (await this.#ready) {
      // Before anything of her is read: what is fetched, and when, is the same for everybody.
      void this.#model.fetchLater(() => {
        this.#ask(undefined, (engine) => this.#model.load(engine));
        this.#changed('decisions');
      });
      if (this.#page) this.setPage(this.#page);
    }
    // Also where nothing else works: a no that the page's consent tool remembers is carried out.
    await this.#consent.begin();
    this.#refresh();
  }

  get status(): Status {
    return (this.#status ??= this.#readStatus());
  }

  get consent(): ConsentControl {
    return this.#consent;
  }

  get privacy(): PrivacyControl {
    return this.#privacy;
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
    this.#pageView.forgetSurroundings();
    this.#changed('language', 'decisions');
  }

  track(name: EventName, parameters?: EventParameters): TrackOutcome {
    if (name === 'page_view' && this.#pageView.isAnother()) this.#beginPageView();
    return this.#take(
      (engine) => {
        const kind = engine.vocabulary.events.get(name);
        if (kind === undefined) throw fail('unknown-name', `"${name}" is not an event`, `events are ${[...engine.vocabulary.events.keys()].join(', ')}`, 'event');
        return engine.track(encodeEvent(engine, kind, this.#now(), parameters));
      },
      // Nothing of the event even reaches the engine.
      () => void ++this.#unheard,
    );
  }

  seen(slot: string): TrackOutcome {
    return this.#act(slot, (engine, number, now) => engine.seen(number, now));
  }

  select(slot: string): TrackOutcome {
    return this.#act(slot, (engine, number, now) => engine.select(number, now));
  }

  dismiss(slot: string): TrackOutcome {
    return this.#act(slot, (engine, number, now) => engine.dismiss(number, now));
  }

  answer(question: string, value: Answer): TrackOutcome {
    return this.#take((engine) => {
      const [number, encoded] = encodeAnswer(this.#site as Site, question, value);
      return engine.act((instance) => instance.answer(number, encoded, this.#now()));
    });
  }

  dislike(item: string): TrackOutcome {
    return this.#take((engine) => setAside(engine, this.#site as Site, 'disliked', item, false, this.#now()));
  }

  disregard(reason: ReasonSubject): TrackOutcome {
    return this.#take((engine) => setAside(engine, this.#site as Site, ...subjectOf(reason), false, this.#now()));
  }

  reconsider(subject: ReasonSubject): TrackOutcome {
    const { item } = subject;
    if (item !== undefined) this.#take((engine) => setAside(engine, this.#site as Site, 'disliked', item, true, this.#now()));
    return this.#take((engine) => setAside(engine, this.#site as Site, ...subjectOf(subject), true, this.#now()));
  }

  decide(slot: string): Decision {
    this.#refresh();
    const decision = this.#decisions?.get(slot);
    if (decision) return decision;
    if (this.#site && !this.#error) {
      this.#report(problem('unknown-name', `"${slot}" is not a slot of this site`, `it has ${this.#site.slots.map(({ id }) => id).join(', ') || 'none'}`, 'slot'));
    }
    return fallbackOf(slot, this.#level());
  }

  preview(preview: Preview | null): void {
    const site = this.#site;
    if (!site) return;
    this.#pageView.preview(site, preview, this.#report);
    this.#changed('decisions');
  }

  recommend(strategy: Strategy, options: RecommendOptions = {}): readonly Recommendation[] {
    return this.#ask([], (engine) => {
      const [number, isInPart] = strategyNumber(engine, strategy);
      if (isInPart && !engine.has('strategies')) {
        void this.#has('strategies').then((isThere) => isThere && this.#changed('decisions'));
        return [];
      }
      return recommend(engine, this.#site as Site, number, options, this.#rows, this.#now(), this.#report);
    });
  }

  rankCategories(names: readonly string[]): readonly string[] {
    return this.#ask(names, (engine) => rankCategories(engine, names, this.#now()));
  }

  async explain(slot: string): Promise<Explanation> {
    const isThere = await this.#has('insights');
    const { outcome, role, campaign, variant, level } = this.decide(slot);
    const number = this.#decisions?.numberOf(slot) ?? -1;
    const fallback: Explanation = { slot, level, outcome, role, campaign, variant, considered: [] };
    return isThere && number >= 0 ? this.#tell(fallback, (engine, now) => engine.explain(number, now)) : fallback;
  }

  async segments(): Promise<readonly SegmentMembership[]> {
    return (await this.#has('insights')) ? this.#tell([], (engine, now) => engine.segments(now)) : [];
  }

  journeys(): readonly JourneyProgress[] {
    return this.#tell([], (engine, now) => engine.journeys(now));
  }

  results(): readonly ExperimentResult[] {
    return this.#tell([], (engine, now) => engine.results(now));
  }

  profile(): Json {
    if (!this.#consent.state.purposes.includes('personalization')) return null;
    return this.#tell<Json>(null, (engine, now) => engine.exportProfile(now));
  }

  setPage(page: string): void {
    this.#page = page;
    const pages = this.#engine && this.#ask(null, (engine) => engine.vocabulary.pages);
    if (pages && !pages.has(page)) {
      this.#report(problem('unknown-name', `"${page}" is not a page of this site`, `it has ${[...pages.keys()].join(', ') || 'none'}`, 'page'));
    }
    this.#beginPageView();
  }

  subscribe(listener: (change: Change) => void): () => void {
    return this.#changes.subscribe(listener);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#reporting?.update();
    this.#error ??= problem('load-failed', 'this Noren was disposed');
    this.#status = null;
    this.#changes.clear();
    this.#pageView.end();
    this.#alarm.set(Infinity);
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
    this.#standUntil = 0;
    if (changes.includes('consent')) this.#reporting?.update();
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

  /** Asks the engine, as of now, what it tells in JSON. */
  #tell<Value>(otherwise: Value, question: (engine: EngineInstance, now: number) => string): Value {
    this.#refresh();
    return this.#ask(otherwise, (engine) => engine.tell((instance) => question(instance, this.#now())) as Value);
  }

  /** Sees to it that the engine has that part; false where it can't, which has been told. */
  async #has(part: PartName): Promise<boolean> {
    try {
      while (this.#engine && !this.#error && !this.#engine.has(part)) {
        const engine = this.#engine;
        await this.#parts.need(part);
        // Another engine may have taken its place meanwhile.
        for (const [name, compiled] of await this.#parts.needed()) await engine.add(name, compiled);
      }
    } catch (error) {
      this.#report(problemOf(error, 'load-failed', `the engine's part "${part}" could not be loaded`));
    }
    return this.#engine?.has(part) === true;
  }

  /** Lets the engine take something that she did, and stores what comes of it. */
  #take(perform: (engine: Engine) => Uint8Array, refused?: () => void): TrackOutcome {
    const engine = this.#engine;
    if (!engine || this.#error) return { accepted: false, reason: 'not-ready' };
    if (!this.#consent.state.purposes.includes('personalization')) {
      refused?.();
      this.#status = null;
      return { accepted: false, reason: 'no-consent' };
    }
    try {
      this.#tellPageView(engine, this.#now());
      const row = perform(engine);
      if (row.length === 0) return { accepted: false, reason: 'nothing-shown' };
      this.#consent.record(row);
      this.#changed('decisions');
      return { accepted: true };
    } catch (error) {
      const found = problemOf(error, 'invalid-argument', 'the event cannot be read');
      this.#status = null;
      if (found.code !== 'crashed') this.#report(found);
      return { accepted: false, reason: this.#error ? 'not-ready' : 'refused', error: found };
    }
  }

  /** Something she did with what a slot shows. Without consent the engine remembers it for this page view alone. */
  #act(slot: string, perform: (engine: EngineInstance, slot: number, now: number) => number): TrackOutcome {
    this.decide(slot); // what she acts on is what the slot shows now; an unknown slot is told
    const number = this.#decisions?.numberOf(slot) ?? -1;
    const act = (engine: Engine) => engine.act((instance) => perform(instance, number, this.#now()));
    if (number < 0) return { accepted: false, reason: 'nothing-shown' };
    return this.#take(act, () => {
      this.#ask(undefined, act);
      this.#changed('decisions');
    });
  }

  /** Brings decisions up to date. */
  #refresh(): void {
    const decisions = this.#decisions;
    const now = this.#now();
    if (now < this.#standUntil || !decisions) return;
    const timePassed = this.#standUntil > 0;
    this.#standUntil = Infinity;
    const level = this.#level();
    const update = (engine: Engine): boolean => {
      this.#tellPageView(engine, now);
      if (this.#site?.journeys.length && level !== 'contextual') {
        const steps = engine.act((instance) => instance.tick(now));
        if (steps.length > 0) this.#consent.record(steps);
      }
      const chosen = engine.decide(now, this.#site?.slots.length ?? 0);
      return decisions.update(chosen, engine.vocabulary.lists.roles, level, this.#language);
    };
    const changed = this.#ask(null, update) ?? decisions.clear(level);
    // After an event listeners know already; that an hour has come they can't.
    if (changed && timePassed) this.#changes.tell('decisions');
    this.#lookAhead();
  }

  /** Asks, once a task, how long decisions stand: within it no time passes that would matter. */
  #lookAhead(): void {
    if (this.#looksAhead) return;
    this.#looksAhead = true;
    queueMicrotask(() => {
      this.#looksAhead = false;
      if (this.#standUntil === 0 || this.#disposed) return; // they don't stand any more: whoever asks next looks ahead
      this.#standUntil = this.#ask(Infinity, (engine) => engine.nextChange());
      this.#alarm.set(this.#standUntil);
    });
  }

  #tellPageView(engine: Engine, now: number): void {
    this.#pageView.tell(engine, this.#language, this.#page, now);
  }

  #beginPageView(): void {
    this.#pageView.begin();
    this.#rows.clear();
    this.#changed('decisions', 'page');
  }

  #consented(purposes: readonly Purpose[]): void {
    // A profile that is there already keeps its content and its seed.
    this.#ask(undefined, (engine) => engine.setConsent(bitsOf(purposes), entropy()));
    this.#changed('decisions');
  }

  #forget(): void {
    this.#engine?.wipe();
    this.#engine = null;
    this.#decisions?.clear('contextual');
    this.#rows.clear();
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
        this.#ask(undefined, () => this.#model.load(engine));
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
}
