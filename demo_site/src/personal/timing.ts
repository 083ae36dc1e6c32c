/**
 * What Noren costs in this page, by the browser's own clock: opening it, an event up to the decisions of all slots, one list of
 * recommendations. Each is also a `performance.measure`, so that tests and developer tools can read them.
 */

export type Step = 'open' | 'event' | 'recommend';

export interface Timing {
  readonly count: number;
  readonly last: number;
  readonly median: number;
  /** The value that 99 of 100 do not exceed. */
  readonly p99: number;
}

const kKept = 500;
const durations = new Map<Step, number[]>();

/** Notes a step that began at `begun` (performance.now()) and ends now. */
export function took(step: Step, begun: number): void {
  const { duration } = performance.measure(`noren:${step}`, { start: begun });
  const kept = durations.get(step) ?? [];
  kept.push(duration * 1000);
  if (kept.length > kKept) kept.shift();
  durations.set(step, kept);
}

/** In microseconds; null before the first. */
export function timing(step: Step): Timing | null {
  const kept = durations.get(step) ?? [];
  const last = kept.at(-1);
  if (last === undefined) return null;
  const sorted = kept.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? last;
  return { count: kept.length, last, median: quantile(0.5), p99: quantile(0.99) };
}
