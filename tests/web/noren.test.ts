/** Noren as a page uses it: what goes in, what comes out, and what happens when something is wrong. */
import { describe, expect, it, vi } from 'vitest';
import { create } from '../../web/src/create.js';
import type { EventName, Strategy } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { fakeFactory, kEmptyWasm } from './support/fake-engine.js';
import { kNow, kSite, openTab, personal, quiet, view } from './support/shop.js';

describe('decisions', () => {
  it('are fallbacks for a stranger and campaigns once the profile says so', async () => {
    const tab = await personal();
    expect(tab.noren.decide('home-hero')).toEqual({
      slot: 'home-hero', kind: 'banner', outcome: 'fallback', role: 'fallback', campaign: null, variant: null, content: null, level: 'personal',
    });
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.decide('home-hero')).toEqual({
      slot: 'home-hero', kind: 'banner', outcome: 'campaign', role: 'content', campaign: 'hero-running', variant: 'a', level: 'personal',
      content: { title: '走ろう', link: '/shoes', count: 3, nested: { label: 'Go' } },
    });
    expect(tab.noren.decide('footer').outcome).toBe('fallback');
  });

  it('are the same object until they say something else', async () => {
    const tab = await personal();
    const before = tab.noren.decide('home-hero');
    view(tab, 'item-1');
    expect(tab.noren.decide('home-hero')).toBe(before);
    view(tab, 'item-1');
    const after = tab.noren.decide('home-hero');
    expect(after).not.toBe(before);
    view(tab, 'item-1');
    expect(tab.noren.decide('home-hero')).toBe(after);
  });

  it('speak the page’s language, and change with it', async () => {
    const tab = await personal({ language: 'en-GB' });
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.language).toBe('en');
    expect(tab.noren.decide('home-hero').content?.['title']).toBe('Run');
    await Promise.resolve();
    const heard: string[] = [];
    tab.noren.subscribe((change) => heard.push(change));
    tab.noren.language = 'ja-JP';
    expect(tab.noren.decide('home-hero').content?.['title']).toBe('走ろう');
    tab.noren.language = 'fr';
    expect(tab.noren.language).toBe('ja');
    expect(tab.problems).toMatchObject([{ code: 'invalid-argument', path: 'language', hint: 'it has ja, en' }]);
    await Promise.resolve();
    expect(heard).toEqual(['language', 'decisions']);
  });

  it('for an unknown slot are fallbacks, and the mistake is told', async () => {
    const tab = await personal();
    expect(tab.noren.decide('home-herо').outcome).toBe('fallback');
    expect(tab.problems).toMatchObject([{ code: 'unknown-name', path: 'slot', hint: 'it has home-hero, footer' }]);
  });
});

