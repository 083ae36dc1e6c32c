/**
 * What decided a rule, in words. words.md, beside this file, has a sentence of each kind in both languages, for people to read: after a change,
 * `npx vitest run --config tests/web/vitest.config.ts words -u` writes it anew.
 */
import { describe, expect, it } from 'vitest';
import { inWords, segmentInWords, type DecidingCondition, type ExplainedRule, type Json } from '../../web/src/words.js';

const attribute = (name: string, value: Json): ExplainedRule => ({ op: 'var', value, attribute: name });
const constant = (value: Json): ExplainedRule => ({ op: 'constant', value });
const list = (...value: Json[]): ExplainedRule => ({ op: 'list', value });
const operation = (op: string, value: Json, ...args: ExplainedRule[]): ExplainedRule => ({ op, value, args });
const rule = (part: ExplainedRule | Json): ExplainedRule =>
  typeof part === 'object' && part !== null && 'op' in part ? (part as ExplainedRule) : constant(part as Json);

const cart = (value: number | null) => attribute('cart.value', value);
const device = (value: string | null) => attribute('context.device', value);
const landing = (value: string | null) => attribute('visit.landing', value);
const hour = (value: number) => attribute('context.hour', value);
const exit = (value: boolean | null) => attribute('page.exit_intent', value);
const release = (value: string) => attribute('item.release', value);

type Holding = 'held' | 'not held';
type Needed = 'needed' | 'unwanted' | 'choosing';
const state = (holding: Holding, needed: Needed) => ({
  held: holding === 'held',
  ...(needed === 'choosing' ? {} : { needed: needed === 'needed' }),
});
const compared = (holding: Holding, needed: Needed, op: string, ...args: (ExplainedRule | Json)[]): DecidingCondition => ({
  ...operation(op, holding === 'held', ...args.map(rule)),
  ...state(holding, needed),
});
const alone = (holding: Holding, needed: Needed, part: ExplainedRule): DecidingCondition => ({ ...part, ...state(holding, needed) });

const kOptions = list('phone', 'tablet');

