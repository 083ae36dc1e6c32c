/** Where one site's data lies on this origin: the names of its database, key folder, lock and channel. */

/** Version of what is stored. A database of a higher version was written by a newer Noren and is left alone. */
export const kFormat = 1;

export interface Place {
  readonly site: string;
  readonly database: string;
  readonly keyFolder: string;
  readonly lock: string;
  readonly channel: string;
  /** Bound into every ciphertext, so that none can be moved to another origin, site or format. */
  readonly scope: string;
}

export const kDatabasePrefix = 'noren.';

export const placeOf = (site: string): Place => ({
  site,
  database: kDatabasePrefix + site,
  keyFolder: `noren.${site}`,
  lock: `noren.${site}`,
  channel: `noren.${site}`,
  scope: `${kFormat}|${globalThis.location?.origin ?? ''}|${site}`,
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
