/**
 * The clock that Noren is given. `?clock=2026-11-22T10:00:00` sets it, and it runs on from there: for previews of a season, for tests, and
 * for seeing in a minute what takes days. Without it, the browser's own.
 */

const kDay = 24 * 60 * 60 * 1000;

const started = Date.parse(new URLSearchParams(location.search).get('clock') ?? '');
const loaded = performance.now();

/** Whether the shop lives at another time than the browser. */
export const isSet = (): boolean => !Number.isNaN(started);

/** Milliseconds since 1970. */
export const now = (): number => (isSet() ? started + (performance.now() - loaded) : Date.now());

/** Loads the page anew, as a visit so many days later. */
export function travel(days: number): void {
  const query = new URLSearchParams(location.search);
  query.set('clock', new Date(now() + days * kDay).toISOString());
  location.search = query.toString();
}
