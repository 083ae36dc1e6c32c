/**
 * What is kept on the device after a yes: the consent, a snapshot of the profile, and a tail of events in the one order that all
 * tabs share. Everything is ciphertext, bound to its place: format, origin, site, kind, epoch, sequence or revision, and day.
 *
 * Each yes begins an epoch. Every transaction that writes also reads the consent row and stops if it is gone or of another epoch,
 * so that no tab, however late, brings back what was erased.
 */
import { fail } from '../problem.js';
import type { Erasure } from '../types.js';
import { Cipher, createWrappedKey, createWrappingKey } from './cipher.js';
import { type ConsentRow, type EventRow, type SnapshotRow, type Watch, asked, begin, clear, openExisting, openOrCreate } from './database.js';
import { eraseGround, eraseStored, erasureOn } from './erasure.js';
import { eraseFiles, readFiles, writeFile } from './files.js';
import { type Ground, bucketGround, bucketsOf, isBucketThere, openGround } from './ground.js';
import { type Mark, readMark, writeMark } from './guard.js';
import { type Place, ifUnlocked, kConsentDays, withLock } from './place.js';
import { type ConsentRecord, decodeConsent, encodeConsent, kindOf, lastOf, randomName, readAll } from './rows.js';

export type { ConsentRecord };

export interface StoredEvent {
  readonly sequence: number;
  /** Null where the row can't be read. */
  readonly bytes: Uint8Array | null;
}

export interface StoredSnapshot {
  /** It holds all events up to this one. */
  readonly through: number;
  /** Null where the row can't be read. */
  readonly bytes: Uint8Array | null;
}

/** What a tab learns when it looks. */
export interface News {
  /** Only where it is newer than what the tab has seen, or was asked for. */
  readonly snapshot: StoredSnapshot | null;
  /** Events of other tabs, in order. */
  readonly foreign: readonly StoredEvent[];
  /** The sequence of each event that was written now; all after the foreign ones. */
  readonly own: readonly number[];
}

/** The stored consent is gone or another one. */
export const kErased = 'erased';
export type Erased = typeof kErased;

/** Where sequences and revisions begin: not at zero, which a flipped sign would leave what it is. */
const kFirst = 1;

const cannotBeRead = (error?: unknown) =>
  fail('corrupt', 'the stored consent and profile cannot be decrypted', 'they are erased, and the visitor is asked again', '', error);

export class Vault {
  readonly epoch: string;
  readonly erasure: Erasure;
  /** Older rows that somebody puts back are found out. */
  readonly isGuarded: boolean;
  readonly #place: Place;
  readonly #ground: Ground;
  readonly #watch: Watch;
  readonly #cipher: Cipher;
  #database: IDBDatabase;
  #marked: number;
  #isClosed = false;

  private constructor(place: Place, ground: Ground, watch: Watch, database: IDBDatabase, cipher: Cipher, epoch: string, mark: Mark | null) {
    this.#place = place;
    this.#ground = ground;
    this.#watch = watch;
    this.#database = database;
    this.#cipher = cipher;
    this.epoch = epoch;
    this.isGuarded = mark !== null;
    this.#marked = mark ? mark.sequence + mark.revision : 0;
    this.erasure = erasureOn(ground, this.isGuarded);
  }

  /**
   * Opens what an earlier yes left; null where there is none. Where the browser has buckets now, and had none then, it moves into one.
   * Errors: corrupt where it can't be decrypted, rolled-back, expired; what IndexedDB throws (VersionError: a newer Noren wrote it).
   */
  static async open(place: Place, watch: Watch): Promise<Vault | null> {
    const outside = openGround();
    // What lies outside counts where both are found: it was not moved to the end.
    const vault = outside ? await Vault.#openOn(place, outside, watch) : null;
    if (vault && bucketsOf()) return vault.#move();
    if (vault) return vault;
    const bucket = await bucketGround(place, false);
    return bucket ? Vault.#openOn(place, bucket, watch) : null;
  }

