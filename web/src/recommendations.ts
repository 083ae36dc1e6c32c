/** Recommendations and the order of categories: the page's words to the engine's numbers and back. */
import type { Engine, RankedItem } from './engine.js';
import { type Report, fail, problem } from './problem.js';
import type { Reason, Recommendation, RecommendOptions, Strategy } from './types.js';
import { kCategoryField, kItemIdField } from './vocabulary.js';

const kDefaultLimit = 8;
const kMaxLimit = 50;
const kMaxExclude = 64;

/** Ranked items, best first. Errors: unknown-name, and what the recommender says. */
export const recommend = (
  engine: Engine,
  strategy: Strategy,
  options: RecommendOptions,
  now: number,
  report: Report,
): readonly Recommendation[] => {
  const { strategies, lists } = engine.vocabulary;
  const number = strategies.get(strategy);
  if (number === undefined) {
    throw fail('unknown-name', `"${strategy}" is not a strategy`, `strategies are ${lists.strategies.join(', ')}`, 'strategy');
  }
  if (engine.modelLost) return [];
  const limit = checkedLimit(options.limit ?? lists.limits[number] ?? kDefaultLimit, report);
  const exclude = checkedExclude(options.exclude ?? [], report).map((id) => itemNumber(engine, id)).filter((item) => item >= 0);
  const item = options.item === undefined ? -1 : itemNumber(engine, options.item);
  return engine
    .recommend(number, limit, item, exclude, now)
    .map((ranked) => ({ item_id: engine.itemId(ranked.item), score: ranked.score, reason: reasonOf(engine, ranked) }));
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

const itemNumber = (engine: Engine, id: string): number => engine.itemNumber(engine.text(kItemIdField, String(id)));

const checkedLimit = (limit: number, report: Report): number => {
  if (Number.isInteger(limit) && limit >= 1 && limit <= kMaxLimit) return limit;
  report(problem('invalid-argument', `a limit of ${limit} is not a whole number from 1 to ${kMaxLimit}`, '', 'limit'));
  return Math.min(Math.max(Math.trunc(limit) || kDefaultLimit, 1), kMaxLimit);
};

const checkedExclude = (ids: readonly string[], report: Report): readonly string[] => {
  if (ids.length <= kMaxExclude) return ids;
  report(problem('limit-exceeded', `${ids.length} items to leave out are more than ${kMaxExclude}`, `the first ${kMaxExclude} are left out`, 'exclude'));
  return ids.slice(0, kMaxExclude);
};

const reasonOf = (engine: Engine, { reason, subject }: RankedItem): Reason => {
  const kind = engine.vocabulary.lists.reasons[reason] ?? 'trending';
  if (subject < 0) return { kind };
  if (kind === 'category-interest') return { kind, category: engine.nameText(subject) };
  if (kind === 'brand-interest') return { kind, brand: engine.nameText(subject) };
  return { kind, item: engine.itemId(subject) };
};
