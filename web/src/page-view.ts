/**
 * The page view as the engine must know it, also when the engine is another one: what surrounds it, what happens on it, which slots
 * are forced to show something, and the entropy from which content is chosen without a profile.
 */
import type { Engine } from './engine.js';
import { type Report, problem } from './problem.js';
import { Signals } from './signals.js';
import { type Site, variantsOf } from './site.js';
import { Surroundings } from './surroundings.js';
import type { Preview } from './types.js';

const kEntropyBytes = 16;

export const entropy = (): Uint8Array => crypto.getRandomValues(new Uint8Array(kEntropyBytes));

export class PageView {
  readonly #changed: () => void;
  readonly #surroundings: Surroundings;
  /** The engine that has been told of this page view. */
  #engine: Engine | null = null;
  #signals: Signals | null = null;
  #entropy = entropy();
  #previews: (readonly [slot: number, campaign: number, variant: number])[] = [];
  /** The engine knows state and previews. */
  #told = false;
  #isTracked = false;

  /** `changed` is called when something of it is other than it was. */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#surroundings = new Surroundings(changed);
  }

  /** A new one begins. */
  begin(): void {
    this.#engine = null;
    this.#isTracked = false;
    this.#entropy = entropy();
    this.#signals?.restart();
  }

  /** An event says that a page is viewed. Returns whether that is another page view: of this one an event has said so already. */
  isAnother(): boolean {
    const another = this.#isTracked;
    this.#isTracked = true;
    return another;
  }

  /** Tells the engine what it does not know yet; a few comparisons where it knows. Errors: crashed. */
  tell(engine: Engine, language: string, page: string, now: number): void {
    if (engine !== this.#engine) {
      engine.beginPageView(this.#entropy);
      this.#engine = engine;
      this.#told = false;
      this.#surroundings.forget();
    }
    if (!this.#told) {
      this.#told = true;
      this.#signals ??= new Signals(engine.vocabulary.lists.signals, () => this.#signalled());
      engine.setPageState(this.#signals.state);
      engine.preview(-1, -1, -1);
      for (const preview of this.#previews) engine.preview(...preview);
    }
    this.#surroundings.tell(engine, language, page, now);
  }

  /** The language is another. */
  forgetSurroundings(): void {
    this.#surroundings.forget();
  }

  /** Forces a slot to show something; null ends all of that. */
  preview(site: Site, preview: Preview | null, report: Report): void {
    this.#told = false;
    if (!preview) {
      this.#previews = [];
      return;
    }
    const { slot, campaign, variant } = preview;
    const number = site.campaigns.findIndex((known) => known.id === campaign && known.slot === slot);
    const variants = site.campaigns[number] ? variantsOf(site.campaigns[number]) : [];
    const wanted = variant === undefined ? 0 : variants.findIndex(({ id }) => id === variant);
    if (!variants[wanted]) {
      const what = variant === undefined ? `campaign "${campaign}"` : `campaign "${campaign}" with a variant "${variant}"`;
      return report(problem('unknown-name', `slot "${slot}" has no ${what}`, '', 'preview'));
    }
    const slotNumber = site.slots.findIndex(({ id }) => id === slot);
    this.#previews = [...this.#previews.filter(([other]) => other !== slotNumber), [slotNumber, number, wanted]];
  }

  end(): void {
    this.#surroundings.end();
    this.#signals?.end();
  }

  #signalled(): void {
    this.#told = false;
    this.#changed();
  }
}
