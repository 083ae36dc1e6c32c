/** How far a page's content has moved by itself, as Chromium measures it for "cumulative layout shift". */
import type { Page } from '@playwright/test';

export interface Shift {
  /** Right after a click or a key. Chromium leaves these out of its score; a visitor sees them all the same. */
  readonly prompted: number;
  readonly unprompted: number;
}

interface Entry extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
}

interface Watching {
  shifts: () => Shift;
}

/** Begins to watch from the next load on. */
export async function watchLayout(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let prompted = 0;
    let unprompted = 0;
    const add = (entries: PerformanceEntryList): void => {
      for (const { value, hadRecentInput } of entries as Entry[]) {
        if (hadRecentInput) prompted += value;
        else unprompted += value;
      }
    };
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    (globalThis as unknown as Watching).shifts = () => {
      add(observer.takeRecords());
      return { prompted, unprompted };
    };
  });
}

/** The sums since the page was loaded, after what is drawn now has been painted. */
export const shifts = (page: Page): Promise<Shift> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    return (globalThis as unknown as Watching).shifts();
  });
