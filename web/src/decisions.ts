/**
 * What each slot shows, as objects that stay the same object until what they say changes, so that a framework may compare them
 * by identity.
 */
import { localize } from './languages.js';
import type { Site } from './site.js';
import type { Decision, Level } from './types.js';

const kFallback = -1;

/** The page's own content. */
export const fallbackOf = (slot: string, level: Level): Decision => ({
  slot,
  outcome: 'fallback',
  campaign: null,
  variant: null,
  content: null,
  level,
});

export class Decisions {
  readonly #site: Site;
  #slots = new Map<string, { readonly key: string; readonly decision: Decision }>();

  constructor(site: Site) {
    this.#site = site;
  }

  /** Takes the engine's answer: (campaign, variant) per slot. Returns whether any slot now shows something else. */
  update(chosen: Int32Array, level: Level, language: string): boolean {
    let changed = false;
    this.#site.slots.forEach((slot, index) => {
      const campaign = chosen[index * 2] ?? kFallback;
      const variant = chosen[index * 2 + 1] ?? kFallback;
      const key = `${campaign} ${variant} ${level} ${campaign === kFallback ? '' : language}`;
      if (this.#slots.get(slot)?.key === key) return;
      this.#slots.set(slot, { key, decision: this.#decision(slot, campaign, variant, level, language) });
      changed = true;
    });
    return changed;
  }

  /** Every slot shows the page's own content. Returns whether that is a change. */
  clear(level: Level): boolean {
    return this.update(new Int32Array(this.#site.slots.length * 2).fill(kFallback), level, '');
  }

  /** Undefined for a slot that the site does not have. */
  get(slot: string): Decision | undefined {
    return this.#slots.get(slot)?.decision;
  }

  #decision(slot: string, campaignIndex: number, variantIndex: number, level: Level, language: string): Decision {
    const campaign = this.#site.campaigns[campaignIndex];
    const variant = campaign?.variants[variantIndex];
    if (!campaign || !variant) return fallbackOf(slot, level);
    return {
      slot,
      outcome: 'campaign',
      campaign: campaign.id,
      variant: variant.id,
      content: localize(variant.content ?? {}, language, this.#site.languages),
      level,
    };
  }
}
