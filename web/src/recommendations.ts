/** Recommendations and the order of categories: the page's words to the engine's numbers and back. */
import type { Engine, RankedItem } from './engine.js';
import { type Report, fail, problem } from './problem.js';
import type { Site } from './site.js';
import type { Aside, Reason, ReasonSubject, Recommendation, RecommendOptions, Strategy } from './types.js';
import { type FieldType, kBrandField, kCategoryField, kItemIdField } from './vocabulary.js';

const kDefaultLimit = 8;
const kMaxLimit = 50;
const kMaxExclude = 256;
const kMaxGiven = 1000;

/** Strategies from here on, as the engine numbers them, are in its part "strategies". */
const kCommonStrategies = 6;

/** What the rows of one page view show, in the order in which the page first asked for them: none repeats what one before it shows. */
export class Rows {
  readonly #shown = new Map<string, readonly string[]>();

  /** The items of the rows before this one; of all rows, if it is new. */
  before(row: string): readonly string[] {
    const names = [...this.#shown.keys()];
    return names.slice(0, names.indexOf(row) < 0 ? names.length : names.indexOf(row)).flatMap((name) => this.#shown.get(name) ?? []);
  }

  show(row: string, items: readonly string[]): void {
    this.#shown.set(row, items);
  }

  clear(): void {
    this.#shown.clear();
  }
}

/** The engine's number of a strategy, and whether it is in the part "strategies". Errors: unknown-name. */
export const strategyNumber = (engine: Engine, strategy: Strategy): readonly [number: number, isInPart: boolean] => {
  const { strategies, lists } = engine.vocabulary;
  const number = strategies.get(strategy);
  if (number !== undefined) return [number, number >= kCommonStrategies];
  throw fail('unknown-name', `"${strategy}" is not a strategy`, `strategies are ${lists.strategies.join(', ')}`, 'strategy');
};

/** Ranked items, best first. Errors: what the recommender says. */
export const recommend = (
  engine: Engine,
  site: Site,
  strategy: number,
  { limit, item, category, exclude = [], items = [], row }: RecommendOptions,
  rows: Rows,
  now: number,
  report: Report,
): readonly Recommendation[] => {
  const { lists } = engine.vocabulary;
  if (engine.modelLost) return [];
  const numbers = (ids: readonly string[]) => ids.map((id) => itemNumber(engine, id)).filter((number) => number >= 0);
  const others = row === undefined ? [] : rows.before(row);
  const found = engine
    .recommend(
      {
        strategy,
        limit: checkedLimit(limit ?? lists.limits[strategy] ?? kDefaultLimit, report),
        item: item === undefined ? -1 : itemNumber(engine, item),
        exclude: numbers(atMost(kMaxExclude, [...exclude, ...others], 'exclude', report)),
        given: numbers(atMost(kMaxGiven, items, 'items', report)),
        // After all others: their texts may have made an earlier handle void.
        category: category === undefined ? -1 : engine.text(kCategoryField, String(category)),
      },
      now,
    )
    .map((ranked) => ({
      item_id: lists.strategies[strategy] === 'content' ? (site.articles[ranked.item]?.id ?? '') : engine.itemId(ranked.item),
      score: ranked.score,
      reason: reasonOf(engine, site, ranked),
    }));
  if (row !== undefined) rows.show(row, found.map(({ item_id: id }) => id));
  return found;
};

/** The names, those she cares about first; the order of equals is kept. */
export const rankCategories = (engine: Engine, names: readonly string[], now: number): readonly string[] => {
  const generation = engine.textGeneration();
  const handles = () => names.map((name) => engine.text(kCategoryField, String(name)));
  let categories = handles();
  if (engine.textGeneration() !== generation) categories = handles();
  const scores = engine.scoreCategories(categories, now);
  return names
    .map((name, index) => ({ name, score: scores[index] ?? 0, index }))
    .sort((left, right) => right.score - left.score || left.index - right.index)
    .map(({ name }) => name);
};

const kFieldOf: Partial<Record<Aside, FieldType>> = { disliked: kItemIdField, item: kItemIdField, category: kCategoryField, brand: kBrandField };

/** Sets something aside, or takes it back; returns the event's stored form. Errors: invalid-argument, and what the gate says. */
export const setAside = (engine: Engine, site: Site, aside: Aside, name: string, takenBack: boolean, now: number): Uint8Array => {
  const field = kFieldOf[aside];
  const subject = field === undefined ? site.questions.findIndex(({ id }) => id === name) : engine.text(field, name);
  const number = engine.vocabulary.lists.asides.indexOf(aside);
  return engine.act((instance) => instance.disregard(number, subject, Number(takenBack), now));
};

/** The one thing that a reason follows from. */
export const subjectOf = (reason: ReasonSubject): readonly [Aside, string] => {
  for (const aside of ['item', 'category', 'brand', 'question'] as const) {
    const name = reason[aside];
    if (name !== undefined) return [aside, String(name)];
  }
  throw fail('invalid-argument', 'the reason names nothing that could be set aside', 'it needs an item, a category, a brand or a question', 'reason');
};

const itemNumber = (engine: Engine, id: string): number => engine.itemNumber(engine.text(kItemIdField, String(id)));

const checkedLimit = (limit: number, report: Report): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= kMaxLimit) return limit;
  report(problem('invalid-argument', `a limit of ${limit} is not a whole number from 1 to ${kMaxLimit}`, '', 'limit'));
  return Math.min(Math.max(Math.trunc(limit) || kDefaultLimit, 1), kMaxLimit);
};

const atMost = (most: number, ids: readonly string[], path: string, report: Report): readonly string[] => {
  if (ids.length <= most) return ids;
  report(problem('limit-exceeded', `${ids.length} items are more than ${most}`, `the first ${most} are taken`, path));
  return ids.slice(0, most);
};

const reasonOf = (engine: Engine, site: Site, { reason, subject }: RankedItem): Reason => {
  const kind = engine.vocabulary.lists.reasons[reason] ?? 'trending';
  if (subject < 0) return { kind };
  switch (kind) {
    case 'category-interest':
    case 'popular-in-category':
      return { kind, category: engine.nameText(subject) };
    case 'brand-interest':
      return { kind, brand: engine.nameText(subject) };
    case 'featured':
      return { kind, rule: site.merchandising[subject]?.id ?? '' };
    case 'declared':
      return { kind, question: site.questions[subject]?.id ?? '' };
    default:
      return { kind, item: engine.itemId(subject) };
  }
};
