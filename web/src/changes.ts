/** Telling listeners: after the change, in a microtask, once per kind, one listener's failure kept from the others. */
import type { Change } from './types.js';

export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();
  #due = new Set<Change>();

  subscribe(listener: (change: Change) => void): () => void {
    // A wrapper of its own, so that the same function may listen twice and each way to end ends one.
    const own = (change: Change) => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** Announces changes. */
  tell(...changes: readonly Change[]): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#flush());
    for (const change of changes) this.#due.add(change);
  }

  clear(): void {
    this.#listeners.clear();
  }

  #flush(): void {
    const due = this.#due;
    this.#due = new Set();
    for (const change of due) {
      for (const listener of [...this.#listeners]) {
        if (!this.#listeners.has(listener)) continue;
        try {
          listener(change);
        } catch (error) {
          console.error(error);
        }
      }
    }
  }
}
