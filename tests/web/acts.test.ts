/** What she does with what is shown, what she answers, and what Noren tells of itself. */
import { describe, expect, it } from 'vitest';
import type { Content } from '../../web/src/site.js';
import type { Reason } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { kSite, openTab, personal, view } from './support/shop.js';

const decided = async (...from: Parameters<typeof personal>) => {
  const tab = await personal(...from);
  view(tab, 'item-1');
  view(tab, 'item-2');
  return tab;
};

describe('seen, select and dismiss', () => {
  it('are events like others: they change the profile, and are stored', async () => {
    freshBrowser();
    const tab = await openTab();
    await tab.noren.consent.grant();
    view(tab, 'item-1');
    view(tab, 'item-2');
    for (const act of ['seen', 'select', 'dismiss'] as const) expect(tab.noren[act]('home-hero')).toEqual({ accepted: true });
    await tab.noren.settle();
    const next = await openTab();
    expect(next.noren.profile()).toMatchObject({ events: 5 });
    expect(next.noren.profile()).toEqual(tab.noren.profile());
  });

  it('count an exposure once per page view', async () => {
    const tab = await decided();
    expect(tab.noren.seen('home-hero').accepted).toBe(true);
    expect(tab.noren.seen('home-hero')).toEqual({ accepted: false, reason: 'nothing-shown' });
    tab.noren.setPage('home');
    expect(tab.noren.seen('home-hero').accepted).toBe(true);
  });

  it('count nothing where the page’s own content, a preview or no known slot is', async () => {
    const tab = await decided();
    expect(tab.noren.seen('footer')).toEqual({ accepted: false, reason: 'nothing-shown' });
    expect(tab.noren.seen('fotter')).toEqual({ accepted: false, reason: 'nothing-shown' });
    expect(tab.problems).toMatchObject([{ code: 'unknown-name', path: 'slot' }]);
    tab.noren.preview({ slot: 'home-hero', campaign: 'hero-running' });
    expect(tab.noren.seen('home-hero')).toEqual({ accepted: false, reason: 'nothing-shown' });
    expect(tab.noren.profile()).toMatchObject({ events: 2 });
  });

  it('are not counted without consent, nor as something refused', async () => {
    freshBrowser();
    const tab = await openTab();
    expect(tab.noren.seen('home-hero')).toEqual({ accepted: false, reason: 'no-consent' });
    expect(tab.noren.status.refused['no-consent']).toBe(0);
    tab.noren.dispose();
    expect(tab.noren.seen('home-hero')).toEqual({ accepted: false, reason: 'not-ready' });
  });
});

describe('answers', () => {
  const site = {
    ...kSite,
    questions: [
      { id: 'level', kind: 'choice', options: ['new', 'often'] },
      { id: 'shoe-size', kind: 'number' },
      { id: 'club', kind: 'boolean' },
      { id: 'birthday', kind: 'month-day' },
    ],
  };

  it('cross as numbers', async () => {
    const tab = await personal({ site });
    expect(tab.noren.answer('level', 'often')).toEqual({ accepted: true });
    tab.noren.answer('shoe-size', 24.5);
    tab.noren.answer('club', true);
    tab.noren.answer('birthday', '05-14');
    expect(tab.modules[0]?.instance?.answers).toEqual([[0, 1], [1, 24.5], [2, 1], [3, 514]]);
  });

  it('of another kind, to no question, and without consent are refused', async () => {
    const tab = await personal({ site });
    for (const [question, value] of [['level', 'never'], ['shoe-size', '24'], ['club', 'yes'], ['birthday', '14 May'], ['birthday', 514]] as const) {
      expect(tab.noren.answer(question, value), `${question} ${value}`).toMatchObject({ accepted: false, reason: 'refused' });
    }
    expect(tab.noren.answer('levle', 'new')).toMatchObject({ reason: 'refused', error: { code: 'unknown-name', path: 'question', hint: 'it has level, shoe-size, club, birthday' } });
    await tab.noren.consent.withdraw();
    expect(tab.noren.answer('level', 'new').accepted).toBe(false);
  });
});

