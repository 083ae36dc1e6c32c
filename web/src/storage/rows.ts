/** The rows of one site: what each is bound to, and reading all of them as one transaction sees them. */
import { bitsOf, purposesOf } from '../purposes.js';
import type { Purpose } from '../types.js';
import { type ConsentRow, type EventRow, type SnapshotRow, asked, begin } from './database.js';

/** What a yes consists of. The day is as fine as time gets. */
export interface ConsentRecord {
  readonly purposes: readonly Purpose[];
  readonly day: number;
  /** Version of the wording she said yes to. */
  readonly text: number;
  /** Who told the yes. */
  readonly source: string;
}

export const encodeConsent = ({ purposes, day, text, source }: ConsentRecord) =>
  new TextEncoder().encode(JSON.stringify([bitsOf(purposes), day, text, source]));

export const decodeConsent = (bytes: Uint8Array): ConsentRecord => {
  const [bits, day, text, source] = JSON.parse(new TextDecoder().decode(bytes)) as [number, number, number, string];
  return { purposes: purposesOf(bits), day, text, source };
};

export const randomName = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What each kind of row is bound to, beside the scope. */
export const kindOf = {
  consent: ({ epoch, revision, day }: Omit<ConsentRow, 'iv' | 'data'>) => `consent|${epoch}|${revision}|${day}`,
  snapshot: (epoch: string, through: number, day: number) => `snapshot|${epoch}|${through}|${day}`,
  event: (epoch: string, sequence: number, day: number) => `event|${epoch}|${sequence}|${day}`,
};

/** All rows as one transaction saw them. */
export interface Rows {
  readonly consent: ConsentRow | undefined;
  readonly key: Uint8Array<ArrayBuffer> | undefined;
  readonly wrapping: CryptoKey | undefined;
  readonly snapshot: SnapshotRow | undefined;
  readonly sequences: readonly number[];
  readonly events: readonly EventRow[];
}

export const readAll = async (database: IDBDatabase): Promise<Rows> => {
  const { table } = begin(database, 'readonly');
  const [records, tail] = [table('records'), table('events')];
  const [consent, key, wrapping, snapshot, sequences, events] = await Promise.all([
    asked<ConsentRow | undefined>(records.get('consent')),
    asked<Uint8Array<ArrayBuffer> | undefined>(records.get('key')),
    asked<CryptoKey | undefined>(table('keys').get('wrapping')),
    asked<SnapshotRow | undefined>(records.get('snapshot')),
    asked(tail.getAllKeys() as IDBRequest<number[]>),
    asked<EventRow[]>(tail.getAll()),
  ]);
  return { consent, key, wrapping, snapshot, sequences, events };
};

/** The sequence that the rows have come to; undefined where one is missing among them. */
export const lastOf = ({ snapshot, sequences }: Pick<Rows, 'snapshot' | 'sequences'>): number | undefined => {
  const through = snapshot?.through ?? 0;
  return sequences.every((sequence, index) => sequence === through + index + 1) ? through + sequences.length : undefined;
};
