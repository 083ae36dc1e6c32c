/** The engine's closed lists, read once: which number each name has. */
import type { Channel } from './channel.js';
import type { Signal } from './signals.js';
import type { Aside, DecisionRole, EventName, Reason, Strategy } from './types.js';

/** What {@link EngineInstance.vocabulary} returns, parsed. Every list is in the order of its numbers. */
export interface VocabularyLists {
  readonly events: readonly EventName[];
  readonly fields: readonly { readonly name: string; readonly type: FieldType }[];
  readonly slots: readonly string[];
  readonly roles: readonly DecisionRole[];
  readonly strategies: readonly Strategy[];
  /** How many items each strategy gives when it is not told. */
  readonly limits: readonly number[];
  readonly reasons: readonly Reason['kind'][];
  readonly asides: readonly Aside[];
  readonly languages: readonly string[];
  readonly pages: readonly string[];
  readonly devices: readonly string[];
  readonly channels: readonly Channel[];
  /** The campaign tags that the site document lists. */
  readonly tags: readonly string[];
  /** The time zones whose offsets the engine does not know by itself; null for the others. */
  readonly zones: readonly (string | null)[];
  /** What the site's rules ask of a page view. */
  readonly signals: readonly Signal[];
  readonly refusals: readonly string[];
}

/** What a field holds, as core/event/event.h numbers it: 0 item id, 1 category, 2 brand, 3 currency, 4 campaign, 5 variant, 6 money, 7 count,
 * 8 person, 9 unused, 10 reference, 11 address. */
export type FieldType = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;
export const kItemIdField = 0;
export const kCategoryField = 1;
export const kBrandField = 2;
export const kLastTextField = 5;
export const kLastNumberField = 7;
export const kPersonField = 8;
export const kUnusedField = 9;

const numbered = (names: readonly string[]): ReadonlyMap<string, number> => new Map(names.map((name, index) => [name, index]));

export class Vocabulary {
  readonly lists: VocabularyLists;
  readonly events: ReadonlyMap<string, number>;
  readonly fields: ReadonlyMap<string, { readonly index: number; readonly type: FieldType }>;
  readonly strategies: ReadonlyMap<string, number>;
  readonly languages: ReadonlyMap<string, number>;
  readonly pages: ReadonlyMap<string, number>;

  constructor(json: string) {
    const lists = JSON.parse(json) as VocabularyLists;
    this.lists = lists;
    this.events = numbered(lists.events);
    this.fields = new Map(lists.fields.map(({ name, type }, index) => [name, { index, type }]));
    this.strategies = numbered(lists.strategies);
    this.languages = numbered(lists.languages);
    this.pages = numbered(lists.pages);
  }
}
