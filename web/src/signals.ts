/**
 * What happens on a page view beside events: how long it has been looked at, how far down she scrolled, whether she was about to
 * leave, how long she did nothing. Only what the site's rules ask for is observed; all of it is forgotten with the page view.
 */

/** What {@link Signals} can observe, as vocabulary().page_signals names it. */
export type Signal = 'seconds' | 'scroll' | 'exit_intent' | 'idle';

/** The state of a page view. Each only ever grows, so what was reached stays reached until the next page view. */
export interface PageState {
  /** Seconds during which the page was visible, in steps of 5. */
  readonly seconds: number;
  /** The longest time without any input while the page was visible, in steps of 5 seconds. */
  readonly idle: number;
  /** The furthest she has scrolled, in percent of the way: 0, 25, 50, 75 or 100. */
  readonly scroll: number;
  /** The pointer has left through the top of the window, towards tabs and address bar. */
  readonly exitIntent: boolean;
}

const kStep = 5;
const kScrollStep = 25;
const kStart: PageState = { seconds: 0, idle: 0, scroll: 0, exitIntent: false };
const kInputs = ['pointermove', 'pointerdown', 'keydown', 'scroll'];

export class Signals {
  readonly #changed: () => void;
  readonly #end = new AbortController();
  /** Of what takes time. */
  #wanted: readonly Signal[] = [];
  #state = kStart;
  /** Steps since the last input. */
  #quiet = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Observes from now on. `changed` is called after each change of the state. */
  constructor(wanted: readonly Signal[], changed: () => void) {
    this.#changed = changed;
    if (typeof document === 'undefined' || wanted.length === 0) return;
    const listen = (target: EventTarget, name: string, listener: (event: Event) => void) =>
      target.addEventListener(name, listener, { passive: true, capture: true, signal: this.#end.signal });
    if (wanted.includes('scroll')) listen(document, 'scroll', ({ target }) => target === document && this.#scrolled());
    if (wanted.includes('exit_intent')) {
      listen(document, 'mouseout', (event) => {
        const { relatedTarget, clientY } = event as MouseEvent;
        if (relatedTarget === null && clientY <= 0) this.#set({ exitIntent: true });
      });
    }
    if (wanted.includes('idle')) for (const name of kInputs) listen(document, name, () => void (this.#quiet = 0));
    this.#wanted = wanted;
    this.restart();
  }

  get state(): PageState {
    return this.#state;
  }

  /** A new page view begins. */
  restart(): void {
    this.#state = kStart;
    this.#quiet = 0;
    clearInterval(this.#timer);
    const timed = this.#wanted.includes('seconds') || this.#wanted.includes('idle');
    if (timed) this.#timer = setInterval(() => this.#stepped(), kStep * 1000);
  }

  end(): void {
    this.#end.abort();
    clearInterval(this.#timer);
  }

  #stepped(): void {
    if (document.visibilityState !== 'visible') return;
    const { seconds, idle } = this.#state;
    const quiet = ++this.#quiet * kStep;
    if (this.#wanted.includes('seconds')) this.#set({ seconds: seconds + kStep });
    if (this.#wanted.includes('idle') && quiet > idle) this.#set({ idle: quiet });
  }

  #scrolled(): void {
    const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
    const way = scrollHeight - clientHeight;
    const percent = way > 0 ? ((scrollTop + 1) / way) * 100 : 0; // a browser may stop a fraction of a pixel before the end
    const step = Math.min(Math.floor(percent / kScrollStep) * kScrollStep, 100);
    if (step > this.#state.scroll) this.#set({ scroll: step });
  }

  #set(news: Partial<PageState>): void {
    if (news.exitIntent && this.#state.exitIntent) return;
    this.#state = { ...this.#state, ...news };
    this.#changed();
  }
}
