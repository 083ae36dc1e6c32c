/**
 * The database of one site: its tables, and opening it without ever making one by accident. Before consent nothing may be
 * created, not even an empty database.
 */
import type { Sealed } from './cipher.js';
import type { Ground } from './ground.js';
import { kFormat } from './place.js';

/** The day, in days since 1970, is in clear beside each value, so that what is too old is erased unread; no day can be altered. */
interface Dated extends Sealed {
  readonly day: number;
}
/** The day is that of the yes. Each rewriting counts one up. */
export type ConsentRow = Dated & { readonly epoch: string; readonly revision: number };
/** Of all events up to that sequence. */
export type SnapshotRow = Dated & { readonly through: number };
/** Their keys are the one order that all tabs share, without a gap after the snapshot. */
export type EventRow = Dated;

export interface Watch {
  /** The database is being deleted by another tab or by the browser. The connection is closed already. */
  gone(): void;
  /** Days since 1970. */
  today(): number;
}

/**
 * `keys` holds the wrapping key, alone in its row: some browsers fail on a key inside of another value. `records` holds `consent`,
 * `snapshot`, and `key`, the wrapped data key, only where there is no file for it. `events` is the tail after the snapshot.
 */
const kTables = ['keys', 'records', 'events'] as const;
type Table = (typeof kTables)[number];

const nameOf = (error: unknown): string => (error as DOMException | undefined)?.name ?? '';

export const asked = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const openOnce = (ground: Ground, name: string, create: boolean, watch: Watch): Promise<IDBDatabase> => {
  const request = ground.indexedDB.open(name, kFormat);
  request.onupgradeneeded = ({ oldVersion }) => {
    const { result: database, transaction } = request;
    if (!create && !oldVersion) return transaction?.abort();
    // Format 1 was never released. Without a consent row what is left of it is erased.
    for (const table of [...database.objectStoreNames]) database.deleteObjectStore(table);
    for (const table of kTables) database.createObjectStore(table);
  };
  return asked(request).then((database) => {
    // Closing at once is what lets another tab delete the database without waiting.
    database.onversionchange = ({ newVersion }) => {
      database.close();
      if (newVersion === null) watch.gone();
    };
    return database;
  });
};


/** Chromium, started right after it was killed, now and then can't open what it opens a moment later. In milliseconds. */
const kSecondTry = 500;

const open = async (ground: Ground, name: string, create: boolean, watch: Watch): Promise<IDBDatabase> => {
  try {
    return await openOnce(ground, name, create, watch);
  } catch (error) {
    if (nameOf(error) !== 'UnknownError') throw error;
    await new Promise((resolve) => setTimeout(resolve, kSecondTry));
    return openOnce(ground, name, create, watch);
  }
};

/** True for a database that a newer Noren wrote. */
export const isNewer = (error: unknown): boolean => nameOf(error) === 'VersionError';
export const isQuota = (error: unknown): boolean => nameOf(error) === 'QuotaExceededError';

/** False where there surely is no such database. Asking leaves a stranger's disk untouched. */
export const mayBeThere = async ({ indexedDB }: Ground, name: string): Promise<boolean> =>
  (await indexedDB.databases?.())?.some((database) => database.name === name) ?? true;

/** Opens the database if it is there; null, and nothing created, if not. Throws what IndexedDB throws. */
export const openExisting = async (ground: Ground, name: string, watch: Watch): Promise<IDBDatabase | null> => {
  if (!(await mayBeThere(ground, name))) return null;
  try {
    return await open(ground, name, false, watch);
  } catch (error) {
    // An aborted creation leaves nothing behind.
    if (nameOf(error) === 'AbortError') return null;
    throw error;
  }
};

export const openOrCreate = (ground: Ground, name: string, watch: Watch): Promise<IDBDatabase> => open(ground, name, true, watch);

export interface Transaction {
  table(name: Table): IDBObjectStore;
  readonly done: Promise<void>;
}

/** A transaction over all tables, whose failure shows where its requests or its `done` are awaited, and nowhere else. */
export const begin = (database: IDBDatabase, mode: 'readonly' | 'readwrite', durability: 'default' | 'strict' = 'default'): Transaction => {
  const transaction = database.transaction(kTables, mode, { durability });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
  });
  done.catch(() => undefined);
  return { table: (name) => transaction.objectStore(name), done };
};

/** Empties the database. The transaction begins before this returns. */
export const clear = async (database: IDBDatabase): Promise<void> => {
  const { table, done } = begin(database, 'readwrite', 'strict');
  for (const name of kTables) table(name).clear();
  await done;
};

/** How long a deletion may wait for another tab. It happens all the same, as soon as that tab lets go; its rows are gone already. */
const kPatience = 2000;

export const deleteDatabase = async ({ indexedDB }: Ground, name: string): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, kPatience);
  });
  await Promise.race([asked(indexedDB.deleteDatabase(name)), patience]).finally(() => clearTimeout(timer));
};
