/**
 * The profile as one order of events: a base snapshot, the stored events after it, and this tab's own that are not stored yet.
 * The engine shows the profile with all of them. Where another tab's event turns out to come before one that is applied already,
 * the engine is taken back to the base and everything is applied again, so all tabs end with the same profile.
 */
import { NorenError, fail } from '../problem.js';
import type { NorenProblem } from '../types.js';
import type { News } from './vault.js';

/** What the timeline needs of an engine. All of it throws NorenError: corrupt, unsupported-version, crashed. */
export interface ProfileEngine {
  snapshot(): Uint8Array;
  restore(snapshot: Uint8Array): void;
  apply(event: Uint8Array): void;
}

/** A profile that holds all stored events up to `through`. */
export interface Snapshot {
  readonly through: number;
  readonly bytes: Uint8Array;
}

interface Stored {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Further than the events that another tab may add in the same moment. */
const kLeap = 1000;

const readable = ({ snapshot }: News): Snapshot | null =>
  snapshot?.bytes ? { through: snapshot.through, bytes: snapshot.bytes } : null;

export class Timeline {
  readonly #engine: ProfileEngine;
  readonly #report: (problem: NorenProblem) => void;
  #base: Snapshot;
  #tail: Stored[] = [];
  #pending: Uint8Array[] = [];
  #seen = -1;

  /** Begins with the engine's profile as it is. Errors: crashed. */
  constructor(engine: ProfileEngine, report: (problem: NorenProblem) => void) {
    this.#engine = engine;
    this.#report = report;
    this.#base = { through: 0, bytes: engine.snapshot() };
  }

  /** The snapshot that everything else comes after. */
  get base(): Snapshot {
    return this.#base;
  }
  /** The latest sequence it knows of. */
  get seen(): number {
    return this.#seen;
  }
  get tailLength(): number {
    return this.#tail.length;
  }
  /** This tab's events that are not stored yet, in order. */
  get pending(): readonly Uint8Array[] {
    return this.#pending;
  }

  /** Takes an event that the engine has applied already. */
  add(event: Uint8Array): void {
    this.#pending.push(event);
  }

  /**
   * Takes what the vault said; the first `news.own.length` pending events are stored now. Returns whether the profile changed.
   * Errors: corrupt and unsupported-version for the snapshot; then only `seen` has moved on, and the profile is as before.
   */
  take(news: News): boolean {
    const own = this.#pending.slice(0, news.own.length).map((bytes, index) => ({ sequence: news.own[index] as number, bytes }));
    const foreign = news.foreign.filter((event): event is Stored => event.bytes !== null);
    if (foreign.length < news.foreign.length) this.#reportLost(news.foreign.length - foreign.length);
    const newest = Math.max(this.#seen, news.own.at(-1) ?? -1, news.foreign.at(-1)?.sequence ?? -1, news.snapshot?.through ?? -1);

    const snapshot = readable(news);
    const replaced = snapshot !== null && snapshot.through > this.#seen;
    this.#seen = newest;
    if (news.snapshot && !snapshot) throw fail('corrupt', 'the stored profile cannot be decrypted', 'a fresh profile takes its place');
    if (replaced) this.#engine.restore(snapshot.bytes);
    const late = this.#pending.length > 0;
    this.#pending.splice(0, own.length);
    if (snapshot) this.compacted(snapshot);
    this.#tail.push(...foreign, ...own);

    if (replaced || (foreign.length > 0 && late)) {
      this.rebuild();
      return true;
    }
    for (const { bytes } of foreign) this.#apply(bytes);
    return foreign.length > 0;
  }

  /** Takes the engine back to the base and applies everything again. Errors: what restore() says. */
  rebuild(): void {
    this.#engine.restore(this.#base.bytes);
    for (const { bytes } of this.#tail) this.#apply(bytes);
    for (const bytes of this.#pending) this.#apply(bytes);
  }

  /**
   * The profile after all stored events and nothing else: what a compaction stores. It takes a number of its own in the order, so that
   * no two snapshots have the same, and tabs that know all events so far take it nevertheless. Only without pending events.
   */
  settled(): Snapshot {
    this.rebuild();
    return { through: this.#seen + 1, bytes: this.#engine.snapshot() };
  }

  /**
   * The settled profile after `change`. Only without pending events. Errors: what `change` says; the profile is then as before.
   */
  rewritten(change: () => void): Snapshot {
    const { through } = this.settled();
    change();
    return { through, bytes: this.#engine.snapshot() };
  }

  /** The stored snapshot is this one now; its events are no longer needed here. */
  compacted(snapshot: Snapshot): void {
    if (this.#base.bytes !== snapshot.bytes) this.#base.bytes.fill(0);
    this.#base = snapshot;
    this.#seen = Math.max(this.#seen, snapshot.through);
    this.#tail = this.#tail.filter(({ sequence, bytes }) => sequence > snapshot.through || void bytes.fill(0));
  }

  /**
   * The profile as the engine has it now, this tab's events included, which takes the place of a snapshot that can't be read: so far
   * on in the order that no other tab's event comes after it.
   */
  startAnew(): Snapshot {
    this.#tail = [];
    this.#pending = [];
    return { through: this.#seen + kLeap, bytes: this.#engine.snapshot() };
  }

  /** Overwrites what it holds. */
  wipe(): void {
    this.#base.bytes.fill(0);
    for (const { bytes } of this.#tail) bytes.fill(0);
    for (const bytes of this.#pending) bytes.fill(0);
    this.#tail = [];
    this.#pending = [];
  }

  /** One bad event is left out, by every tab alike; an event of a newer Noren is not for us to leave out. */
  #apply(event: Uint8Array): void {
    try {
      this.#engine.apply(event);
    } catch (error) {
      if (!(error instanceof NorenError) || error.problem.code !== 'corrupt') throw error;
      this.#reportLost(1);
    }
  }

  #reportLost(count: number): void {
    this.#report({ code: 'corrupt', path: '', message: `${count} stored event(s) cannot be read and are left out`, hint: '' });
  }
}
