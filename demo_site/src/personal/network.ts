/** What the browser itself recorded of this page's requests. It is the visitor's own evidence, not the shop's word. */

export interface Origin {
  readonly origin: string;
  readonly own: boolean;
  readonly requests: number;
  /** Requests whose address has a query: the only place in a plain fetch of a file where something could be said. */
  readonly withQuery: number;
}

let completeAt = Number.POSITIVE_INFINITY;

/** Marks the moment from which the shop needs nothing more from its server. */
export function shopIsComplete(): void {
  completeAt = performance.now();
}

/** Files that came over the network. Those taken from the browser's cache are listed too, with a transfer size of 0. */
const transfers = (): PerformanceResourceTiming[] =>
  performance
    .getEntriesByType('resource')
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming && entry.transferSize !== 0);

export function requestsByOrigin(): readonly Origin[] {
  const byOrigin = new Map<string, Origin>();
  for (const { name } of transfers()) {
    const url = new URL(name);
    const before = byOrigin.get(url.origin);
    byOrigin.set(url.origin, {
      origin: url.origin,
      own: url.origin === location.origin,
      requests: (before?.requests ?? 0) + 1,
      withQuery: (before?.withQuery ?? 0) + (url.search === '' ? 0 : 1),
    });
  }
  return [...byOrigin.values()];
}

/** Requests begun after the shop was complete. */
export const requestsSinceComplete = (): number => transfers().filter((entry) => entry.startTime > completeAt).length;

// The browser keeps 250 entries unless told otherwise; the shop has about 160 files, and none may go uncounted.
performance.setResourceTimingBufferSize(2000);
