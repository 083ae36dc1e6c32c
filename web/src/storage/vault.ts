/**
 * What is kept on the device after a yes: the consent, a snapshot of the profile, and a tail of events in the one order that all
 * tabs share. Everything is ciphertext.
 *
 * Each yes begins an epoch. Every transaction that writes also reads the consent row and stops if it is gone or of another epoch,
 * so that no tab, however late, brings back what was erased.
 */
import { fail } from '../problem.js';
import { bitsOf, purposesOf } from '../purposes.js';
import type { Purpose } from '../types.js';
import { Cipher, type Sealed, createWrappedKey, createWrappingKey } from './cipher.js';
import { type Database, type Watch, begin, openExisting, openOrCreate } from './database.js';
import { eraseAll } from './erasure.js';
import { readKeyFile, writeKeyFile } from './key-file.js';
import { type Place, ifUnlocked, withLock } from './place.js';

/** What a yes consists of. The day is as fine as time gets. */
export interface ConsentRecord {
  readonly purposes: readonly Purpose[];
  readonly day: number;
  /** Version of the wording she said yes to. */
  readonly text: number;
  /** Who told the yes. */
  readonly source: string;
}

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

type ConsentRow = Sealed & { readonly epoch: string };
type SnapshotRow = Sealed & { readonly through: number };

const encodeConsent = ({ purposes, day, text, source }: ConsentRecord) =>
  new TextEncoder().encode(JSON.stringify([bitsOf(purposes), day, text, source]));

const decodeConsent = (bytes: Uint8Array): ConsentRecord => {
  // Those that were stored before there were sources have none.
  const [bits, day, text, source = 'manual'] = JSON.parse(new TextDecoder().decode(bytes)) as [number, number, number, string?];
  return { purposes: purposesOf(bits), day, text, source };
};

const randomName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const strict = { durability: 'strict' } as const;
const kAll = ['keys', 'records', 'events'] as const;

export class Vault {
  readonly epoch: string;
  readonly erasure: 'crypto' | 'logical';
  readonly #place: Place;
  readonly #watch: Watch;
  readonly #cipher: Cipher;
  #database: Database;

  private constructor(place: Place, watch: Watch, database: Database, cipher: Cipher, epoch: string, erasure: 'crypto' | 'logical') {
    this.#place = place;
    this.#watch = watch;
    this.#database = database;
    this.#cipher = cipher;
    this.epoch = epoch;
    this.erasure = erasure;
  }

  /**
   * Opens what an earlier yes left; null where there is none. Errors: corrupt where it can't be decrypted; what IndexedDB throws
   * (VersionError: a newer Noren wrote it).
   */
  static async open(place: Place, watch: Watch): Promise<Vault | null> {
    const database = await openExisting(place.database, watch);
    if (!database) return null;
    let vault: Vault | null = null;
    try {
      vault = await Vault.#unlock(place, watch, database);
    } finally {
      if (!vault) database.close();
    }
    if (vault) return vault;
    // Rests of a yes or a no that was cut short. Nobody may be at it: a yes holds this lock.
    await ifUnlocked(place.lock, async () => {
      const again = await openExisting(place.database, watch);
      const consent = await again?.get('records', 'consent');
      again?.close();
      if (again && !consent) await eraseAll(place);
    });
    return null;
  }

  /**
   * Keeps a first snapshot under a yes; joins the stored yes of another tab where there is one. It is trusted only after it has
   * been read back and decrypted. Errors: corrupt, what IndexedDB and WebCrypto throw; nothing is left behind then.
   */
  static create(place: Place, watch: Watch, consent: ConsentRecord, snapshot: Uint8Array): Promise<Vault> {
    return withLock(place.lock, async () => {
      const database = await openOrCreate(place.database, watch);
      try {
        // What can't be decrypted was lost before, and is overwritten.
        const stored = await Vault.#unlock(place, watch, database).catch(() => null);
        if (stored) return stored;
        await Vault.#fill(place, database, consent, snapshot);
        const vault = await Vault.#unlock(place, watch, database);
        if (!vault) throw fail('storage-failed', 'the browser does not keep what it is given');
        await vault.exchange([], -1);
        return vault;
      } catch (error) {
        database.close();
        await eraseAll(place).catch(() => undefined);
        throw error;
      }
    });
  }