const sections: Readonly<Record<string, readonly DecidingCondition[]>> = {
  'Numbers compared': [
    compared('held', 'needed', '>=', cart(5400), 5000),
    compared('not held', 'needed', '>=', cart(4200), 5000),
    compared('held', 'needed', '>', cart(5400), 5000),
    compared('not held', 'needed', '<=', cart(5400), 5000),
    compared('not held', 'needed', '<', cart(5400), 5000),
    compared('not held', 'needed', '<=', 5000, cart(4200)),
    compared('held', 'needed', '>', 5000, cart(4200)),
    compared('not held', 'needed', '<=', 9, hour(22), 18),
    compared('not held', 'needed', '<', 9, hour(9), 18),
    compared('not held', 'needed', '>', attribute('interest.category.shoes', 0.4583333333333333), 0.4583333333333334),
    compared('held', 'needed', '>', attribute('interest.category.shoes', 0.4583333333333333), 0.25),
  ],
  'What must not be': [
    compared('held', 'unwanted', '>=', cart(5400), 5000),
    compared('not held', 'unwanted', '>', cart(4200), 5000),
    compared('held', 'unwanted', '<=', cart(4200), 5000),
    compared('held', 'unwanted', '<', cart(4200), 5000),
    compared('held', 'unwanted', '<=', 9, hour(12), 18),
    compared('held', 'unwanted', '<', 9, hour(12), 18),
    compared('held', 'unwanted', '==', device('phone'), 'phone'),
    compared('held', 'unwanted', '!=', device('phone'), 'tablet'),
    compared('held', 'unwanted', 'in', device('phone'), kOptions),
    compared('held', 'unwanted', 'startsWith', attribute('interest.top_category', 'running-shoes'), 'run'),
    compared('held', 'unwanted', 'endsWith', attribute('interest.top_category', 'running-shoes'), 'shoes'),
  ],
  Equality: [
    compared('held', 'needed', '==', device('phone'), 'phone'),
    compared('not held', 'needed', '===', device('phone'), 'tablet'),
    compared('held', 'needed', '!=', device('phone'), 'tablet'),
    compared('not held', 'needed', '!==', device('phone'), 'phone'),
    compared('not held', 'needed', '==', 'tablet', device('phone')),
    compared('held', 'needed', '==', hour(12), 12),
  ],
  'One of several': [
    compared('held', 'needed', 'in', device('phone'), kOptions),
    compared('not held', 'needed', 'in', device('desktop'), kOptions),
    compared('not held', 'needed', 'in', device('desktop'), list('phone')),
    compared('not held', 'needed', 'in', attribute('context.weekday', 3), list(5, 6, 7)),
  ],
  'Parts of texts': [
    compared('held', 'needed', 'startsWith', attribute('interest.top_category', 'running-shoes'), 'run'),
    compared('not held', 'needed', 'endsWith', attribute('interest.top_category', 'running-shoes'), 'boots'),
    compared('held', 'needed', 'in', 'run', attribute('interest.top_category', 'running-shoes')),
    compared('held', 'unwanted', 'in', 'run', attribute('interest.top_category', 'running-shoes')),
    compared('not held', 'needed', 'in', attribute('context.language', 'en'), 'fr,de'),
    compared('held', 'unwanted', 'in', attribute('context.language', 'de'), 'fr,de'),
    compared('not held', 'needed', 'in', 'sale', attribute('tags', ['new', 'summer'])),
  ],
  'True or not': [
    alone('held', 'needed', exit(true)),
    alone('not held', 'needed', exit(false)),
    alone('held', 'unwanted', exit(true)),
    alone('not held', 'unwanted', exit(false)),
    alone('not held', 'needed', exit(null)),
    alone('held', 'needed', attribute('cart.items', 2)),
    alone('not held', 'needed', attribute('cart.items', 0)),
    alone('held', 'unwanted', attribute('cart.items', 2)),
    alone('not held', 'unwanted', attribute('cart.items', 0)),
    alone('held', 'needed', landing('home')),
    alone('held', 'unwanted', landing('home')),
    alone('not held', 'needed', landing(null)),
    alone('not held', 'unwanted', landing(null)),
    compared('not held', 'needed', '==', exit(false), true),
    compared('held', 'needed', '!=', exit(false), true),
  ],
  'What is not known': [
    compared('not held', 'needed', '<', attribute('visit.days_since_last', null), 30),
    compared('not held', 'needed', '==', device(null), 'phone'),
    compared('held', 'needed', '!=', device(null), 'phone'),
    compared('not held', 'needed', 'in', device(null), kOptions),
    compared('held', 'needed', '==', landing(null), null),
    compared('not held', 'needed', '==', landing('home'), null),
    compared('held', 'needed', '!=', landing('home'), null),
    compared('not held', 'needed', '!=', landing(null), null),
  ],
  Segments: [
    alone('held', 'needed', attribute('segment.runner', true)),
    alone('not held', 'needed', attribute('segment.runner', false)),
    alone('held', 'unwanted', attribute('segment.runner', true)),
    alone('not held', 'unwanted', attribute('segment.runner', false)),
    alone('held', 'choosing', attribute('segment.runner', true)),
    alone('not held', 'choosing', attribute('segment.runner', false)),
  ],
  'What only chooses': [
    compared('not held', 'choosing', '>=', cart(4200), 5000),
    compared('held', 'choosing', '>=', cart(5400), 5000),
    compared('held', 'choosing', '==', device('phone'), 'phone'),
    compared('not held', 'choosing', '==', device('phone'), 'tablet'),
    alone('not held', 'choosing', exit(false)),
    alone('not held', 'choosing', landing(null)),
    alone('held', 'choosing', landing('home')),
  ],
  Days: [
    compared('not held', 'needed', 'dateAfter', release('2026-11-22'), '2026-12-01'),
    compared('held', 'unwanted', 'dateAfter', release('2026-12-24'), '2026-12-01'),
    compared('not held', 'needed', 'dateBefore', release('2026-12-24'), '2026-12-01'),
    compared('held', 'unwanted', 'dateBefore', release('2026-11-22'), '2026-12-01'),
    compared('not held', 'needed', 'dateOnOrAfter', release('2026-11-22'), '2026-12-01'),
    compared('not held', 'needed', 'dateOnOrBefore', release('2026-12-24'), '2026-12-01'),
    compared('not held', 'needed', 'dateAfter', '2026-11-22', release('2026-12-01')),
    compared('held', 'needed', 'dateOn', release('2026-11-22'), '2026-11-22'),
    compared('not held', 'needed', 'dateNotOn', release('2026-11-22'), '2026-11-22'),
    compared('not held', 'needed', 'dateBetween', '2026-12-01', release('2026-11-22'), '2026-12-24'),
    compared('not held', 'needed', 'dateNotBetween', '2026-12-01', release('2026-12-10'), '2026-12-24'),
    compared('not held', 'needed', 'dateIn', release('2026-11-22'), list('2026-12-24', '2026-12-25')),
    compared('not held', 'needed', 'dateNotIn', release('2026-12-25'), list('2026-12-24', '2026-12-25')),
    compared('not held', 'needed', 'date==', release('2026-11-22'), '2026-12-24'),
    compared('not held', 'needed', 'date!=', release('2026-12-24'), '2026-12-24'),
    compared('not held', 'needed', 'datetime==', release('2026-11-22T10:00'), '2026-12-24T10:00'),
    compared('not held', 'needed', 'datetime!=', release('2026-12-24T10:00'), '2026-12-24T10:00'),
  ],
  Calculations: [
    compared('not held', 'needed', '>', cart(4200), attribute('order.usual', 5000)),
    compared('not held', 'needed', '>', operation('/', 2100, cart(4200), attribute('cart.items', 2)), 3000),
    compared('held', 'needed', '>=', operation('*', 8400, operation('+', 4200, cart(4000), constant(200)), constant(2)), 8000),
    compared('not held', 'needed', '>', operation('max', 4200, cart(4200), constant(0)), 5000),
    alone('not held', 'needed', operation('-', 0, attribute('cart.items', 2), constant(2))),
    alone('held', 'unwanted', operation('missing', ['cart.value'], attribute('cart.value', null), attribute('visit.count', 3))),
    alone('not held', 'unwanted', operation('missing', [], attribute('cart.value', 5400))),
    alone('not held', 'needed', operation('some', false, attribute('cart.prices', [100, 250]))),
    compared('not held', 'needed', '==', operation('>', false, attribute('cart.items', 0), constant(0)), true),
  ],
};