describe('events', () => {
  it('are refused without consent and before anything of them reaches the engine', async () => {
    freshBrowser();
    const tab = await openTab();
    expect(view(tab, 'item-1')).toEqual({ accepted: false, reason: 'no-consent' });
    expect(tab.modules[0]?.instance?.frames).toEqual([]);
    expect(tab.modules[0]?.instance?.textOf(0)).toBeUndefined();
    expect(tab.noren.status.refused['no-consent']).toBe(1);
  });

  it('cross as numbers, with every field the gate must see', async () => {
    const tab = await personal();
    const outcome = tab.noren.track('add_to_cart', {
      currency: 'JPY',
      value: '¥7,000',
      coupon_code: 'x',
      items: [{ item_id: 'item-1', item_name: 'Shoe', price: '７，０００円', quantity: '2', discount: undefined }, { item_id: 42 as never }],
    });
    expect(outcome).toEqual({ accepted: true });
    const { frames, ...rest } = tab.modules[0]!.instance!;
    const text = (handle: number) => tab.modules[0]!.instance!.textOf(handle);
    const [frame] = frames;
    expect(frame?.slice(0, 3)).toEqual([4, kNow, 3]);
    expect([frame?.[3], text(frame![4]!), ...frame!.slice(5, 9)]).toEqual([3, '3:JPY', 5, 7000, -1, 0]);
    expect(frame?.slice(9, 11)).toEqual([2, 4]);
    expect([text(frame![12]!), ...frame!.slice(13, 19)]).toEqual(['0:item-1', 8, 0, 4, 7000, 6, 2]);
    expect([...frame!.slice(19, 21), text(frame![21]!)]).toEqual([1, 0, '0:42']);
    expect(rest).toBeDefined();
  });

  it('are encoded again when the engine forgets its texts on the way', async () => {
    const tab = await personal({}, { maxTexts: 3 });
    for (let index = 0; index < 4; ++index) {
      tab.noren.track('view_item', { items: [{ item_id: `item-${index}`, item_brand: `brand-${index}` }] });
    }
    const { frames } = tab.modules[0]!.instance!;
    const last = frames.at(-1)!;
    expect(tab.modules[0]!.instance!.textOf(last[6]!)).toBe('0:item-3');
    expect(tab.modules[0]!.instance!.textOf(last[8]!)).toBe('2:brand-3');
  });

  it('that name a person are refused with the reason', async () => {
    const tab = await personal();
    const outcome = tab.noren.track('view_item', { email: 'hanako@example.com' });
    expect(outcome).toMatchObject({ accepted: false, reason: 'refused', error: { code: 'event-refused', path: 'email' } });
    expect(tab.problems).toHaveLength(1);
    expect(tab.noren.status.refused['person-id']).toBe(1);
    expect(tab.modules[0]?.instance?.textOf(0)).toBeUndefined();
  });

  it('of no known name, and parameters that throw, are refused and harm nobody', async () => {
    const tab = await personal();
    expect(tab.noren.track('veiw_item' as EventName)).toMatchObject({ reason: 'refused', error: { code: 'unknown-name' } });
    const trap = { get value(): number { throw new Error('no'); } };
    expect(tab.noren.track('view_item', trap)).toMatchObject({ reason: 'refused', error: { code: 'invalid-argument' } });
    expect(tab.noren.track('view_item', null as never)).toEqual({ accepted: true });
    expect(tab.noren.track('view_item', { items: [null, 'x', 3] as never })).toEqual({ accepted: true });
    expect(tab.noren.status.state).toBe('ready');
  });
});

