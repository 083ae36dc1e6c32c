/** What `noren/words` says in English. */
import type { Relation } from './read.js';
import type { Words } from './vocabulary.js';

const kRounded = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const kPrecise = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

const oneOf = (texts: readonly string[]): string => joined(texts, 'or');
const joined = (texts: readonly string[], word: string): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`;

/** A limit is not needed but allowed. */
const kAllowed: ReadonlySet<Relation> = new Set(['at-most', 'day-up-to']);

export const english: Words = {
  yes: 'yes',
  no: 'no',
  nothing: 'nothing',
  empty: 'empty',
  number: (value, precise) => (precise ? kPrecise : kRounded).format(value),
  quoted: (text) => `"${text}"`,
  listed: (texts) => joined(texts, 'and'),

  is: (subject, found) => `${subject} is ${found}`,
  unknown: (subject) => `${subject} is not known`,
  demands: {
    is: oneOf,
    'is-not': (texts) => `anything but ${oneOf(texts)}`,
    'at-least': ([limit]) => `at least ${limit}`,
    more: ([limit]) => `more than ${limit}`,
    'at-most': ([limit]) => `at most ${limit}`,
    less: ([limit]) => `less than ${limit}`,
    'from-to': ([low, high]) => `from ${low} to ${high}`,
    outside: ([low, high]) => `less than ${low} or more than ${high}`,
    between: ([low, high]) => `more than ${low} and less than ${high}`,
    'not-between': ([low, high]) => `at most ${low} or at least ${high}`,
    'one-of': oneOf,
    'none-of': (texts) => `anything but ${oneOf(texts)}`,
    contains: ([part]) => `something that contains ${part}`,
    lacks: ([part]) => `something that does not contain ${part}`,
    'part-of': ([whole]) => `a part of ${whole}`,
    'not-part-of': ([whole]) => `something that is no part of ${whole}`,
    'starts-with': ([start]) => `a text that starts with ${start}`,
    'starts-otherwise': ([start]) => `a text that does not start with ${start}`,
    'ends-with': ([end]) => `a text that ends with ${end}`,
    'ends-otherwise': ([end]) => `a text that does not end with ${end}`,
    'day-is': oneOf,
    'day-is-not': (texts) => `any day but ${oneOf(texts)}`,
    'time-is': oneOf,
    'time-is-not': (texts) => `any time but ${oneOf(texts)}`,
    'day-after': ([day]) => `a day after ${day}`,
    'day-up-to': ([day]) => `a day up to ${day}`,
    'day-before': ([day]) => `a day before ${day}`,
    'day-from': ([day]) => `a day from ${day} on`,
    'days-from-to': ([first, last]) => `a day from ${first} to ${last}`,
    'days-outside': ([first, last]) => `a day before ${first} or after ${last}`,
    'one-of-days': oneOf,
    'none-of-days': (texts) => `any day but ${oneOf(texts)}`,
  },

  demanding: (says, demand, relation) => `${says}; ${demand} is ${kAllowed.has(relation) ? 'allowed' : 'needed'}`,
  toBeKnown: (says, known) => `${says}; it has to be ${known ? 'known' : 'unknown'}`,
  asNeeded: (says) => `${says}, as needed`,
  noted: (says, demand) => `${says} (${demand})`,
  tooSmall: (segment, size, minimum) =>
    `the segment "${segment}" holds for nobody: it has ${kRounded.format(size)} visitors, and takes ${kRounded.format(minimum)}, so that nobody stands out`,
  membership: (segment, held, needed) => {
    const says = `the visitor is ${held ? '' : 'not '}in the segment "${segment}"`;
    if (needed === undefined) return says;
    if (held === needed) return `${says}, as needed`;
    return `${says}, but ${needed ? 'has to be' : 'must not be'}`;
  },
};