  static async #fill(place: Place, database: Database, consent: ConsentRecord, snapshot: Uint8Array): Promise<void> {
    const epoch = randomName();
    const wrapping = await createWrappingKey();
    const wrapped = await createWrappedKey(wrapping, place.scope);
    const cipher = await Cipher.unwrap(wrapped, wrapping, place.scope);
    const [consentRow, snapshotRow] = await Promise.all([
      cipher.seal(`consent|${epoch}`, encodeConsent(consent)),
      cipher.seal(`snapshot|${epoch}|0`, snapshot),
    ]);
    const inFile = await writeKeyFile(place.keyFolder, epoch, wrapped);
    const transaction = begin(database, kAll, 'readwrite', strict);
    const records = transaction.objectStore('records');
    await Promise.all([
      transaction.objectStore('keys').put(wrapping, 'wrapping'),
      transaction.objectStore('events').clear(),
      inFile ? records.delete('key') : records.put(wrapped, 'key'),
      records.put({ ...snapshotRow, through: 0 }, 'snapshot'),
      records.put({ ...consentRow, epoch }, 'consent'),
      transaction.done,
    ]);
  }

  /** Null where the database holds no yes, or one whose key was erased. */
  static async #unlock(place: Place, watch: Watch, database: Database): Promise<Vault | null> {
    const transaction = begin(database, kAll, 'readonly');
    const records = transaction.objectStore('records');
    const [consent, row, wrapping] = await Promise.all([
      records.get('consent') as Promise<ConsentRow | undefined>,
      records.get('key') as Promise<Uint8Array<ArrayBuffer> | undefined>,
      transaction.objectStore('keys').get('wrapping'),
    ]);
    if (!consent) return null;
    const wrapped = row ?? (await readKeyFile(place.keyFolder, consent.epoch));
    if (!wrapped || !wrapping) {
      // Without its key the rest is noise: an erasure was cut short, or the browser dropped the file. Finish it.
      await clear(database);
      return null;
    }
    try {
      const cipher = await Cipher.unwrap(wrapped, wrapping, place.scope);
      const vault = new Vault(place, watch, database, cipher, consent.epoch, row ? 'logical' : 'crypto');
      await vault.#openConsent(consent);
      return vault;
    } catch (error) {
      throw fail('corrupt', 'the stored consent and profile cannot be decrypted', 'they are erased, and the visitor is asked again', '', error);
    }
  }

  /** The stored consent. */
  async consent(): Promise<ConsentRecord | Erased> {
    return this.#connected(async (database) => {
      const row = (await database.get('records', 'consent')) as ConsentRow | undefined;
      return row?.epoch === this.epoch ? this.#openConsent(row) : kErased;
    });
  }

  async setConsent(consent: ConsentRecord): Promise<Erased | undefined> {
    const sealed = await this.#cipher.seal(`consent|${this.epoch}`, encodeConsent(consent));
    return this.#connected(async (database) => {
      const transaction = begin(database, ['records'], 'readwrite', strict);
      const records = transaction.objectStore('records');
      const row = (await records.get('consent')) as ConsentRow | undefined;
      if (row?.epoch === this.epoch) await records.put({ ...sealed, epoch: this.epoch }, 'consent');
      await transaction.done;
      return row?.epoch === this.epoch ? undefined : kErased;
    });
  }

  /**
   * Writes this tab's events and reads what others have written after `seen`, in one transaction; without events it only reads.
   * With `rebase` the snapshot comes even if it is not newer. Errors: what IndexedDB throws.
   */
  async exchange(events: readonly Uint8Array[], seen: number, rebase = false): Promise<News | Erased> {
    const kind = `event|${this.epoch}`;
    const sealed = await Promise.all(events.map((event) => this.#cipher.seal(kind, event)));
    const found = await this.#connected(async (database) => {
      const transaction = begin(database, ['records', 'events'], sealed.length > 0 ? 'readwrite' : 'readonly');
      const records = transaction.objectStore('records');
      const rows = transaction.objectStore('events');
      const after = IDBKeyRange.lowerBound(seen, true);
      const [consent, snapshot, keys, foreign] = await Promise.all([
        records.get('consent') as Promise<ConsentRow | undefined>,
        records.get('snapshot') as Promise<SnapshotRow | undefined>,
        rows.getAllKeys(after),
        rows.getAll(after),
      ]);
      if (consent?.epoch !== this.epoch) return kErased;
      const [own] = await Promise.all([Promise.all(sealed.map((row) => rows.add(row))), transaction.done]);
      return { snapshot, keys, foreign, own };
    });
    if (found === kErased) return kErased;
    const foreign = await Promise.all(
      found.foreign.map(async (row, index) => ({
        sequence: found.keys[index] as number,
        bytes: await this.#cipher.open(kind, row).catch(() => null),
      })),
    );
    const wanted = rebase || (found.snapshot?.through ?? 0) > seen;
    return { snapshot: wanted ? await this.#openSnapshot(found.snapshot) : null, foreign, own: found.own };
  }

  /**
   * Replaces the snapshot `from` and all events up to `through` by `snapshot`. False where another tab was first, or has added an
   * event after `through`. The new snapshot is encrypted before the transaction begins, and replaces the old one and its events in one
   * step.
   */
  async compact(from: number, through: number, snapshot: Uint8Array): Promise<boolean | Erased> {
    const sealed = await this.#cipher.seal(`snapshot|${this.epoch}|${through}`, snapshot);
    const done = await ifUnlocked(`${this.#place.lock}.compact`, () =>
      this.#connected(async (database) => {
        const transaction = begin(database, ['records', 'events'], 'readwrite', strict);
        const records = transaction.objectStore('records');
        const [consent, current, later] = await Promise.all([
          records.get('consent') as Promise<ConsentRow | undefined>,
          records.get('snapshot') as Promise<SnapshotRow | undefined>,
          transaction.objectStore('events').count(IDBKeyRange.lowerBound(through, true)),
        ]);
        if (consent?.epoch !== this.epoch) return kErased;
        if ((current?.through ?? 0) !== from || later > 0) return false;
        await Promise.all([
          records.put({ ...sealed, through }, 'snapshot'),
          transaction.objectStore('events').delete(IDBKeyRange.upperBound(through)),
          transaction.done,
        ]);
        return true;
      }),
    );
    return done ?? false;
  }

  /** Ends the connection; what is stored stays. */
  close(): void {
    this.#database.close();
  }

  /** Empties the database. The transaction begins before this returns, so it holds even if the page goes away right after. */
  clearNow(): Promise<void> {
    return clear(this.#database);
  }

  #openConsent(row: ConsentRow): Promise<ConsentRecord> {
    return this.#cipher.open(`consent|${row.epoch}`, row).then(decodeConsent);
  }

  async #openSnapshot(row: SnapshotRow | undefined): Promise<StoredSnapshot> {
    if (!row) return { through: 0, bytes: null };
    const bytes = await this.#cipher.open(`snapshot|${this.epoch}|${row.through}`, row).catch(() => null);
    return { through: row.through, bytes };
  }

  /** Runs a transaction; when the connection was lost under it, once more on a new one. */
  async #connected<Value>(body: (database: Database) => Promise<Value>): Promise<Value | Erased> {
    try {
      return await body(this.#database);
    } catch (error) {
      // WebKit drops connections of tabs in the background (UnknownError); a closed one throws InvalidStateError.
      if (!['InvalidStateError', 'UnknownError'].includes((error as DOMException).name)) throw error;
      const database = await openExisting(this.#place.database, this.#watch);
      if (!database) return kErased;
      this.#database = database;
      return body(database);
    }
  }
}

const clear = async (database: Database): Promise<void> => {
  const transaction = begin(database, kAll, 'readwrite', strict);
  const cleared = kAll.map((name) => transaction.objectStore(name).clear());
  transaction.commit();
  await Promise.all([...cleared, transaction.done]);
};