describe('what she sets aside', () => {
  it('is an event that is stored, and can be taken back', async () => {
    freshBrowser();
    const tab = await openTab({ site: { ...kSite, questions: [{ id: 'size', kind: 'number' }, { id: 'club', kind: 'boolean' }] } });
    await tab.noren.consent.grant();
    expect(tab.noren.dislike('item-1')).toEqual({ accepted: true });
    tab.noren.disregard({ kind: 'viewed-together', item: 'item-2' } as Reason);
    tab.noren.disregard({ category: 'Shoes' });
    tab.noren.disregard({ brand: 'hayate' });
    tab.noren.disregard({ question: 'club' });
    tab.noren.reconsider({ item: 'item-1' });
    expect(tab.modules[0]?.instance?.aside).toEqual([
      [0, '0:item-1', 0], [1, '0:item-2', 0], [2, '1:Shoes', 0], [3, '2:hayate', 0], [4, 1, 0], [0, '0:item-1', 1], [1, '0:item-1', 1],
    ]);
    await tab.noren.settle();
    const next = await openTab();
    expect(next.noren.profile()).toEqual(tab.noren.profile());
  });

  it('is refused where it names nothing, or nothing that there is', async () => {
    const tab = await personal();
    expect(tab.noren.disregard({})).toMatchObject({ accepted: false, reason: 'refused', error: { code: 'invalid-argument', path: 'reason' } });
    expect(tab.noren.disregard({ question: 'size' })).toMatchObject({ accepted: false, reason: 'refused' });
    await tab.noren.consent.withdraw();
    expect(tab.noren.dislike('item-1')).toMatchObject({ accepted: false });
  });
});

describe('previews', () => {
  it('show a campaign whoever she is, until they end', async () => {
    freshBrowser();
    const tab = await openTab();
    tab.noren.preview({ slot: 'home-hero', campaign: 'hero-running', variant: 'a' });
    expect(tab.noren.decide('home-hero')).toMatchObject({ outcome: 'campaign', role: 'preview', variant: 'a', content: { title: '走ろう' } });
    tab.noren.preview(null);
    expect(tab.noren.decide('home-hero')).toMatchObject({ outcome: 'fallback', role: 'fallback' });
  });

  it.each([
    [{ slot: 'home-hero', campaign: 'hero-runing' }, 'slot "home-hero" has no campaign "hero-runing"'],
    [{ slot: 'footer', campaign: 'hero-running' }, 'slot "footer" has no campaign "hero-running"'],
    [{ slot: 'home-hero', campaign: 'hero-running', variant: 'z' }, 'slot "home-hero" has no campaign "hero-running" with a variant "z"'],
  ])('of %j are told as a mistake', async (preview, message) => {
    const tab = await personal();
    tab.noren.preview(preview);
    expect(tab.problems).toMatchObject([{ code: 'unknown-name', path: 'preview', message }]);
    expect(tab.noren.decide('home-hero').role).toBe('fallback');
  });
});

describe('content', () => {
  it('of a factorial experiment is that of its levels, the last factor changing first', async () => {
    const level = (id: string, content: Content) => ({ id, content });
    const factors = [
      { id: 'headline', levels: [level('short', { title: 'Run' }), level('long', { title: { en: 'Run far', ja: '遠くまで' } })] },
      { id: 'tone', levels: [level('warm', { tone: 'w', title: 'Warm' }), level('cool', { tone: 'c' }), level('none', {})] },
    ];
    const site = { ...kSite, campaigns: [{ id: 'grid', slot: 'home-hero', experiment: { factors } }] };
    const tab = await personal({ site, language: 'en' });
    const shown = ['short+warm', 'short+cool', 'short+none', 'long+warm', 'long+cool', 'long+none'].map((variant) => {
      tab.noren.preview({ slot: 'home-hero', campaign: 'grid', variant });
      expect(tab.noren.decide('home-hero').variant).toBe(variant);
      return tab.noren.decide('home-hero').content;
    });
    expect(shown).toEqual([
      { title: 'Warm', tone: 'w' }, { title: 'Run', tone: 'c' }, { title: 'Run' },
      { title: 'Warm', tone: 'w' }, { title: 'Run far', tone: 'c' }, { title: 'Run far' },
    ]);
  });

  it('chosen without a profile is marked as such', async () => {
    freshBrowser();
    const [campaign] = kSite['campaigns'] as object[];
    const tab = await openTab({ site: { ...kSite, campaigns: [{ ...campaign, contextual: true }] } });
    expect(tab.noren.decide('home-hero')).toMatchObject({ outcome: 'campaign', role: 'contextual', level: 'contextual' });
    expect(tab.noren.seen('home-hero')).toEqual({ accepted: false, reason: 'no-consent' });
  });
});

it('tells of segments, journeys and results, and of none where it failed', async () => {
  const tab = await decided();
  expect(await tab.noren.segments()).toMatchObject([{ segment: 'runner', member: true }]);
  expect(tab.noren.journeys()).toMatchObject([{ journey: 'welcome', step: 'first' }]);
  tab.noren.seen('home-hero');
  expect(tab.noren.results()).toMatchObject([{ campaign: 'hero-running', arms: [{ variant: 'a', shown: 1 }] }]);
  tab.noren.dispose();
  expect([await tab.noren.segments(), tab.noren.journeys(), tab.noren.results()]).toEqual([[], [], []]);
});
