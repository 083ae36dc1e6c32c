/**
 * The database of one site: its tables, and opening it without ever making one by accident. Before consent nothing may be
 * created, not even an empty database.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, deleteDB, openDB } from 'idb';
import type { Sealed } from './cipher.js';
import { kFormat } from './place.js';

export interface Tables extends DBSchema {
  /** The wrapping key, alone in its row: some browsers fail on a key inside of another value. */
  keys: { key: 'wrapping'; value: CryptoKey };
  records: {
    key: 'consent' | 'snapshot' | 'key';
    value:
      | (Sealed & { readonly epoch: string }) // consent
      | (Sealed & { readonly through: number }) // snapshot of all events up to this sequence
      | Uint8Array<ArrayBuffer>; // the wrapped data key, only where there is no file for it
  };
  /** The tail: events after the snapshot. Their keys are the one order that all tabs share. */
  events: { key: number; value: Sealed };
}
export type Database = IDBPDatabase<Tables>;

export interface Watch {
  /** The database is being deleted by another tab or by the browser. The connection is closed already. */
  gone(): void;
}

const open = (name: string, create: boolean, watch: Watch): Promise<Database> =>
  openDB<Tables>(name, kFormat, {
    upgrade(database, _old, _new, transaction) {
      if (!create) {
        transaction.done.catch(() => undefined);
        return transaction.abort();
      }
      database.createObjectStore('keys');
      database.createObjectStore('records');
      database.createObjectStore('events', { autoIncrement: true });
    },
    // Closing at once is what lets another tab delete the database without waiting.
    blocking(_current, wanted, event) {
      (event.target as IDBDatabase).close();
      if (wanted === null) watch.gone();
    },
  });

const nameOf = (error: unknown): string => (error as DOMException | undefined)?.name ?? '';

/** True for a database that a newer Noren wrote. */
export const isNewer = (error: unknown): boolean => nameOf(error) === 'VersionError';
export const isQuota = (error: unknown): boolean => nameOf(error) === 'QuotaExceededError';

/** Opens the database if it is there; null, and nothing created, if not. Throws what IndexedDB throws. */
export const openExisting = async (name: string, watch: Watch): Promise<Database | null> => {
  // Asking first leaves a stranger's disk untouched; where a browser can't be asked, an aborted creation leaves nothing behind.
  if (indexedDB.databases) {
    const all = await indexedDB.databases();
    if (!all.some((database) => database.name === name)) return null;
  }
  try {
    return await open(name, false, watch);
  } catch (error) {
    if (nameOf(error) === 'AbortError') return null;
    throw error;
  }
};

export const openOrCreate = (name: string, watch: Watch): Promise<Database> => open(name, true, watch);

type Table = 'keys' | 'records' | 'events';

/** A transaction whose failure shows where its requests or its `done` are awaited, and nowhere else. */
export const begin = (
  database: Database,
  tables: readonly Table[],
  mode: 'readonly' | 'readwrite',
  options?: IDBTransactionOptions,
): IDBPTransaction<Tables, Table[], 'readwrite'> => {
  const transaction = database.transaction(tables as Table[], mode, options);
  transaction.done.catch(() => undefined);
  return transaction as IDBPTransaction<Tables, Table[], 'readwrite'>;
};

/** How long a deletion may wait for another tab. It happens all the same, as soon as that tab lets go; its rows are gone already. */
const kPatience = 2000;

export const deleteDatabase = async (name: string): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, kPatience);
  });
  await Promise.race([deleteDB(name), patience]);
  clearTimeout(timer);
};
