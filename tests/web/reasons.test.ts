/**
 * Why an item is recommended, in words. reasons.md, beside this file, has every sentence in both languages, for people to read: after a change,
 * `npx vitest run --config tests/web/vitest.config.ts reasons -u` writes it anew.
 */
import { describe, expect, it } from 'vitest';
import { type NamedByReason, type Reason, reasonInWords } from '../../web/src/words.js';

const titles: Readonly<Record<string, { readonly en: string; readonly ja: string }>> = {
  'mug-03': { en: 'Thick stoneware mug', ja: '厚手のマグカップ' },
  'shoe-01': { en: 'Hayate race-day shoes', ja: 'レースシューズ「疾風」' },
  coffee: { en: 'Coffee', ja: 'コーヒー' },
  kamadoro: { en: 'Kamadoro', ja: 'Kamadoro' },
  winter: { en: 'For cold days', ja: '寒い日に' },
  'present-for': { en: 'Who is the present for?', ja: '贈りものはどなたに' },
};
const names = (language: 'en' | 'ja') => (_: NamedByReason, id: string) => titles[id]?.[language];

const about: readonly Reason[] = [
  ...(['viewed-together', 'bought-together', 'same-category', 'habit', 'bought-after-view', 'complements'] as const).map((kind) => ({ kind, item: 'mug-03' })),
  { kind: 'viewed-together', item: 'shoe-01' },
  { kind: 'same-category', category: 'coffee' },
  { kind: 'category-interest', category: 'coffee' },
  { kind: 'popular-in-category', category: 'coffee' },
  { kind: 'brand-interest', brand: 'kamadoro' },
  { kind: 'featured', rule: 'winter' },
  { kind: 'declared', question: 'present-for' },
];
const kinds = [...new Set([...about.map(({ kind }) => kind), 'viewed', 'trending', 'new', 'price-drop', 'on-sale', 'given'] as const)];

const both = (say: (language: 'en' | 'ja') => string): string => `- ${say('en') || '(nothing)'}\n  ${say('ja') || '(nothing)'}`;

describe('reasonInWords', () => {
  it('says each kind of reason in English and Japanese', async () => {
    const onItsPage = about.filter(({ item }) => item === 'mug-03');
    const text = [
      '# What noren/words says of reasons\n\nWritten by reasons.test.ts.\n',
      '## With names\n',
      ...about.map((reason) => both((language) => reasonInWords(reason, language, names(language)))),
      '\n## Without names\n',
      ...kinds.map((kind) => both((language) => reasonInWords({ kind }, language))),
      "\n## On the item's own page\n",
      ...onItsPage.map((reason) => both((language) => reasonInWords(reason, language, names(language), 'mug-03'))),
    ];
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('reasons.md');
  });

  it('does without a name that the page has not', () => {
    const reason: Reason = { kind: 'viewed-together', item: 'gone-01' };
    expect(reasonInWords(reason, 'en', names('en'))).toBe('Because of what you looked at');
    expect(reasonInWords(reason, 'ja', () => '')).toBe('ご覧になった品から');
  });

  it('asks for the name of what the reason holds, and of nothing else', () => {
    const asked: string[] = [];
    reasonInWords({ kind: 'declared', question: 'present-for' }, 'en', (what, id) => {
      asked.push(`${what} ${id}`);
      return undefined;
    });
    expect(asked).toEqual(['question present-for']);
  });

  it("names the item on another item's page", () => {
    expect(reasonInWords({ kind: 'viewed-together', item: 'mug-03' }, 'en', names('en'), 'shoe-01')).toBe('Because you looked at Thick stoneware mug');
  });

  it('speaks Japanese where the language is Japanese, else English', () => {
    for (const language of ['ja', 'ja-JP']) expect(reasonInWords({ kind: 'new' }, language)).toBe('新しく入りました');
    for (const language of ['en', 'de', 'jam', '']) expect(reasonInWords({ kind: 'new' }, language)).toBe('New on our shelves');
  });

  it('says nothing of a kind that a later version brings', () => {
    expect(reasonInWords({ kind: 'dreamt-of' } as unknown as Reason, 'en')).toBe('');
  });
});
