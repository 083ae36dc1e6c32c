/** What the storage tests share: a look at the raw rows, and short words for what a visitor does. */
import { openDB } from 'idb';
import { type Tab, quiet } from './shop.js';

export const kName = 'noren.hanare';
export const profileOf = (tab: Tab) => tab.noren.profile() as { chain: number; events: number; seed: string } | null;
export const grant = async (tab: Tab) => {
  await tab.noren.consent.grant();
  await quiet(tab);
};

/** Everything that lies in the database, as bytes and names. */
export const rawRows = async (): Promise<{ records: unknown[]; events: unknown[]; text: string }> => {
  const database = await openDB(kName);
  const records = await database.getAll('records');
  const events = await database.getAll('events');
  database.close();
  const bytes = [...records, ...events].flatMap((row) =>
    Object.values(row as object).flatMap((value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : [])),
  );
  return { records, events, text: Buffer.from(bytes).toString('latin1') };
};

export const change = async (body: (database: Awaited<ReturnType<typeof openDB>>) => Promise<unknown>) => {
  const database = await openDB(kName);
  await body(database);
  database.close();
};
