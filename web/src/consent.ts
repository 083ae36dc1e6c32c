/**
 * Consent, and everything that follows from it: the profile is kept while it lasts and gone when it ends. Grants and erasures of
 * storage run one after the other; what a no demands of this page's memory happens before the call returns.
 *
 * A later no wins over an earlier yes wherever that yes has got to: still on its way to storage, or in another tab.
 */
import type { ConsentChoice, ConsentSource } from './consent-sources/source.js';
import { type Decision, Voices, readTold } from './consent-voices.js';
import type { Engine } from './engine.js';
import { problem, problemOf } from './problem.js';
import type { Report } from './problem.js';
import { bitsOf, kDefaultPurposes, kPurposes, purposesOf } from './purposes.js';
import { closeEpoch } from './reporting/ledger-store.js';
import { type Watch, isNewer } from './storage/database.js';
import { eraseEverySite, eraseStored } from './storage/erasure.js';
import { type Place, kDay } from './storage/place.js';
import { StoredProfile } from './storage/stored-profile.js';
import { type ConsentRecord, Vault, kErased } from './storage/vault.js';
import { Tabs, type Word } from './tabs.js';
import type { Change, ConsentControl, ConsentState, Erasure, NorenProblem, Purpose } from './types.js';

/** What consent needs of the rest. */
export interface ConsentHost {
  readonly report: Report;
  readonly now: () => number;
  /** The engine, also while a fresh one is being made; null where there will be none. */
  engine(): Promise<Engine | null>;
  /** The purposes are others now: tell the engine. */
  consented(purposes: readonly Purpose[]): void;
  /** Wipe the engine, now, and begin with a fresh one. */
  forget(): void;
  changed(...changes: readonly Change[]): void;
}

/** More than these need not be told of one page. */
const kMaxNotes = 16;
/** Who was refused is not asked again for six months, where the day of the no is known. */
const kAskAgainAfter = 183;
/** The page itself, as a source of consent. */
const kManual = 'manual';
/** Storage and personalization, without which no profile is kept. */
const kKept = 3;
const kMeasurement = 4;
const kNo: Decision = { yes: 0, no: kKept | kMeasurement };

/** True where the browser says that its visitor wants no sale and no sharing; also where it can't be asked. */
const hasGlobalPrivacyControl = (): boolean => {
  try {
    return !!(globalThis.navigator as { readonly globalPrivacyControl?: unknown } | undefined)?.globalPrivacyControl;
  } catch {
    return true;
  }
};

/** What a page says about consent when it starts Noren. */
export interface ConsentOptions {
  readonly sources: readonly ConsentSource[];
  /** Global Privacy Control allows no profile either. */
  readonly strict: boolean;
  /** Version of the wording by which consent is asked for. */
  readonly text: number;
}

export class Consent implements ConsentControl {
  readonly #host: ConsentHost;
  readonly #report: Report;
  /** Null where the site document could not be read: nothing is stored then, but may still have to be erased. */
  readonly #place: Place | null;
  readonly #tabs: Tabs | null;
  readonly #options: ConsentOptions;
  readonly #voices = new Voices();
  readonly #sources = new Map<string, ConsentSource>();
  /** Her browser has refused for her, and whatever is stored goes. */
  readonly #isRefused: boolean;
  /** What there is while there is no decision. */
  #undecided: 'unknown' | 'pending' | 'error' = 'unknown';
  /** The yes or no in force, whoever told it. */
  #decision: Omit<ConsentRecord, 'purposes'> | null = null;
  #granted = 0;
  #stored: StoredProfile | null = null;
  /** The yes as it is stored, as far as this tab knows. */
  #kept: ConsentRecord | null = null;
  #storageProblem: NorenProblem | null = null;
  /** What befell storage since the page was loaded. */
  readonly #notes: NorenProblem[] = [];
  /** Counts what ends a profile: what was begun before must not go on after it. */
  #generation = 0;
  /** Counts the noes among that: what was being stored meanwhile goes. */
  #noes = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(host: ConsentHost, place: Place | null, options: ConsentOptions) {
    this.#host = { ...host, report: (found) => this.#note(found) };
    this.#report = host.report;
    this.#place = place;
    this.#options = options;
    this.#tabs = place && new Tabs(place.channel, (word) => this.#hear(word), () => this.#wake());
    const isControlled = hasGlobalPrivacyControl();
    this.#isRefused = isControlled && options.strict;
    if (isControlled) this.#voices.say('gpc', options.strict ? kNo : { yes: 0, no: kMeasurement }, true);
    if (this.#isRefused) this.#decided('gpc');
  }

