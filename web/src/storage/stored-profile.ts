/**
 * Keeps the engine's profile and the vault in step: writes this tab's events, takes in those of others, compacts. One thing at a
 * time, in the background; what the page sees is never waited for.
 */
import { NorenError, fail, problem, problemOf } from '../problem.js';
import type { NorenProblem } from '../types.js';
import { isQuota } from './database.js';
import { type ProfileEngine, type Snapshot, Timeline } from './timeline.js';
import { type News, type Vault, kErased } from './vault.js';

/** A tail longer than this is folded into the snapshot. */
export const kMaxTail = 64;
/** Events that wait for a storage that doesn't answer. */
export const kMaxPending = 4096;

export interface StoredProfileEvents {
  /** Another tab's events changed the profile. */
  changed(): void;
  /** Something was written: other tabs want to know. */
  written(): void;
  /** The stored consent is gone: another tab took it back. */
  erased(): void;
  /** Storage no longer serves; the profile goes on in memory. Called once. */
  lost(problem: NorenProblem): void;
  report(problem: NorenProblem): void;
}

/** Other tabs may be first so often before a rewriting gives up. */
const kMaxTries = 50;

/** What is to happen to the whole profile, and who waits for it. */
interface Rewriting {
  readonly change: () => void;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
  tries: number;
}

export class StoredProfile {
  readonly #events: StoredProfileEvents;
  readonly #timeline: Timeline;
  #vault: Vault | null = null;
  #ended = false;
  #due = false;
  #work: Promise<void> = Promise.resolve();
  #guarding: Promise<void> = Promise.resolve();
  #working = false;
  #rewriting: Rewriting | null = null;

  /** Begins with the engine's profile as it is; {@link attach} follows. Errors: crashed. */
  constructor(engine: ProfileEngine, events: StoredProfileEvents) {
    this.#events = events;
    this.#timeline = new Timeline(engine, events.report);
  }

  get vault(): Vault | null {
    return this.#vault;
  }

  /** The profile at the beginning, for {@link Vault.create}. */
  get firstSnapshot(): Uint8Array {
    return this.#timeline.base.bytes;
  }