describe('inWords', () => {
  it('says each kind of condition in English and Japanese', async () => {
    const text = Object.entries(sections).map(
      ([title, conditions]) =>
        `## ${title}\n\n${conditions.map((condition) => `- ${inWords([condition], 'en')[0]}\n  ${inWords([condition], 'ja')[0]}`).join('\n')}\n`,
    );
    await expect(`# What noren/words says\n\nWritten by words.test.ts.\n\n${text.join('\n')}`).toMatchFileSnapshot('words.md');
  });

  const condition = compared('not held', 'needed', '>=', cart(4200), 5000);

  it('speaks Japanese where the language is Japanese, else English', () => {
    for (const language of ['ja', 'ja-JP', 'JA']) expect(inWords([condition], language)).toEqual(['cart.value は 4,200 です（5,000 以上が条件）']);
    for (const language of ['en', 'en-GB', 'de', 'jam', '']) {
      expect(inWords([condition], language)).toEqual(['cart.value is 4,200; at least 5,000 is needed']);
    }
  });

  it('gives one sentence per condition, in their order', () => {
    expect(inWords([], 'en')).toEqual([]);
    expect(inWords([compared('held', 'needed', '==', device('phone'), 'phone'), condition], 'en')).toEqual([
      'context.device is "phone", as needed',
      'cart.value is 4,200; at least 5,000 is needed',
    ]);
  });

  it('says of a segment that is too small that it holds for nobody', () => {
    const small = { segment: 'runner', member: false, priority: 0, excludedBy: [], rule: null, because: [], tooSmall: { size: 12, minimum: 1000 } };
    expect(segmentInWords(small, 'en')).toEqual([
      'the segment "runner" holds for nobody: it has 12 visitors, and takes 1,000, so that nobody stands out',
    ]);
    expect(segmentInWords(small, 'ja', () => 'ランナー')).toEqual([
      'セグメント「ランナー」は誰にも当てはめません（該当するお客様が12人で、個人が目立たないために必要な1,000人に足りないため）',
    ]);
    const { tooSmall, ...large } = { ...small, because: [condition] };
    expect(tooSmall).toBeDefined();
    expect(segmentInWords(large, 'en')).toEqual(inWords([condition], 'en'));
  });

  it('takes other names for attributes and segments', () => {
    const names: Readonly<Record<string, string>> = { 'cart.value': 'カートの金額', 'segment.runner': 'ランナー' };
    const nameOf = (attribute: string) => names[attribute] ?? attribute;
    expect(inWords([condition, alone('held', 'needed', attribute('segment.runner', true))], 'ja', nameOf)).toEqual([
      'カートの金額は 4,200 です（5,000 以上が条件）',
      'セグメント「ランナー」に入っています（条件どおり）',
    ]);
  });

  it('says something of whatever is no condition that it knows', () => {
    const strange = alone('held', 'needed', { op: 'new-one', value: { a: 1 }, args: [] });
    for (const language of ['en', 'ja']) expect(inWords([strange], language)[0]).toContain('{"a":1}');
  });
});
