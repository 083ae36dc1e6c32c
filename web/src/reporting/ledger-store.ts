/**
 * Where the privacy ledger lies: a database of its own, in clear, since it holds no more than how much was spent and when. It outlives every
 * erasure, or erasing would give budget back. It is made when the first report is, never before.
 */
import { withLock } from '../storage/place.js';

export interface StoredLedger {
  /** As the engine wrote it; empty: nothing was ever spent. */
  readonly bytes: Uint8Array;
  /** The day (since 1970) of an erasure since; 0: none. */
  readonly closedOn: number;
}

const kTable = 'ledger';
const kRow = 'ledger';
export const kNothingSpent: StoredLedger = { bytes: new Uint8Array(), closedOn: 0 };

/** Of the database, and of the lock under which it is read and written. */
export const ledgerName = (site: string): string => `noren-ledger:${site}`;

const settled = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** False also where a browser can't be asked: then it is opened only to be written. */
const isThere = async (site: string): Promise<boolean> =>
  (await indexedDB.databases?.())?.some(({ name }) => name === ledgerName(site)) === true;

const withTable = async <Value>(site: string, mode: IDBTransactionMode, use: (table: IDBObjectStore) => IDBRequest<Value>): Promise<Value> => {
  const request = indexedDB.open(ledgerName(site), 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(kTable);
  const database = await settled(request);
  try {
    // What is spent must be on disk before anything is sent: a crash in between may cost a report, never give budget back.
    const transaction = database.transaction(kTable, mode, { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const [value] = await Promise.all([settled(use(transaction.objectStore(kTable))), done]);
    return value;
  } finally {
    database.close();
  }
};

/** Creates nothing. Rejects where the browser refuses. */
export const readLedger = async (site: string): Promise<StoredLedger> =>
  ((await isThere(site)) && (await withTable<StoredLedger | undefined>(site, 'readonly', (table) => table.get(kRow)))) || kNothingSpent;

/** The same, and it is there afterwards to be written: for where databases can't be listed. */
export const openLedger = async (site: string): Promise<StoredLedger> =>
  (await withTable<StoredLedger | undefined>(site, 'readonly', (table) => table.get(kRow))) ?? kNothingSpent;

export const writeLedger = async (site: string, ledger: StoredLedger): Promise<void> => {
  await withTable(site, 'readwrite', (table) => table.put(ledger, kRow));
};

/** What is erased ends the running epoch: no report before the next one, and nothing is given back. Touches nothing where nothing was spent. */
export const closeEpoch = async (site: string, now: number): Promise<void> => {
  if (!globalThis.indexedDB || !(await isThere(site))) return;
  await withLock(ledgerName(site), async () => writeLedger(site, { ...(await readLedger(site)), closedOn: Math.floor(now / 86_400_000) }));
};