  /** Takes an event that the engine has applied already, and stores it. */
  add(event: Uint8Array): void {
    if (this.#ended) return;
    this.#timeline.add(event);
    if (this.#timeline.pending.length > kMaxPending) {
      return this.#lose(problem('storage-failed', `the browser has not stored the last ${kMaxPending} events`, 'the profile goes on in memory'));
    }
    this.wake();
  }

  /**
   * Lets `change` alter the engine's profile as a whole: after all events so far and before the next, the same for all tabs. When it
   * resolves, the altered profile has replaced everything stored before it, events included. Only with a vault, one at a time.
   * Errors: what `change` says; storage-failed. Nothing is changed then.
   */
  rewrite(change: () => void): Promise<void> {
    return new Promise((done, failed) => {
      this.#rewriting = { change, done, failed, tries: 0 };
      if (this.#ended) return this.#giveUp();
      this.wake();
    });
  }

  /** Looks what is new, and writes what waits. */
  wake(): void {
    this.#due = true;
    if (!this.#vault || this.#working || this.#ended) return;
    this.#working = true;
    this.#work = this.#run();
  }

  /** Everything added so far is stored, or storage is lost, when it resolves. */
  async settle(): Promise<void> {
    await this.#work;
    await this.#guarding;
  }

  /** From here on, what the vault holds is the profile; events added meanwhile come after it. */
  async attach(vault: Vault): Promise<void> {
    if (this.#ended) return vault.close();
    this.#vault = vault;
    this.#working = true;
    this.#work = this.#run();
    // Nobody waits for that: what the page shows does not depend on it.
    this.#guarding = this.#work.then(() => vault.guard());
    return this.#work;
  }

  /** Overwrites what it holds in memory. The vault is left as it is, and returned for whoever must erase it. */
  end(): Vault | null {
    this.#ended = true;
    this.#giveUp();
    this.#timeline.wipe();
    return this.#vault;
  }

  async #run(): Promise<void> {
    const vault = this.#vault as Vault;
    try {
      do {
        this.#due = false;
        if (!(await this.#exchange(vault))) return;
      } while (this.#due && !this.#ended);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#working = false;
    }
  }

  /** False when there is nothing to go on with. */
  async #exchange(vault: Vault): Promise<boolean> {
    // The first look only reads: where the stored profile can't be used, nothing is added to it.
    const batch = this.#timeline.seen < 0 ? [] : [...this.#timeline.pending];
    const news = await vault.exchange(batch, this.#timeline.seen);
    if (this.#ended) return false;
    if (news === kErased) {
      this.#events.erased();
      return false;
    }
    if (news.own.length > 0) this.#events.written();
    await this.#take(vault, news);
    if (this.#rewriting && !this.#ended) await this.#rewrite(vault, this.#rewriting);
    // The first look writes nothing, and where another tab was quicker, what it wrote comes first.
    if (this.#timeline.pending.length > 0) this.#due = true;
    if (this.#timeline.tailLength > kMaxTail && !this.#ended) await this.#compact(vault);
    return !this.#ended;
  }

  async #rewrite(vault: Vault, rewriting: Rewriting): Promise<void> {
    this.#due = true; // to look again where it does not come to anything now, and what happened meanwhile
    if (this.#timeline.pending.length > 0) return;
    if (++rewriting.tries > kMaxTries) return this.#giveUp();
    const from = this.#timeline.base.through;
    let snapshot: Snapshot;
    try {
      snapshot = this.#timeline.rewritten(rewriting.change);
    } catch (error) {
      this.#rewriting = null;
      return rewriting.failed(error);
    }
    const done = await vault.compact(from, snapshot.through, snapshot.bytes);
    if (this.#ended) return;
    if (done === kErased) return this.#events.erased();
    if (done) {
      this.#timeline.compacted(snapshot);
      this.#rewriting = null;
      this.#events.written();
      return rewriting.done();
    }
    // Another tab was first: what it has done comes before.
    this.#timeline.rebuild();
    const news = await vault.exchange([], this.#timeline.seen, true);
    if (this.#ended) return;
    if (news === kErased) return this.#events.erased();
    await this.#take(vault, news);
  }

  #giveUp(): void {
    const rewriting = this.#rewriting;
    this.#rewriting = null;
    rewriting?.failed(fail('storage-failed', 'the browser does not store that', 'nothing was changed; try again'));
  }

  async #take(vault: Vault, news: News): Promise<void> {
    try {
      if (this.#timeline.take(news)) this.#events.changed();
    } catch (error) {
      if (!(error instanceof NorenError) || error.problem.code !== 'corrupt') throw error;
      await this.#startAnew(vault, news, error.problem);
    }
  }

  /** A snapshot that can't be read: a fresh profile takes its place. */
  async #startAnew(vault: Vault, news: News, cause: NorenProblem): Promise<void> {
    this.#events.report(cause);
    await this.#replace(vault, news.snapshot?.through ?? 0, this.#timeline.startAnew());
    this.#events.changed();
  }

  async #compact(vault: Vault): Promise<void> {
    if (this.#timeline.pending.length > 0) return; // the next round does it
    await this.#replace(vault, this.#timeline.base.through, this.#timeline.settled());
  }

  async #replace(vault: Vault, from: number, snapshot: Snapshot): Promise<void> {
    const done = await vault.compact(from, snapshot.through, snapshot.bytes);
    if (this.#ended) return;
    if (done === kErased) return this.#events.erased();
    if (done) return this.#timeline.compacted(snapshot);
    // Another tab was first: take its snapshot.
    const news = await vault.exchange([], this.#timeline.seen, true);
    if (this.#ended) return;
    if (news === kErased) return this.#events.erased();
    await this.#take(vault, news);
  }

  #failed(error: unknown): void {
    if (this.#ended) return;
    if (error instanceof NorenError && error.problem.code === 'crashed') return; // told by the engine itself
    const hint = isQuota(error) ? 'the device has no room left; the profile goes on in memory' : 'the profile goes on in memory';
    this.#lose(problemOf(error, 'storage-failed', 'the browser does not store', hint));
  }

  #lose(cause: NorenProblem): void {
    this.#ended = true;
    this.#giveUp();
    this.#vault?.close();
    this.#events.lost(cause);
  }
}
