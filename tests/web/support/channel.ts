/** The words between tabs, counted on their way, so that a test can wait until all are heard instead of for some time. */
const open = new Map<string, Set<CountedChannel>>();

class CountedChannel extends globalThis.BroadcastChannel {
  /** Told to this channel, and not heard yet. */
  due = 0;

  constructor(name: string) {
    super(name);
    open.set(name, (open.get(name) ?? new Set()).add(this));
    // Before any listener of the tab's: what a tab does at a word has begun once the word is no longer due.
    this.addEventListener('message', () => --this.due);
  }

  override postMessage(message: unknown): void {
    for (const other of open.get(this.name) ?? []) if (other !== this) ++other.due;
    super.postMessage(message);
  }

  override close(): void {
    open.get(this.name)?.delete(this);
    super.close();
  }
}

globalThis.BroadcastChannel = CountedChannel;

/** How many words are on their way to tabs that are open. */
export const wordsUnderway = (): number => [...open.values()].flatMap((channels) => [...channels]).reduce((sum, { due }) => sum + due, 0);
