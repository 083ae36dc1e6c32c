/**
 * What this page view itself says, without any profile: the device's class, the way she came, the clocks of the zones that matter.
 * Each is looked up when it may have changed and not before.
 */
import { type Channel, campaignTagOf, channelOf } from './channel.js';
import type { Engine } from './engine.js';
import { offsetOf, ownOffset, quarterOf } from './zones.js';

const kPhoneWidth = 600;
const kTabletWidth = 1200;

/** By the width of the window and the kind of pointer; nothing finer, which could tell devices apart. */
export const deviceClass = (): 'phone' | 'tablet' | 'desktop' => {
  if (typeof window === 'undefined') return 'desktop';
  if (window.innerWidth < kPhoneWidth) return 'phone';
  const touch = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches;
  return touch && window.innerWidth < kTabletWidth ? 'tablet' : 'desktop';
};

export class Surroundings {
  readonly #changed: () => void;
  readonly #end = new AbortController();
  /** How she came to this document, read before the page changes its address. */
  readonly #channel: Channel = 'direct';
  readonly #tag: string = '';
  /** The page on which she arrived; null until it is named, and where she came from another page of the shop. */
  #landing: string | null = null;
  #device = deviceClass();
  #quarter = -1;
  #told = false;

  /** `changed` is called when the device's class is another. */
  constructor(changed: () => void) {
    this.#changed = changed;
    if (typeof window === 'undefined' || typeof location === 'undefined') return;
    const address = new URL(location.href);
    this.#channel = channelOf(address, document.referrer);
    this.#tag = campaignTagOf(address);
    window.addEventListener('resize', () => this.#resized(), { passive: true, signal: this.#end.signal });
  }

  /** The engine is a fresh one, or language or page are others: tell it everything at the next opportunity. */
  forget(): void {
    this.#told = false;
  }

  /** Tells the engine what it does not know yet. Two comparisons where it knows. */
  tell(engine: Engine, language: string, page: string, now: number): void {
    const quarter = quarterOf(now);
    if (this.#told && quarter === this.#quarter) return;
    const { languages, pages, lists } = engine.vocabulary;
    if (page && this.#channel !== 'internal') this.#landing ??= page;
    const numberOf = (names: readonly (string | null)[], name: string | null) => (name === null ? -1 : names.indexOf(name));
    engine.setContext(
      languages.get(language) ?? -1,
      numberOf(lists.devices, this.#device),
      pages.get(page) ?? -1,
      numberOf(lists.pages, this.#landing),
      numberOf(lists.channels, this.#channel),
      numberOf(lists.tags, this.#tag),
      ownOffset(now),
    );
    lists.zones.forEach((zone, index) => {
      const offset = zone === null ? undefined : offsetOf(zone, now);
      if (offset !== undefined) engine.setZoneOffset(index, offset);
    });
    this.#quarter = quarter;
    this.#told = true;
  }

  end(): void {
    this.#end.abort();
  }

  #resized(): void {
    const device = deviceClass();
    if (device === this.#device) return;
    this.#device = device;
    this.#told = false;
    this.#changed();
  }
}
