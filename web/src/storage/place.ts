/** Where one site's data lies on this origin: the names of its bucket, database, key folder, lock and channel; and for how long. */

/** Version of what is stored. A database of a higher version was written by a newer Noren and is left alone. */
export const kFormat = 2;

export const kDay = 86_400_000;

/** A yes lapses after so many days, whatever the site document says: then she is asked again. */
export const kConsentDays = 365;

export interface Place {
  readonly site: string;
  readonly bucket: string;
  readonly database: string;
  readonly keyFolder: string;
  readonly lock: string;
  readonly channel: string;
  /** Bound into every ciphertext, so that none can be moved to another origin, site or format. */
  readonly scope: string;
  /** What was not added to for so many days is erased. */
  readonly days: number;
}

export const kPrefix = 'noren.';
/** Names of buckets have no dots. The rest of the id of a site may stand in one as it is. */
export const kBucketPrefix = 'noren-';

export const placeOf = (site: string, days = 180): Place => ({
  site,
  bucket: kBucketPrefix + site,
  database: kPrefix + site,
  keyFolder: kPrefix + site,
  lock: kPrefix + site,
  channel: kPrefix + site,
  scope: `${kFormat}|${globalThis.location?.origin ?? ''}|${site}`,
  days,
});

/** Runs `body` while no other tab runs one under the same name; without Web Locks it just runs. */
export const withLock = <Value>(name: string, body: () => Promise<Value>): Promise<Value> =>
  (globalThis.navigator?.locks?.request(name, body) as Promise<Value> | undefined) ?? body();

/** Like withLock, but gives up at once, with undefined, where another tab is at it. */
export const ifUnlocked = <Value>(name: string, body: () => Promise<Value>): Promise<Value | undefined> => {
  const locks = globalThis.navigator?.locks;
  if (!locks) return body();
  return locks.request(name, { ifAvailable: true }, (lock) => (lock ? body() : undefined)) as Promise<Value | undefined>;
};
