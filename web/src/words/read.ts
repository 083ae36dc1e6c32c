/** What a condition says of what: `cart.value` `at-least` 5000, however the rule writes it. */
import type { DecidingCondition, ExplainedRule, Json } from '../types.js';

/** Each relation with the one that holds where it does not. */
const kOpposites = {
  is: 'is-not',
  'at-least': 'less',
  'at-most': 'more',
  'from-to': 'outside',
  between: 'not-between',
  'one-of': 'none-of',
  contains: 'lacks',
  'part-of': 'not-part-of',
  'starts-with': 'starts-otherwise',
  'ends-with': 'ends-otherwise',
  'day-is': 'day-is-not',
  'time-is': 'time-is-not',
  'day-after': 'day-up-to',
  'day-before': 'day-from',
  'days-from-to': 'days-outside',
  'one-of-days': 'none-of-days',
} as const;

export type Relation = keyof typeof kOpposites | (typeof kOpposites)[keyof typeof kOpposites];

const kOppositeOf = new Map<Relation, Relation>(
  (Object.entries(kOpposites) as [Relation, Relation][]).flatMap(([one, other]) => [[one, other], [other, one]]),
);

export interface Fact {
  readonly subject: ExplainedRule;
  readonly relation: Relation;
  readonly demanded: readonly ExplainedRule[];
}

/** What is so exactly where the fact is not. */
export const oppositeOf = (fact: Fact): Fact => ({ ...fact, relation: kOppositeOf.get(fact.relation) as Relation });

/** The same in fewer words: of yes and no, not one is the other. */
export const simplified = (fact: Fact): Fact => {
  const [first] = fact.demanded;
  const ofTwo = fact.relation === 'is-not' && typeof fact.subject.value === 'boolean';
  return ofTwo && first !== undefined && isConstant(first) && typeof first.value === 'boolean'
    ? { ...fact, relation: 'is', demanded: [constant(!first.value)] }
    : fact;
};

const kRelations: Readonly<Record<string, Relation>> = {
  '==': 'is',
  '===': 'is',
  '!=': 'is-not',
  '!==': 'is-not',
  '>=': 'at-least',
  '>': 'more',
  '<=': 'at-most',
  '<': 'less',
  startsWith: 'starts-with',
  endsWith: 'ends-with',
  dateAfter: 'day-after',
  dateBefore: 'day-before',
  dateOnOrAfter: 'day-from',
  dateOnOrBefore: 'day-up-to',
  dateOn: 'day-is',
  dateNotOn: 'day-is-not',
  dateIn: 'one-of-days',
  dateNotIn: 'none-of-days',
  'date==': 'day-is',
  'date!=': 'day-is-not',
  'datetime==': 'time-is',
  'datetime!=': 'time-is-not',
};

/** The same said of the second of two. */
const kMirrored: Partial<Record<Relation, Relation>> = {
  is: 'is',
  'is-not': 'is-not',
  'at-least': 'at-most',
  'at-most': 'at-least',
  more: 'less',
  less: 'more',
  'day-is': 'day-is',
  'day-is-not': 'day-is-not',
  'time-is': 'time-is',
  'time-is-not': 'time-is-not',
  'day-after': 'day-before',
  'day-before': 'day-after',
  'day-from': 'day-up-to',
  'day-up-to': 'day-from',
};

const kRanges: Readonly<Record<string, Relation>> = {
  '<=': 'from-to',
  '<': 'between',
  dateBetween: 'days-from-to',
  dateNotBetween: 'days-outside',
};

export const read = (condition: DecidingCondition): Fact => {
  const { op, args = [] } = condition;
  const [first, second, third] = args;
  if (first && second && third && op in kRanges && isConstant(first) && isConstant(third)) {
    return { subject: second, relation: kRanges[op] as Relation, demanded: [first, third] };
  }
  if (!first || !second || third) return truth(condition);
  if (op === 'in') return membership(first, second);
  const relation = kRelations[op];
  if (relation === undefined) return truth(condition);
  if (relation === 'one-of-days' || relation === 'none-of-days') return { subject: first, relation, demanded: elements(second) };
  const mirrored = isConstant(first) && !isConstant(second) ? kMirrored[relation] : undefined;
  return mirrored === undefined
    ? { subject: first, relation, demanded: [second] }
    : { subject: second, relation: mirrored, demanded: [first] };
};

const membership = (needle: ExplainedRule, haystack: ExplainedRule): Fact => {
  if (isConstant(needle)) return { subject: haystack, relation: 'contains', demanded: [needle] };
  return Array.isArray(haystack.value)
    ? { subject: needle, relation: 'one-of', demanded: elements(haystack) }
    : { subject: needle, relation: 'part-of', demanded: [haystack] };
};

/** JsonLogic's truth of a value: another than the false one of its kind. */
const truth = (condition: ExplainedRule): Fact => {
  const { value } = condition;
  if (typeof value === 'boolean') return { subject: condition, relation: 'is', demanded: [constant(true)] };
  const nothing = typeof value === 'number' ? 0 : Array.isArray(value) ? [] : null;
  return { subject: condition, relation: 'is-not', demanded: [constant(nothing)] };
};

const constant = (value: Json): ExplainedRule => ({ op: 'constant', value });

const elements = (list: ExplainedRule): readonly ExplainedRule[] =>
  list.op === 'list' && Array.isArray(list.value) && list.args === undefined ? list.value.map(constant) : [list];

/** Whether nothing about the visitor or the page can change it. */
export const isConstant = (rule: ExplainedRule | undefined): boolean =>
  rule !== undefined && rule.attribute === undefined && (rule.args ?? []).every(isConstant);
