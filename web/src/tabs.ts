/** What the tabs of one site tell each other: that something happened, never what. */

/**
 * `stored`: there are new events. `granted`: there is a stored yes. `withdrawn`: there is none any more. `unmeasured`: none to
 * measurement.
 */
export type Word = 'stored' | 'granted' | 'withdrawn' | 'unmeasured';

export class Tabs {
  readonly #channel: BroadcastChannel | null;
  readonly #end = new AbortController();

  /** `wake` is called when this tab comes back from the background, where it may have missed words. */
  constructor(channel: string, hear: (word: Word) => void, wake: () => void) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channel);
    this.#channel?.addEventListener('message', ({ data }) => hear(data as Word), { signal: this.#end.signal });
    if (typeof document === 'undefined') return;
    const options = { signal: this.#end.signal };
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), options);
    window.addEventListener('pageshow', (event) => event.persisted && wake(), options);
  }

  tell(word: Word): void {
    this.#channel?.postMessage(word);
  }

  /** Hears nothing any more; it can still tell. */
  deafen(): void {
    this.#end.abort();
  }

  close(): void {
    this.deafen();
    this.#channel?.close();
  }
}
