/**
 * Consent, and everything that follows from it: the profile is kept while it lasts and gone when it ends. Grants and erasures of
 * storage run one after the other; what a no demands of this page's memory happens before the call returns.
 */
import type { Engine } from './engine.js';
import { problem, problemOf } from './problem.js';
import type { Report } from './problem.js';
import { bitsOf, kConsentText, kDefaultPurposes, kPurposes, purposesOf } from './purposes.js';
import { isNewer } from './storage/database.js';
import { eraseEverySite, eraseStored } from './storage/erasure.js';
import type { Place } from './storage/place.js';
import { StoredProfile } from './storage/stored-profile.js';
import { type ConsentRecord, Vault, kErased } from './storage/vault.js';
import { Tabs, type Word } from './tabs.js';
import type { Change, ConsentControl, Erasure, NorenProblem, Purpose } from './types.js';

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

const kDay = 86_400_000;
/** More than these need not be told of one page. */
const kMaxNotes = 16;

export class Consent implements ConsentControl {
  readonly #host: ConsentHost;
  readonly #report: Report;
  /** Null where the site document could not be read: nothing is stored then, but may still have to be erased. */
  readonly #place: Place | null;
  readonly #tabs: Tabs | null;
  #answered = false;
  #purposes: readonly Purpose[] = [];
  #stored: StoredProfile | null = null;
  #storageProblem: NorenProblem | null = null;
  /** What befell storage since the page was loaded. */
  readonly #notes: NorenProblem[] = [];
  /** Of the yes in force. */
  #given: Pick<ConsentRecord, 'day' | 'text'> | null = null;
  /** Counts the noes: what was begun before one must not go on after it. */
  #generation = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(host: ConsentHost, place: Place | null) {
    this.#host = { ...host, report: (found) => this.#note(found) };
    this.#report = host.report;
    this.#place = place;
    this.#tabs = place && new Tabs(place.channel, (word) => this.#hear(word), () => this.#wake());
  }

  get state(): { readonly answered: boolean; readonly purposes: readonly Purpose[] } {
    return { answered: this.#answered, purposes: this.#purposes };
  }

  /** When the yes in force was given, and to which wording; null where there is none. */
  get given(): Pick<ConsentRecord, 'day' | 'text'> | null {
    return this.#given;
  }

  get notes(): readonly NorenProblem[] {
    return [...this.#notes];
  }

  get storage(): { readonly erasure: Erasure; readonly problem: NorenProblem | null } {
    return { erasure: this.#stored?.vault?.erasure ?? 'none', problem: this.#storageProblem };
  }

  /** Takes up a stored yes, if there is one. Creates nothing. */
  begin(): Promise<void> {
    return this.#next(() => this.#adopt());
  }

  grant(purposes: readonly Purpose[] = kDefaultPurposes): Promise<void> {
    const unknown = purposes.find((purpose) => !kPurposes.includes(purpose));
    if (unknown !== undefined) {
      this.#host.report(problem('invalid-argument', `"${unknown}" is not a purpose`, `purposes are ${kPurposes.join(', ')}`, 'consent.grant'));
    }
    if (!this.#place) return Promise.resolve();
    const known = purposes.filter((purpose) => kPurposes.includes(purpose));
    this.#answer(purposesOf(bitsOf(this.#purposes) | bitsOf(known)));
    const generation = this.#generation;
    return this.#next(() => this.#keep(generation));
  }

  deny(): Promise<void> {
    return this.withdraw();
  }

  async withdraw(): Promise<void> {
    await this.erase();
  }

  /** As {@link withdraw}; tells what it came to. Everything that this tab can do at once is done when the call returns. */
  async erase(): Promise<Erasure> {
    let achieved: Erasure = this.storage.erasure;
    this.#answered = true;
    const vault = this.#stored?.vault;
    this.#stored?.end();
    // The transaction begins in this task, so the rows go even if the page does.
    const cleared = vault?.clearNow().then(() => true, () => false);
    this.#forget();
    this.#tabs?.tell('withdrawn');
    await this.#next(async () => {
      const wasCleared = await cleared;
      vault?.close();
      try {
        await (this.#place ? eraseStored(this.#place) : eraseEverySite());
        this.#storageProblem = null; // a new yes begins with new storage
      } catch (error) {
        achieved = wasCleared ? 'logical' : 'none';
        this.#host.report(problemOf(error, 'storage-failed', 'what is stored could not be erased', "clear the site's data in the browser"));
      }
    });
    return achieved;
  }

  /** Stores an event that the engine has taken. */
  record(event: Uint8Array): void {
    this.#stored?.add(event);
  }

  /** Everything recorded so far is stored when it resolves. */
  async settle(): Promise<void> {
    await this.#queue;
    await this.#stored?.settle();
  }

  /** Ends listening and the connection. What is stored stays, and what waits is still written. */
  dispose(): void {
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

  #answer(purposes: readonly Purpose[], given = { day: Math.floor(this.#host.now() / kDay), text: kConsentText }): void {
    const before = this.state;
    this.#answered = true;
    this.#given = given;
    this.#purposes = purposes;
    if (bitsOf(before.purposes) !== bitsOf(purposes)) this.#host.consented(purposes);
    else if (before.answered) return;
    this.#host.changed('consent', 'status');
  }

  /** No profile any more, in this page's memory. */
  #forget(): void {
    ++this.#generation;
    this.#stored = null;
    const had = this.#purposes.length > 0;
    this.#purposes = [];
    this.#given = null;
    if (had) this.#host.forget();
    this.#host.changed('consent', 'status', 'decisions');
  }

  /** Another tab, or the browser, has erased what was stored. */
  #dropped(): void {
    if (this.#purposes.length === 0) return;
    this.#stored?.end()?.close();
    this.#forget();
  }

  #hear(word: Word): void {
    if (word === 'stored') this.#stored?.wake();
    else if (word === 'withdrawn') this.#dropped();
    else void this.#next(() => this.#adopt());
  }

  #wake(): void {
    if (this.#stored) this.#stored.wake();
    else void this.#next(() => this.#adopt());
  }

  #record(): ConsentRecord {
    return { purposes: this.#purposes, ...this.#given! };
  }

  #note(found: NorenProblem): void {
    if (this.#notes.length < kMaxNotes) this.#notes.push(found);
    this.#report(found);
  }

  /** Carries a yes to storage, where the yes is for storage. */
  async #keep(generation: number): Promise<void> {
    const place = this.#place;
    if (generation !== this.#generation || !place) return;
    if (!this.#purposes.includes('storage') || !this.#purposes.includes('personalization')) return;
    if (this.#storageProblem?.code === 'unsupported-version') return;
    const kept = this.#stored?.vault;
    if (kept) {
      if ((await kept.setConsent(this.#record())) === kErased) return this.#dropped();
      return this.#tabs?.tell('granted');
    }
    const engine = await this.#host.engine();
    if (!engine || generation !== this.#generation) return;
    const stored = this.#listenTo(engine);
    try {
      if (!globalThis.indexedDB || !globalThis.crypto?.subtle) throw new Error('it has no IndexedDB or no WebCrypto here');
      const vault = await Vault.create(place, { gone: () => this.#goneFor(stored) }, this.#record(), stored.firstSnapshot);
      if (generation !== this.#generation) return vault.close();
      await this.#join(vault);
      await stored.attach(vault);
    } catch (error) {
      this.#lost(stored, problemOf(error, 'storage-failed', 'the browser does not store', 'the profile is kept in memory only'));
      return;
    }
    this.#tabs?.tell('granted');
    this.#host.changed('status');
  }

  /** Where another tab's yes was first, both count. */
  async #join(vault: Vault): Promise<void> {
    const theirs = await vault.consent();
    if (theirs === kErased) return;
    const both = purposesOf(bitsOf(theirs.purposes) | bitsOf(this.#purposes));
    this.#answer(both);
    if (bitsOf(both) !== bitsOf(theirs.purposes)) await vault.setConsent(this.#record());
  }

  /** Takes up the stored yes of an earlier visit or of another tab. */
  async #adopt(): Promise<void> {
    const place = this.#place;
    if (!place || !globalThis.indexedDB || this.#storageProblem) return;
    const generation = this.#generation;
    const kept = this.#stored?.vault;
    if (kept) {
      const now = await kept.consent();
      if (now === kErased) this.#dropped();
      else if (generation === this.#generation) this.#answer(now.purposes, now);
      return;
    }
    let stored: StoredProfile | null = null;
    const vault = await this.#open(place, () => stored && this.#goneFor(stored));
    if (!vault) return;
    const consent = await vault.consent();
    const engine = await this.#host.engine();
    if (consent === kErased || !engine || generation !== this.#generation) return vault.close();
    this.#answer(consent.purposes, consent);
    stored = this.#listenTo(engine);
    await stored.attach(vault);
    this.#host.changed('status', 'decisions');
  }

  async #open(place: Place, gone: () => void): Promise<Vault | null> {
    try {
      return await Vault.open(place, { gone });
    } catch (error) {
      const found = isNewer(error)
        ? problem('unsupported-version', 'what is stored was written by a newer version of Noren', 'it is left as it is, nothing is lost; load the page again')
        : problemOf(error, 'storage-failed', 'the browser refuses its storage', 'the profile is kept in memory only');
      this.#host.report(found);
      if (found.code === 'corrupt') await eraseStored(place);
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

  #goneFor(stored: StoredProfile): void {
    if (this.#stored === stored && stored.vault) this.#dropped();
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
