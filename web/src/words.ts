/**
 * Why a campaign shows or does not, why she is in a segment or not, and why an item is recommended, as sentences in English and Japanese. For
 * tools, previews and visitors who want to know; not every page says why, so it is an entry of its own.
 *
 * ```ts
 * import { inWords } from 'noren/words';
 *
 * inWords((await noren.explain('home-hero')).considered[0].because, 'en');
 * // ['cart.value is 5,400; at least 5,000 is needed', 'context.device is "phone", as needed']
 * inWords((await noren.explain('home-hero')).considered[0].because, 'ja');
 * // ['cart.value は 5,400 です（5,000 以上が条件）', 'context.device は「phone」です（条件どおり）']
 *
 * import { reasonInWords } from 'noren/words';
 *
 * const [first] = noren.recommend('for-you', { limit: 1 });
 * reasonInWords(first.reason, 'en', (what, id) => (what === 'item' ? titles[id] : undefined));
 * // 'Because you looked at Thick stoneware mug'
 * ```
 */
import { english } from './words/english.js';
import { japanese } from './words/japanese.js';
import { isConstant, oppositeOf, read, simplified } from './words/read.js';
import { Texts, type Words } from './words/vocabulary.js';
import type { DecidingCondition, SegmentMembership } from './types.js';

export { type NamedByReason, reasonInWords } from './words/reasons.js';
export type { DecidingCondition, ExplainedRule, Json, Reason, SegmentMembership } from './types.js';

/**
 * One sentence per condition, without a full stop, in the order given; none where nothing is decided by conditions. In Japanese where
 * `language` is a tag of that language, else in English.
 * @param nameOf what to call an attribute (`cart.value`) or a segment (`segment.runner`); default: its own name
 */
export const inWords = (
  because: readonly DecidingCondition[],
  language: string,
  nameOf: (attribute: string) => string = (attribute) => attribute.replace(/^segment\./, ''),
): readonly string[] => {
  const words = wordsOf(language);
  return because.map((condition) =>
    condition.attribute?.startsWith('segment.')
      ? words.membership(nameOf(condition.attribute), condition.held, condition.needed)
      : sentence(condition, words, nameOf),
  );
};

/** Why she is in a segment or not, as {@link inWords} says it; of one that is too small to hold for anybody, that. */
export const segmentInWords = (
  { segment, tooSmall, because }: SegmentMembership,
  language: string,
  nameOf?: (attribute: string) => string,
): readonly string[] => {
  if (!tooSmall) return inWords(because, language, nameOf);
  const name = nameOf?.(`segment.${segment}`) ?? segment;
  return [wordsOf(language).tooSmall(name, tooSmall.size, tooSmall.minimum)];
};

const wordsOf = (language: string): Words => (/^ja\b/i.test(language) ? japanese : english);

const sentence = (condition: DecidingCondition, words: Words, nameOf: (attribute: string) => string): string => {
  const { held, needed = held } = condition;
  const fact = read(condition);
  const { subject, relation, demanded } = simplified(needed ? fact : oppositeOf(fact));
  const found = subject.value;

  const days = /^(day|time)|-days$/.test(relation);
  const rounded = new Texts(words, nameOf, days, false);
  const looksEqual = demanded.some(({ value }) => value !== found && rounded.value(value) === rounded.value(found));
  const texts = looksEqual ? new Texts(words, nameOf, days, true) : rounded;

  const name = texts.expression(subject);
  const says = found === null ? words.unknown(name) : words.is(name, texts.value(found));
  const demand = words.demands[relation](demanded.map((rule) => texts.operand(rule)));
  const [only] = demanded.length === 1 && isConstant(demanded[0]) ? demanded : [];
  const aboutKnowing = only?.value === null && (relation === 'is' || relation === 'is-not');
  // What is as it has to be needs no second mention of how that is.
  const exact = held === needed && (aboutKnowing || (only && texts.value(only.value) === texts.value(found))) && /^(is|day-is|time-is)$/.test(relation);
  if (condition.needed === undefined) return exact || aboutKnowing ? says : words.noted(says, demand);
  if (exact) return words.asNeeded(says);
  return aboutKnowing ? words.toBeKnown(says, relation === 'is-not') : words.demanding(says, demand, relation);
};
