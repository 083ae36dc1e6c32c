/**
 * What each slot shows, as objects that stay the same object until what they say changes, so that a framework may compare them
 * by identity.
 */
import { localize } from './languages.js';
import { type Site, variantsOf } from './site.js';
import type { Decision, DecisionRole, Level } from './types.js';

/** What crosses for a slot: campaign, variant, role. */
const kNumbers = 3;
const kNone = -1;

/** The page's own content. */
export const fallbackOf = (slot: string, level: Level): Decision => ({
  slot,
  kind: 'content',
  outcome: 'fallback',
  role: 'fallback',
  campaign: null,
  variant: null,
  content: null,
  level,
});

export class Decisions {
  readonly #site: Site;
  readonly #slots: ReadonlyMap<string, number>;
  readonly #decisions: Decision[];
  #chosen: Int32Array;
  #level: Level = 'contextual';
  #language = '';

  /** Every slot shows the page's own content. */
  constructor(site: Site) {
    this.#site = site;
    this.#slots = new Map(site.slots.map(({ id }, index) => [id, index]));
    this.#chosen = this.#nothing();
    this.#decisions = site.slots.map((_, index) => this.#decision(index, 'fallback'));
  }

  /**
   * Takes the engine's answer: campaign, variant and role per slot; `roles` names the latter. Returns whether any slot now shows
   * something else. Without allocation where none does.
   */
  update(chosen: Int32Array, roles: readonly DecisionRole[], level: Level, language: string): boolean {
    const otherLevel = level !== this.#level;
    const otherLanguage = language !== this.#language;
    this.#level = level;
    this.#language = language;
    let changed = false;
    const before = this.#chosen;
    for (let slot = 0, at = 0; slot < this.#decisions.length; ++slot, at += kNumbers) {
      const same = chosen[at] === before[at] && chosen[at + 1] === before[at + 1] && chosen[at + 2] === before[at + 2];
      if (same && !otherLevel && !(otherLanguage && this.#decisions[slot]?.content)) continue;
      before.set(chosen.subarray(at, at + kNumbers), at);
      this.#decisions[slot] = this.#decision(slot, roles[chosen[at + 2] ?? 0] ?? 'fallback');
      changed = true;
    }
    return changed;
  }

  /** Every slot shows the page's own content. Returns whether that is a change. */
  clear(level: Level): boolean {
    return this.update(this.#nothing(), ['fallback'], level, this.#language);
  }

  /** Undefined for a slot that the site does not have. */
  get(slot: string): Decision | undefined {
    return this.#decisions[this.numberOf(slot)];
  }

  /** The slot's number; -1 for one that the site does not have. */
  numberOf(slot: string): number {
    return this.#slots.get(slot) ?? kNone;
  }

  #nothing(): Int32Array {
    return Int32Array.from({ length: this.#site.slots.length * kNumbers }, (_, index) => (index % kNumbers < 2 ? kNone : 0));
  }

  #decision(slot: number, role: DecisionRole): Decision {
    const { id, kind = 'content' } = this.#site.slots[slot] as Site['slots'][number];
    const campaign = this.#site.campaigns[this.#chosen[slot * kNumbers] as number];
    const variant = campaign && variantsOf(campaign)[this.#chosen[slot * kNumbers + 1] as number];
    return {
      slot: id,
      kind,
      outcome: variant ? 'campaign' : 'fallback',
      role,
      campaign: campaign?.id ?? null,
      variant: variant?.id ?? null,
      content: variant ? localize(variant.content ?? {}, this.#language, this.#site.languages) : null,
      level: this.#level,
    };
  }
}