  get state(): ConsentState {
    const { source = null, day = null } = this.#decision ?? {};
    const phase = this.#granted ? 'granted' : this.#decision ? 'denied' : this.#undecided;
    return {
      phase,
      answered: phase === 'granted' || (day !== null && this.#today - day < kAskAgainAfter),
      purposes: purposesOf(this.#granted),
      source,
      day,
      textVersion: this.#options.text,
    };
  }

  /** Who told the yes in force, when, and to which wording; null where there is none. */
  get given(): Omit<ConsentRecord, 'purposes'> | null {
    return this.#granted ? this.#decision : null;
  }

  get notes(): readonly NorenProblem[] {
    return [...this.#notes];
  }

  get storage(): { readonly erasure: Erasure; readonly isGuarded: boolean; readonly problem: NorenProblem | null } {
    const { erasure = 'none', isGuarded = true } = this.#stored?.vault ?? {};
    return { erasure, isGuarded, problem: this.#storageProblem };
  }

  /** Asks the page's consent tools, then takes up a stored yes, if there is one. Creates nothing. */
  begin(): Promise<void> {
    for (const source of this.#options.sources) this.use(source);
    return this.#next(() => this.#adopt());
  }

  use(source: ConsentSource): () => void {
    const { name } = source;
    const isUsed = () => this.#sources.get(name) === source;
    this.#sources.get(name)?.stop();
    this.#sources.set(name, source);
    try {
      source.start((told) => isUsed() && this.#hearSource(name, told));
    } catch (error) {
      this.#host.report(problemOf(error, 'invalid-argument', `the consent source "${name}" does not start`));
      this.#hearSource(name, 'error');
    }
    return () => {
      if (isUsed() && this.#sources.delete(name)) source.stop();
    };
  }

  grant(purposes: readonly Purpose[] = kDefaultPurposes): Promise<void> {
    const unknown = purposes.find((purpose) => !kPurposes.includes(purpose));
    if (unknown !== undefined) {
      this.#host.report(problem('invalid-argument', `"${unknown}" is not a purpose`, `purposes are ${kPurposes.join(', ')}`, 'consent.grant'));
    }
    return this.choose(Object.fromEntries(purposes.map((purpose) => [purpose, true])));
  }

  async choose(choice: ConsentChoice): Promise<void> {
    const told = readTold({ purposes: choice });
    if (typeof told !== 'string') await this.#decide(kManual, told);
  }

  deny(): Promise<void> {
    return this.withdraw();
  }

  async withdraw(): Promise<void> {
    await this.erase();
  }

  /** As {@link withdraw}; tells what it came to. Everything that this tab can do at once is done when the call returns. */
  erase(): Promise<Erasure> {
    return this.#decide(kManual, kNo);
  }

  /** Stores an event that the engine has taken. */
  record(event: Uint8Array): void {
    this.#stored?.add(event);
  }

  /**
   * Lets `change` alter the engine's profile as a whole, in all tabs alike; what is stored is that and nothing older when it resolves.
   * Errors: what `change` says; storage-failed.
   */
  async rewrite(change: () => void): Promise<void> {
    let failure: { readonly error: unknown } | null = null;
    await this.#next(async () => {
      try {
        await (this.#stored?.vault ? this.#stored.rewrite(change) : change());
      } catch (error) {
        failure = { error };
      }
    });
    if (failure) throw (failure as { readonly error: unknown }).error;
  }

  /** Everything recorded so far is stored when it resolves. */
  async settle(): Promise<void> {
    await this.#queue;
    await this.#stored?.settle();
  }

  /** Ends listening and the connection. What is stored stays, and what waits is still written. */
  dispose(): void {
    for (const source of this.#sources.values()) source.stop();
    this.#sources.clear();
    this.#tabs?.deafen();
    const stored = this.#stored;
    this.#stored = null;
    ++this.#generation;
    void Promise.resolve(stored?.settle()).finally(() => {
      stored?.end()?.close();
      this.#tabs?.close();
    });
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step).catch((error: unknown) => {
      this.#host.report(problemOf(error, 'storage-failed', 'consent could not be carried out'));
    });
    return this.#queue;
  }

  get #today(): number {
    return Math.floor(this.#host.now() / kDay);
  }

  get #isKept(): boolean {
    return (this.#granted & kKept) === kKept;
  }

  #hearSource(source: string, heard: unknown): void {
    const told = readTold(heard);
    if (typeof told !== 'string') return void this.#decide(source, told);
    if (told === 'error') {
      this.#voices.forget(source);
      this.#fallBack();
    } else if (this.#voices.has(source)) {
      return;
    }
    this.#undecided = told;
    this.#host.changed('consent', 'status');
  }

  #decided(source: string, day = this.#today, text = this.#options.text): void {
    this.#decision = { source, day: Math.min(day, this.#today), text };
  }

  /** Carries out what follows from a decision, where it is new. */
  async #decide(source: string, decision: Decision): Promise<Erasure> {
    const isManual = source === kManual;
    if (!this.#voices.say(source, decision, isManual)) return 'none';
    this.#decided(source, decision.day);
    // Where the site is not known, there is nothing to personalize, but there may be something to erase.
    const granted = this.#place ? this.#voices.granted : 0;
    const had = this.#granted;
    if (decision.no & kKept) {
      if (isManual || had) this.#tabs?.tell('withdrawn');
      return this.#erase(granted);
    }
    if (!this.#place) return 'none';
    if (had & ~granted) this.#tabs?.tell('unmeasured');
    this.#answer(granted);
    await this.#store();
    return 'none';
  }

  /** A no to what a profile needs. What is left goes on with an empty one, in memory. */
  async #erase(left: number): Promise<Erasure> {
    let achieved: Erasure = this.storage.erasure;
    ++this.#noes;
    const vault = this.#stored?.vault;
    this.#stored?.end();
    // It begins in this task, so what is stored goes even if the page does.
    const cleared = vault?.eraseNow();
    this.#forget(left);
    await this.#next(async () => {
      const isCleared = await cleared;
      try {
        const rest = this.#place ? await eraseStored(this.#place) : await eraseEverySite();
        if (!vault) achieved = rest;
        this.#storageProblem = null; // a new yes begins with new storage
      } catch (error) {
        achieved = isCleared ? 'logical' : 'none';
        this.#host.report(problemOf(error, 'storage-failed', 'what is stored could not be erased', "clear the site's data in the browser"));
      }
      if (this.#place) await closeEpoch(this.#place.site, this.#host.now());
    });
    return achieved;
  }

  #answer(granted: number): void {
    if (this.#granted !== granted) {
      this.#granted = granted;
      this.#host.consented(purposesOf(granted));
    }
    this.#host.changed('consent', 'status');
  }

  /** No profile any more, in this page's memory. */
  #forget(left = 0): void {
    ++this.#generation;
    this.#stored = null;
    this.#kept = null;
    const had = this.#granted;
    this.#granted = left;
    if (had) this.#host.forget();
    else if (left) this.#host.consented(purposesOf(left));
    this.#host.changed('consent', 'status', 'decisions');
  }

  /**
   * Another tab, or the browser, has erased what was stored. With `told` it said so itself, and its erasure may have come before this
   * tab's storage was made: what is still there goes, too.
   */
  #dropped(told = false): void {
    ++this.#noes;
    if (!this.#granted) return;
    this.#voices.void(kNo.no);
    const vault = this.#stored?.end();
    this.#forget();
    if (vault) void (told ? this.#next(() => this.#discard(vault)) : vault.close());
  }

  /** A source that granted is no longer to be relied on. Nothing of her is used any more; nothing is erased. */
  #fallBack(): void {
    const { granted } = this.#voices;
    if (!(this.#granted & ~granted)) return;
    if (!granted) this.#decision = null;
    this.#stored?.end()?.close();
    this.#forget(granted);
    void this.#store();
  }

  async #discard(vault: Vault): Promise<void> {
    const isErased = (await vault.consent()) === kErased;
    vault.close();
    if (!isErased && this.#place) await eraseStored(this.#place);
  }

  #hear(word: Word): void {
    if (word === 'stored') return this.#stored?.wake();
    if (word === 'withdrawn') return this.#dropped(true);
    if (word === 'granted') return void this.#next(() => this.#adopt());
    this.#voices.void(kMeasurement);
    this.#answer(this.#voices.granted);
    void this.#store();
  }

  #wake(): void {
    if (this.#stored) this.#stored.wake();
    else void this.#next(() => this.#adopt());
  }

  #record(): ConsentRecord {
    return { ...this.#decision!, purposes: purposesOf(this.#granted) };
  }

  #note(found: NorenProblem): void {
    if (this.#notes.length < kMaxNotes) this.#notes.push(found);
    this.#report(found);
  }

  #store(): Promise<void> {
    const [generation, noes] = [this.#generation, this.#noes];
    return this.#next(() => this.#keep(generation, noes));
  }

  /** Carries a yes to storage, where the yes is for storage. */
  async #keep(generation: number, noes: number): Promise<void> {
    const place = this.#place;
    if (generation !== this.#generation || !place || !this.#isKept) return;
    if (this.#storageProblem?.code === 'unsupported-version') return;
    const kept = this.#stored?.vault;
    if (kept) return this.#write(kept);
    const engine = await this.#host.engine();
    if (!engine || generation !== this.#generation) return;
    const stored = this.#listenTo(engine);
    try {
      if (!globalThis.indexedDB || !globalThis.crypto?.subtle) throw new Error('it has no IndexedDB or no WebCrypto here');
      const vault = await Vault.create(place, this.#watch(() => stored), this.#record(), stored.firstSnapshot);
      // A no came meanwhile, here or in another tab, whose erasure may have found nothing yet.
      if (generation !== this.#generation) return await (noes === this.#noes ? vault.close() : this.#discard(vault));
      await this.#join(vault);
      await stored.attach(vault);
    } catch (error) {
      this.#lost(stored, problemOf(error, 'storage-failed', 'the browser does not store', 'the profile is kept in memory only'));
      return;
    }
    this.#tabs?.tell('granted');
    this.#host.changed('status');
  }

  /** Stores the yes as it is now, unless it is stored so already. */
  async #write(vault: Vault): Promise<void> {
    const record = this.#record();
    const kept = this.#kept;
    if (kept && bitsOf(kept.purposes) === this.#granted && kept.text === record.text) {
      this.#decision = kept; // the day of the first yes stands
      return;
    }
    if ((await vault.setConsent(record)) === kErased) return this.#dropped();
    this.#kept = record;
    this.#tabs?.tell('granted');
  }

  /** Where another tab's yes was first, or an earlier visit's, both count. */
  async #join(vault: Vault): Promise<void> {
    const theirs = await vault.consent();
    if (theirs === kErased) return;
    if (theirs.text >= this.#options.text) {
      this.#kept = theirs;
      this.#voices.complete(theirs.source, bitsOf(theirs.purposes));
      this.#answer(this.#voices.granted);
    }
    await this.#write(vault);
  }

  /** False where that yes does not count, or not yet. */
  #take(record: ConsentRecord): boolean {
    const { source, day, text, purposes } = record;
    // One to an older wording is none; one that a tool told waits for that tool.
    if (text < this.#options.text || (this.#sources.has(source) && !this.#voices.has(source))) return false;
    this.#kept = record;
    this.#voices.replace(source, bitsOf(purposes));
    this.#decided(source, day, text);
    this.#answer(this.#voices.granted);
    return this.#isKept;
  }

  /** Takes up the stored yes of an earlier visit or of another tab. */
  async #adopt(): Promise<void> {
    const place = this.#place;
    if (!place || !globalThis.indexedDB || this.#storageProblem) return;
    if (this.#isRefused) return void (await eraseStored(place));
    const generation = this.#generation;
    const kept = this.#stored?.vault;
    if (kept) {
      const now = await kept.consent();
      if (now === kErased) this.#dropped();
      else if (generation === this.#generation) this.#take(now);
      return;
    }
    let stored: StoredProfile | null = null;
    const vault = await this.#open(place, this.#watch(() => stored));
    if (!vault) return;
    const consent = await vault.consent();
    const engine = await this.#host.engine();
    if (consent === kErased || !engine || generation !== this.#generation || !this.#take(consent)) return vault.close();
    stored = this.#listenTo(engine);
    await stored.attach(vault);
    // Of a clock that was wrong: else such a yes would never lapse.
    if (consent.day > this.#today) await vault.setConsent({ ...consent, day: this.#today });
    this.#host.changed('status', 'decisions');
  }

  #watch(stored: () => StoredProfile | null): Watch {
    return { gone: () => this.#goneFor(stored()), today: () => this.#today };
  }

  async #open(place: Place, watch: Watch): Promise<Vault | null> {
    try {
      return await Vault.open(place, watch);
    } catch (error) {
      const found = isNewer(error)
        ? problem('unsupported-version', 'what is stored was written by a newer version of Noren', 'it is left as it is, nothing is lost; load the page again')
        : problemOf(error, 'storage-failed', 'the browser refuses its storage', 'the profile is kept in memory only');
      // That it grew too old is no trouble.
      if (found.code === 'expired') this.#notes.push(found);
      else this.#host.report(found);
      if (['corrupt', 'rolled-back', 'expired'].includes(found.code)) await eraseStored(place);
      else this.#storageProblem = found;
      return null;
    }
  }

  #listenTo(engine: Engine): StoredProfile {
    this.#storageProblem = null;
    const stored: StoredProfile = new StoredProfile(engine, {
      changed: () => this.#host.changed('decisions'),
      written: () => this.#tabs?.tell('stored'),
      erased: () => {
        if (this.#stored !== stored) return;
        this.#dropped();
        void this.#next(() => this.#adopt());
      },
      lost: (cause) => this.#lost(stored, cause),
      report: this.#host.report,
    });
    this.#stored = stored;
    return stored;
  }

  #goneFor(stored: StoredProfile | null): void {
    if (this.#stored === stored && stored?.vault) this.#dropped();
  }

  /** The profile goes on in memory. */
  #lost(stored: StoredProfile, cause: NorenProblem): void {
    if (this.#stored !== stored) return;
    this.#stored = null;
    stored.end()?.close();
    this.#storageProblem = cause;
    this.#host.report(cause);
    this.#host.changed('status');
  }
}
