/** What `noren/words` says in Japanese. */
import type { Words } from './vocabulary.js';

const kRounded = new Intl.NumberFormat('ja', { maximumFractionDigits: 3 });
const kPrecise = new Intl.NumberFormat('ja', { maximumFractionDigits: 20 });

const kJapanese = '\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}';
const kJapaneseStart = new RegExp(`^[${kJapanese}]`, 'u');
const kJapaneseEnd = new RegExp(`[${kJapanese}]$`, 'u');
const kLatinStart = /^[\x21-\x7e]/;
const kLatinEnd = /[\x21-\x7e]$/;

/** Joins pieces, with a blank between Latin letters or digits and kana or kanji, as in 「5,000 以上」. */
const join = (...pieces: readonly string[]): string =>
  pieces.reduce((text, piece) => {
    const apart = (kLatinEnd.test(text) && kJapaneseStart.test(piece)) || (kJapaneseEnd.test(text) && kLatinStart.test(piece));
    return apart ? `${text} ${piece}` : text + piece;
  }, '');

/** 5、6、7 but 「phone」「tablet」. */
const listed = (texts: readonly string[]): string => texts.join(texts.every((text) => text.endsWith('」')) ? '' : '、');
const exactly = ([value = '']: readonly string[]): string => join(value, 'であること');
const oneOf = (texts: readonly string[]): string => (texts.length > 1 ? join(listed(texts), 'のどれか') : exactly(texts));

export const japanese: Words = {
  yes: '「はい」',
  no: '「いいえ」',
  nothing: 'なし',
  empty: '空',
  number: (value, precise) => (precise ? kPrecise : kRounded).format(value),
  quoted: (text) => `「${text}」`,
  listed,

  is: (subject, found) => join(subject, 'は', found, 'です'),
  unknown: (subject) => join(subject, 'はわかりません'),
  demands: {
    is: exactly,
    'is-not': ([value = '']) => join(value, '以外'),
    'at-least': ([limit = '']) => join(limit, '以上'),
    more: ([limit = '']) => join(limit, 'より大きいこと'),
    'at-most': ([limit = '']) => join(limit, '以下'),
    less: ([limit = '']) => join(limit, '未満'),
    'from-to': ([low = '', high = '']) => join(low, '以上', high, '以下'),
    outside: ([low = '', high = '']) => join(low, '未満、または', high, 'より大きいこと'),
    between: ([low = '', high = '']) => join(low, 'より大きく', high, '未満'),
    'not-between': ([low = '', high = '']) => join(low, '以下、または', high, '以上'),
    'one-of': oneOf,
    'none-of': (texts) => join(listed(texts), '以外'),
    contains: ([part = '']) => join(part, 'を含むこと'),
    lacks: ([part = '']) => join(part, 'を含まないこと'),
    'part-of': ([whole = '']) => join(whole, 'の一部であること'),
    'not-part-of': ([whole = '']) => join(whole, 'の一部でないこと'),
    'starts-with': ([start = '']) => join(start, 'で始まること'),
    'starts-otherwise': ([start = '']) => join(start, 'で始まらないこと'),
    'ends-with': ([end = '']) => join(end, 'で終わること'),
    'ends-otherwise': ([end = '']) => join(end, 'で終わらないこと'),
    'day-is': exactly,
    'day-is-not': ([day = '']) => join(day, '以外'),
    'time-is': exactly,
    'time-is-not': ([time = '']) => join(time, '以外'),
    'day-after': ([day = '']) => join(day, 'より後'),
    'day-up-to': ([day = '']) => join(day, '以前'),
    'day-before': ([day = '']) => join(day, 'より前'),
    'day-from': ([day = '']) => join(day, '以降'),
    'days-from-to': ([first = '', last = '']) => join(first, 'から', last, 'まで'),
    'days-outside': ([first = '', last = '']) => join(first, 'より前、または', last, 'より後'),
    'one-of-days': oneOf,
    'none-of-days': (texts) => join(listed(texts), '以外'),
  },

  demanding: (says, demand) => `${says}（${join(demand, 'が条件')}）`,
  toBeKnown: (says, known) => `${says}（わかって${known ? 'いる' : 'いない'}ことが条件）`,
  asNeeded: (says) => `${says}（条件どおり）`,
  noted: (says, demand) => `${says}（${demand}）`,
  tooSmall: (segment, size, minimum) =>
    `セグメント「${segment}」は誰にも当てはめません（該当するお客様が${kRounded.format(size)}人で、個人が目立たないために必要な${kRounded.format(minimum)}人に足りないため）`,
  membership: (segment, held, needed) => {
    const says = `セグメント「${segment}」に入って${held ? 'います' : 'いません'}`;
    if (needed === undefined) return says;
    if (held === needed) return `${says}（条件どおり）`;
    return `${says}（入って${needed ? 'いる' : 'いない'}ことが条件）`;
  },
};
