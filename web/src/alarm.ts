/** A timer for a moment of the page's own clock, which need not run as the browser's does. */

/** What a timer can wait for at most. */
const kLongest = 2 ** 31 - 1;

export class Alarm {
  readonly #now: () => number;
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Infinity;

  /** `ring` is called at the moment set, or somewhat later. */
  constructor(now: () => number, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Sets the moment, in milliseconds since 1970; Infinity for never. Costs nothing where it is set already. */
  set(at: number): void {
    if (at === this.#at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    if (at !== Infinity) this.#wait();
  }

  #wait(): void {
    const rest = this.#at - this.#now();
    if (rest <= 0) {
      this.#at = Infinity;
      return this.#ring();
    }
    this.#timer = setTimeout(() => this.#wait(), Math.min(rest, kLongest));
    (this.#timer as { unref?(): void }).unref?.(); // outside a browser nobody waits for it
  }
}