  static async #openOn(place: Place, ground: Ground, watch: Watch): Promise<Vault | null> {
    const database = await openExisting(ground, place.database, watch);
    if (database) {
      let vault: Vault | null = null;
      try {
        vault = await Vault.#unlock(place, ground, watch, database);
      } finally {
        if (!vault) database.close();
      }
      if (vault) return vault;
    } else if (!ground.isBucket) return null;
    // Rests of a yes or a no that was cut short. Nobody may be at it: a yes holds this lock.
    await ifUnlocked(place.lock, async () => {
      const again = await openExisting(ground, place.database, watch);
      const consent = again && (await readAll(again)).consent;
      again?.close();
      if (!consent) await eraseGround(place, ground);
    });
    return null;
  }

  /**
   * Keeps a first snapshot under a yes; joins the stored yes of another tab where there is one. It is trusted only after it has
   * been read back and decrypted. Errors: what IndexedDB and WebCrypto throw; nothing is left behind then.
   */
  static async create(place: Place, watch: Watch, consent: ConsentRecord, snapshot: Uint8Array): Promise<Vault> {
    // What can't be read was lost before, and is overwritten.
    const stored = await Vault.open(place, watch).catch(() => null);
    if (stored) return stored;
    return withLock(place.lock, async () => {
      const ground = (await bucketGround(place, true)) ?? (openGround() as Ground);
      return Vault.#make(place, ground, watch, consent, snapshot, []);
    });
  }

  /** Errors: as create(). */
  static async #make(place: Place, ground: Ground, watch: Watch, consent: ConsentRecord, snapshot: Uint8Array, events: readonly Uint8Array[]): Promise<Vault> {
    let database: IDBDatabase | undefined;
    try {
      database = await openOrCreate(ground, place.database, watch);
      const stored = await Vault.#unlock(place, ground, watch, database).catch(() => null);
      if (stored) return stored;
      await Vault.#fill(place, ground, watch, database, consent, snapshot, events);
      const vault = await Vault.#unlock(place, ground, watch, database).catch(() => null);
      if (!vault) throw fail('storage-failed', 'the browser does not keep what it is given');
      await vault.exchange([], -1);
      return vault;
    } catch (error) {
      database?.close();
      await eraseGround(place, ground).catch(() => undefined);
      throw error;
    }
  }

  static async #fill(
    place: Place,
    ground: Ground,
    watch: Watch,
    database: IDBDatabase,
    consent: ConsentRecord,
    snapshot: Uint8Array,
    events: readonly Uint8Array[],
  ): Promise<void> {
    const epoch = randomName();
    const today = watch.today();
    const wrapping = await createWrappingKey();
    const wrapped = await createWrappedKey(wrapping, `${place.scope}|${epoch}`);
    const cipher = await Cipher.unwrap(wrapped, wrapping, `${place.scope}|${epoch}`, place.scope);
    const row = { epoch, revision: kFirst, day: consent.day };
    const [consentRow, snapshotRow, eventRows] = await Promise.all([
      cipher.seal(kindOf.consent(row), encodeConsent(consent)),
      cipher.seal(kindOf.snapshot(epoch, kFirst, today), snapshot),
      Promise.all(events.map((event, index) => cipher.seal(kindOf.event(epoch, kFirst + index + 1, today), event))),
    ]);
    const inFile = await writeFile(ground, place.keyFolder, epoch, wrapped, true);
    if (inFile) await writeMark(ground, place.keyFolder, epoch, cipher, { sequence: kFirst, revision: kFirst }, true);
    const { table, done } = begin(database, 'readwrite', 'strict');
    const records = table('records');
    table('keys').put(wrapping, 'wrapping');
    table('events').clear();
    eventRows.forEach((sealed, index) => table('events').put({ ...sealed, day: today }, kFirst + index + 1));
    if (inFile) records.delete('key');
    else records.put(wrapped, 'key');
    records.put({ ...snapshotRow, through: kFirst, day: today }, 'snapshot');
    records.put({ ...consentRow, ...row }, 'consent');
    await done;
  }

  /** Null where the database holds no yes. Errors: as open(). */
  static async #unlock(place: Place, ground: Ground, watch: Watch, database: IDBDatabase): Promise<Vault | null> {
    // Files before rows: rows are never behind a mark that was there before they were read.
    let files = await readFiles(ground, place.keyFolder);
    let rows = await readAll(database);
    if (rows.consent && !rows.key && !files.has(rows.consent.epoch)) {
      // Another tab's yes, a moment ago.
      files = await readFiles(ground, place.keyFolder);
      rows = await readAll(database);
    }
    const { consent, snapshot, events, wrapping } = rows;
    if (!consent) return null;
    const today = watch.today();
    // A day that is still to come is a clock that was wrong: it is as good as today.
    const idle = today - events.reduce((newest, { day }) => Math.max(newest, day), snapshot?.day ?? consent.day);
    if (idle > place.days || today - consent.day > kConsentDays) {
      throw fail('expired', `the stored profile was ${Math.min(idle, today - consent.day)} days old or more`, 'it is erased unread, and the visitor is asked again');
    }
    const { epoch } = consent;
    let vault: Vault;
    let mark: Mark | null;
    try {
      const wrapped = rows.key ?? files.get(epoch);
      const cipher = await Cipher.unwrap(wrapped as Uint8Array<ArrayBuffer>, wrapping as CryptoKey, `${place.scope}|${epoch}`, place.scope);
      mark = rows.key ? null : await readMark(files, epoch, cipher);
      vault = new Vault(place, ground, watch, database, cipher, epoch, mark);
      await vault.#openConsent(consent);
    } catch (error) {
      throw cannotBeRead(error);
    }
    const last = lastOf(rows);
    if (last === undefined || (mark && (last < mark.sequence || consent.revision < mark.revision))) {
      throw fail('rolled-back', 'what is stored is older than what was stored before', 'it is erased, and the visitor is asked again');
    }
    return vault;
  }

  /** Moves into a bucket. Where that fails, or another tab writes meanwhile, all stays as it is until the next visit. */
  async #move(): Promise<Vault> {
    const place = this.#place;
    const moved = await ifUnlocked(place.lock, async () => {
      const [consent, news] = [await this.consent(), await this.exchange([], -1)];
      if (consent === kErased || news === kErased) return;
      const events = news.foreign.flatMap(({ bytes }) => bytes ?? []);
      // Only what is sound moves.
      if (!news.snapshot?.bytes || events.length < news.foreign.length) return;
      if (await isBucketThere(place)) await bucketsOf()?.delete(place.bucket);
      const ground = await bucketGround(place, true);
      if (!ground) return;
      const vault = await Vault.#make(place, ground, this.#watch, consent, news.snapshot.bytes, events);
      const again = await readAll(this.#database);
      if (again.consent?.epoch !== this.epoch || lastOf(again) !== news.snapshot.through + events.length) {
        vault.close();
        await eraseGround(place, ground);
        return;
      }
      // Without its consent row the rest is no profile any more, wherever this is cut short.
      await clear(this.#database);
      this.close();
      await eraseGround(place, openGround() as Ground).catch(() => undefined);
      return vault;
    }).catch(() => undefined);
    return moved ?? this;
  }

  /** The stored consent. */
  async consent(): Promise<ConsentRecord | Erased> {
    return this.#connected(async (database) => {
      const row = await asked<ConsentRow | undefined>(begin(database, 'readonly').table('records').get('consent'));
      return row && this.#isOurs(row) ? this.#openConsent(row) : kErased;
    });
  }

  async setConsent(consent: ConsentRecord): Promise<Erased | undefined> {
    // Sealed before the transaction begins; where another tab was quicker it is sealed anew.
    for (;;) {
      const before = await this.#connected(async (database) => (await readAll(database)).consent);
      if (before === kErased || !before || before.epoch !== this.epoch) return kErased;
      const row = { epoch: this.epoch, revision: before.revision + 1, day: consent.day };
      const sealed = await this.#cipher.seal(kindOf.consent(row), encodeConsent(consent));
      const done = await this.#connected(async (database) => {
        const transaction = begin(database, 'readwrite', 'strict');
        const records = transaction.table('records');
        const now = await asked<ConsentRow | undefined>(records.get('consent'));
        if (now?.epoch !== this.epoch) return kErased;
        if (now.revision !== before.revision) return false;
        records.put({ ...sealed, ...row }, 'consent');
        await transaction.done;
        return true;
      });
      if (done === kErased) return kErased;
      if (done) break;
    }
    await this.guard();
    return undefined;
  }

  /**
   * Reads what others have written after `seen`, and where there is nothing, writes this tab's events, in one transaction: so an event's
   * place in the order is known before it is sealed to it. Without events it only reads. With `rebase` the snapshot comes even if it
   * is not newer. Errors: what IndexedDB throws.
   */
  async exchange(events: readonly Uint8Array[], seen: number, rebase = false): Promise<News | Erased> {
    const day = this.#watch.today();
    const sealed = await Promise.all(events.map((event, index) => this.#cipher.seal(kindOf.event(this.epoch, seen + 1 + index, day), event)));
    const found = await this.#connected(async (database) => {
      const { table, done } = begin(database, sealed.length > 0 ? 'readwrite' : 'readonly');
      const rows = table('events');
      const after = IDBKeyRange.lowerBound(seen, true);
      const [consent, snapshot, keys, foreign] = await Promise.all([
        asked<ConsentRow | undefined>(table('records').get('consent')),
        asked<SnapshotRow | undefined>(table('records').get('snapshot')),
        asked(rows.getAllKeys(after) as IDBRequest<number[]>),
        asked<EventRow[]>(rows.getAll(after)),
      ]);
      if (!consent || !this.#isOurs(consent)) return kErased;
      const isFree = keys.length === 0 && (snapshot?.through ?? 0) <= seen;
      const own = isFree ? sealed.map((row, index) => asked(rows.add({ ...row, day }, seen + 1 + index) as IDBRequest<number>)) : [];
      const written = await Promise.all(own);
      await done;
      return { snapshot, keys, foreign, own: written };
    });
    if (found === kErased) return kErased;
    const foreign = await Promise.all(
      found.foreign.map(async (row, index) => {
        const sequence = found.keys[index] as number;
        return { sequence, bytes: await this.#cipher.open(kindOf.event(this.epoch, sequence, row.day), row).catch(() => null) };
      }),
    );
    const wanted = rebase || (found.snapshot?.through ?? 0) > seen;
    return { snapshot: wanted ? await this.#openSnapshot(found.snapshot) : null, foreign, own: found.own };
  }

  /**
   * Replaces the snapshot `from` and all events before `through`, a number that no event has, by `snapshot`. False where another tab
   * was first, or has added one. The new snapshot is encrypted before the transaction begins, and replaces the old one and its events
   * in one step.
   */
  async compact(from: number, through: number, snapshot: Uint8Array): Promise<boolean | Erased> {
    const day = this.#watch.today();
    const sealed = await this.#cipher.seal(kindOf.snapshot(this.epoch, through, day), snapshot);
    const done = await ifUnlocked(`${this.#place.lock}.compact`, () =>
      this.#connected(async (database) => {
        const transaction = begin(database, 'readwrite', 'strict');
        const [records, events] = [transaction.table('records'), transaction.table('events')];
        const [consent, current, later] = await Promise.all([
          asked<ConsentRow | undefined>(records.get('consent')),
          asked<SnapshotRow | undefined>(records.get('snapshot')),
          asked(events.count(IDBKeyRange.lowerBound(through))),
        ]);
        if (consent?.epoch !== this.epoch) return kErased;
        if ((current?.through ?? 0) !== from || later > 0) return false;
        records.put({ ...sealed, through, day }, 'snapshot');
        events.delete(IDBKeyRange.upperBound(through));
        await transaction.done;
        return true;
      }),
    );
    if (done === true) await this.guard();
    return done ?? false;
  }

  /** Marks how far the rows have come, where that is further than the mark says; first it sees to it that the disk holds them. */
  async guard(): Promise<void> {
    if (!this.isGuarded) return;
    await ifUnlocked(this.#place.lock, async () => {
      const { consent, ...rows } = await readAll(this.#database);
      const sequence = lastOf(rows);
      if (consent?.epoch !== this.epoch || sequence === undefined || sequence + consent.revision <= this.#marked) return;
      const { table, done } = begin(this.#database, 'readwrite', 'strict');
      const now = await asked<ConsentRow | undefined>(table('records').get('consent'));
      if (now?.epoch === this.epoch) table('records').put(now, 'consent');
      await done;
      if (now?.epoch !== this.epoch || this.#isClosed) return;
      await writeMark(this.#ground, this.#place.keyFolder, this.epoch, this.#cipher, { sequence, revision: consent.revision });
      this.#marked = sequence + consent.revision;
    }).catch(() => undefined); // the next visit does it
  }

  /** Ends the connection; what is stored stays. */
  close(): void {
    this.#isClosed = true;
    this.#database.close();
  }

  /**
   * Begins to erase, in this task: rows, key, bucket, so it holds even if the page goes away right after. True when the rows are gone.
   * What this leaves, or a browser refuses, is for {@link eraseStored}.
   */
  async eraseNow(): Promise<boolean> {
    this.#isClosed = true;
    const begun = [
      clear(this.#database),
      eraseFiles(this.#ground, this.#place.keyFolder),
      this.#ground.isBucket && bucketsOf()?.delete(this.#place.bucket),
    ];
    const [cleared, , deleted] = await Promise.allSettled(begun);
    this.#database.close();
    return cleared?.status === 'fulfilled' || (this.#ground.isBucket && deleted?.status === 'fulfilled');
  }

  /** A yes that has lapsed is none. */
  #isOurs({ epoch, day }: ConsentRow): boolean {
    return epoch === this.epoch && this.#watch.today() - day <= kConsentDays;
  }

  #openConsent(row: ConsentRow): Promise<ConsentRecord> {
    return this.#cipher.open(kindOf.consent(row), row).then(decodeConsent);
  }

  async #openSnapshot(row: SnapshotRow | undefined): Promise<StoredSnapshot> {
    if (!row) return { through: 0, bytes: null };
    const bytes = await this.#cipher.open(kindOf.snapshot(this.epoch, row.through, row.day), row).catch(() => null);
    return { through: row.through, bytes };
  }

  /** Runs a transaction; when the connection was lost under it, once more on a new one. */
  async #connected<Value>(body: (database: IDBDatabase) => Promise<Value>): Promise<Value | Erased> {
    try {
      return await body(this.#database);
    } catch (error) {
      // WebKit drops connections of tabs in the background (UnknownError); a closed one throws InvalidStateError.
      if (!['InvalidStateError', 'UnknownError'].includes((error as DOMException).name)) throw error;
      // A bucket that was deleted is another one when it is there again.
      const ground = this.#ground.isBucket ? await bucketGround(this.#place, false) : this.#ground;
      const database = ground && !this.#isClosed ? await openExisting(ground, this.#place.database, this.#watch) : null;
      if (!database) return kErased;
      this.#database = database;
      return body(database);
    }
  }
}