describe('recommendations', () => {
  const model = new Uint8Array([1]);

  it('come with ids, scores and reasons, as many as the site document says', async () => {
    const tab = await personal({ model });
    expect(tab.noren.recommend('for-you')).toEqual([
      { item_id: 'item-0', score: 1, reason: { kind: 'viewed-together', item: 'item-0' } },
      { item_id: 'item-1', score: 0.5, reason: { kind: 'category-interest', category: 'name-1' } },
      { item_id: 'item-2', score: Math.fround(1 / 3), reason: { kind: 'viewed-together', item: 'item-2' } },
    ]);
  });

  it('leave out what the page says', async () => {
    const tab = await personal({ model });
    const list = tab.noren.recommend('similar', { item: 'item-0', exclude: ['item-2', 'unheard-of'], limit: 2 });
    expect(list.map(({ item_id }) => item_id)).toEqual(['item-1', 'item-3']);
    expect(tab.noren.recommend('similar', { limit: 5 }).at(-1)?.reason).toEqual({ kind: 'viewed-together' });
  });

  it('of rows on one page view repeat nothing of the rows before them', async () => {
    const tab = await personal({ model });
    const ids = (row: string, limit = 2) => tab.noren.recommend('similar', { limit, row }).map(({ item_id: id }) => id);
    expect(ids('hers')).toEqual(['item-0', 'item-1']);
    expect(ids('others')).toEqual(['item-2', 'item-3']);
    expect(ids('hers')).toEqual(['item-0', 'item-1']);
    expect(ids('hers', 3)).toEqual(['item-0', 'item-1', 'item-2']);
    expect(ids('others')).toEqual(['item-3', 'item-4']);
    tab.noren.setPage('product');
    expect(ids('others')).toEqual(['item-0', 'item-1']);
  });
  it('of a page whose visitor was forgotten do not remember what rows showed her', async () => {
    const tab = await personal({ model: new Uint8Array(8) });
    const ids = (row: string) => tab.noren.recommend('similar', { limit: 2, row }).map(({ item_id: id }) => id);
    const before = ids('first');
    expect(ids('second')).not.toEqual(before);
    await tab.noren.privacy.erase();
    await quiet(tab);
    expect(ids('third')).toEqual(before);
  });


  it('of a strategy in a part come once it is there, and that is told', async () => {
    const site = { ...kSite, articles: [{ id: 'guide' }, { id: 'care' }] };
    const tab = await personal({ model, site });
    const heard: string[] = [];
    await Promise.resolve();
    tab.noren.subscribe((change) => heard.push(change));
    const ask = () => tab.noren.recommend('content', { category: 'Shoes' });
    expect(ask()).toEqual([]);
    await vi.waitFor(() => expect(heard).toEqual(['decisions']));
    expect(ask()).toMatchObject([{ item_id: 'guide' }, { item_id: 'care' }]);
    expect(tab.modules[0]?.instance?.asked).toEqual([[8, '1:Shoes', []]]);
    tab.noren.recommend('search-ranking', { items: ['item-3', 'item-1', 'unheard-of'] });
    expect(tab.modules[0]?.instance?.asked[1]).toEqual([7, undefined, [3, 1]]);
  });

  it('of a strategy in a part come at once where the site document names it', async () => {
    const tab = await personal({ model, site: { ...kSite, recommendations: { 'popular-in-category': {} } } });
    expect(tab.noren.recommend('popular-in-category')).not.toEqual([]);
  });

  it('are empty, with the reason told, for a wrong name, limit or list', async () => {
    const tab = await personal({ model });
    expect(tab.noren.recommend('for-me' as Strategy)).toEqual([]);
    expect(tab.noren.recommend('for-you', { limit: 2.5 })).toHaveLength(2);
    expect(tab.noren.recommend('for-you', { limit: 1000 })).toHaveLength(5);
    tab.noren.recommend('for-you', { exclude: Array.from({ length: 257 }, (_, index) => `x${index}`) });
    expect(tab.problems.map(({ code }) => code)).toEqual(['unknown-name', 'invalid-argument', 'invalid-argument', 'limit-exceeded']);
  });

  it('are empty where the model is bad, and decisions work all the same', async () => {
    const tab = await personal({ model }, { badModel: true });
    expect(tab.noren.status.state).toBe('ready');
    expect(tab.problems).toMatchObject([{ code: 'corrupt', message: 'the model is truncated' }]);
    expect(tab.noren.recommend('for-you')).toEqual([]);
    expect(tab.problems).toHaveLength(1);
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.decide('home-hero').outcome).toBe('campaign');
  });

  it('rank categories by interest and keep the order of equals', async () => {
    const tab = await personal();
    expect(tab.noren.rankCategories(['books', 'shoes', 'food'])).toEqual(['shoes', 'books', 'food']);
  });
});

describe('listeners', () => {
  it('hear of each kind once per task, after the change', async () => {
    const tab = await personal();
    await Promise.resolve();
    const heard: string[] = [];
    const end = tab.noren.subscribe((change) => heard.push(change));
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(heard).toEqual([]);
    await Promise.resolve();
    expect(heard).toEqual(['decisions']);
    end();
    view(tab, 'item-3');
    await Promise.resolve();
    expect(heard).toEqual(['decisions']);
  });

  it('that throw keep nobody else from hearing', async () => {
    const tab = await personal();
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const heard: string[] = [];
    tab.noren.subscribe(() => { throw new Error('page bug'); });
    tab.noren.subscribe((change) => heard.push(change));
    view(tab, 'item-1');
    await Promise.resolve();
    expect(heard).toContain('decisions');
    expect(error).toHaveBeenCalled();
    error.mockRestore();
  });
});

describe('failure', () => {
  it('to boot gives a Noren that shows the page’s own content', async () => {
    freshBrowser();
    const tab = await openTab({ site: { noren: 1, site: 'x' } });
    expect(tab.noren.status).toMatchObject({ state: 'failed', error: { code: 'invalid-site', path: 'slots' }, storage: 'memory' });
    expect(tab.noren.decide('home-hero')).toMatchObject({ outcome: 'fallback', content: null });
    expect(view(tab, 'item-1')).toEqual({ accepted: false, reason: 'not-ready' });
    expect(tab.noren.recommend('for-you')).toEqual([]);
    expect(tab.noren.rankCategories(['a', 'b'])).toEqual(['a', 'b']);
    expect(await tab.noren.explain('home-hero')).toMatchObject({ outcome: 'fallback', considered: [] });
    expect(tab.noren.profile()).toBeNull();
    await tab.noren.consent.grant();
    expect(tab.noren.consent.state.purposes).toEqual([]);
    await tab.noren.consent.withdraw();
    expect(tab.problems).toHaveLength(1);
  });

  it('of the wasm is a failed status with what to do', async () => {
    freshBrowser();
    const problems: string[] = [];
    const html = new TextEncoder().encode('<!doctype html>');
    const { factory } = fakeFactory();
    const noren = await create({ factory, wasm: () => html, part: () => kEmptyWasm }, { site: kSite, onError: ({ message }) => problems.push(message) });
    expect(noren.status).toMatchObject({ state: 'failed', error: { code: 'load-failed', path: 'wasm' } });
    expect(problems).toEqual(['the wasm given is not WebAssembly but HTML']);
    noren.dispose();
  });

  it('of the engine in mid-flight falls back from then on', async () => {
    const tab = await personal({ model: new Uint8Array([1]) });
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.decide('home-hero').outcome).toBe('campaign');
    tab.settings.trap = true;
    expect(view(tab, 'item-3')).toMatchObject({ accepted: false, reason: 'not-ready', error: { code: 'crashed' } });
    tab.settings.trap = false;
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
    expect(tab.noren.recommend('for-you')).toEqual([]);
    expect(tab.noren.status).toMatchObject({ state: 'failed', error: { code: 'crashed' } });
    expect(tab.problems.map(({ code }) => code)).toEqual(['crashed']);
    await tab.noren.consent.withdraw();
    expect(tab.modules[0]?.HEAPU8.every((byte) => byte === 0)).toBe(true);
  });

  it('is one console line each where nobody listens, and not twice the same', async () => {
    freshBrowser();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { factory } = fakeFactory();
    const noren = await create({ factory, wasm: () => kEmptyWasm, part: () => kEmptyWasm }, { site: kSite });
    noren.decide('hero');
    noren.decide('hero');
    expect(warn.mock.calls).toEqual([['noren: slot: "hero" is not a slot of this site; it has home-hero, footer [unknown-name]']]);
    warn.mockRestore();
    noren.dispose();
  });

  it('of a listener to problems is not Noren’s', async () => {
    freshBrowser();
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const tab = await openTab({ onError: () => { throw new Error('page bug'); } });
    expect(tab.noren.decide('hero').outcome).toBe('fallback');
    error.mockRestore();
  });

  it('a disposed Noren answers with fallbacks', async () => {
    const tab = await personal();
    tab.noren.dispose();
    tab.noren.dispose();
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
    expect(view(tab, 'item-1')).toEqual({ accepted: false, reason: 'not-ready' });
    expect(tab.modules[0]?.deleted).toBe(true);
  });
});

it('grants only purposes that there are', async () => {
  freshBrowser();
  const tab = await openTab();
  await tab.noren.consent.grant(['personalization', 'advertising' as never]);
  expect(tab.noren.consent.state.purposes).toEqual(['personalization']);
  expect(tab.problems).toMatchObject([{ code: 'invalid-argument', path: 'consent.grant' }]);
});
