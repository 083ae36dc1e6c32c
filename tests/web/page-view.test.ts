/** Page views, what the engine is told of them, and the passing of time. */
import { describe, expect, it, vi } from 'vitest';
import { freshBrowser } from './support/browser.js';
import { kNow, kSite, openTab, personal, view } from './support/shop.js';

const engineOf = (tab: Awaited<ReturnType<typeof personal>>) => tab.modules.at(-1)!.instance!;
const offset = 0 - new Date(kNow).getTimezoneOffset();

describe('the engine is told', () => {
  it('of language, device, page, landing, channel, tag and clock', async () => {
    const tab = await personal({ page: 'product' });
    tab.noren.decide('home-hero');
    expect(engineOf(tab).context).toEqual([0, 2, 1, 1, 0, -1, offset]);
    tab.noren.setPage('home');
    tab.noren.language = 'en';
    tab.noren.decide('home-hero');
    expect(engineOf(tab).context).toEqual([1, 2, 0, 1, 0, -1, offset]);
    tab.noren.setPage('checkout');
    expect(tab.problems).toMatchObject([{ code: 'unknown-name', hint: 'it has home, product' }]);
    tab.noren.decide('home-hero');
    expect(engineOf(tab).context[2]).toBe(-1);
  });

  it('again only when something may have changed', async () => {
    let now = kNow;
    const tab = await personal({ now: () => now, site: { ...kSite, time_zone: 'Asia/Tokyo' } });
    tab.noren.decide('home-hero');
    const told = vi.spyOn(engineOf(tab), 'setContext');
    view(tab, 'item-1');
    tab.noren.decide('home-hero');
    expect(told).not.toHaveBeenCalled();
    expect(engineOf(tab).zoneOffsets).toEqual([[1, 540]]);
    now += 3_600_000;
    view(tab, 'item-1');
    tab.noren.decide('home-hero');
    expect(told).toHaveBeenCalledOnce();
    expect(engineOf(tab).zoneOffsets).toHaveLength(2);
  });

  it('of everything again where it is a fresh one', async () => {
    const tab = await personal({ page: 'product' });
    const before = engineOf(tab);
    tab.noren.preview({ slot: 'home-hero', campaign: 'hero-running' });
    tab.noren.decide('home-hero');
    await tab.noren.consent.withdraw();
    await vi.waitFor(() => expect(engineOf(tab)).not.toBe(before));
    await vi.waitFor(() => expect(tab.noren.decide('home-hero').role).toBe('preview'));
    expect(engineOf(tab).context).toEqual(before.context);
    expect(engineOf(tab).pageState).toEqual([0, 0, 0, 0]);
    // The same page view, so without a profile the same is chosen.
    expect(engineOf(tab).pageViews).toEqual(before.pageViews.slice(-1));
  });
});

describe('a page view', () => {
  it('begins with each page, with entropy of its own, and is told', async () => {
    const tab = await personal();
    await Promise.resolve();
    const heard: string[] = [];
    tab.noren.subscribe((change) => heard.push(change));
    tab.noren.setPage('product');
    await Promise.resolve();
    expect(heard).toEqual(['decisions', 'page']);
    tab.noren.decide('home-hero');
    tab.noren.setPage('product');
    tab.noren.decide('home-hero');
    expect(new Set(engineOf(tab).pageViews).size).toBe(engineOf(tab).pageViews.length);
    expect(engineOf(tab).pageViews.length).toBeGreaterThanOrEqual(3);
  });

  it('begins before what happens on it reaches the engine', async () => {
    const tab = await personal();
    tab.noren.decide('home-hero');
    const order: string[] = [];
    const engine = engineOf(tab);
    vi.spyOn(engine, 'beginPageView').mockImplementation(() => void order.push('page view'));
    vi.spyOn(engine, 'track').mockImplementation(() => (order.push('event'), 0));
    tab.noren.setPage('product');
    tab.noren.track('page_view');
    expect(order).toEqual(['page view', 'event']);
  });

  it('begins with the second event that says so, where the page never names one', async () => {
    const tab = await personal();
    tab.noren.decide('home-hero');
    const begun = vi.spyOn(engineOf(tab), 'beginPageView');
    tab.noren.track('page_view');
    expect(begun).not.toHaveBeenCalled();
    tab.noren.track('page_view');
    expect(begun).toHaveBeenCalledOnce();
    tab.noren.setPage('product');
    tab.noren.track('page_view');
    expect(begun).toHaveBeenCalledTimes(2);
  });
});

describe('time', () => {
  it('changes decisions when the engine said it may, and not before', async () => {
    let now = kNow;
    const settings = { nextChange: kNow + 60_000 };
    const tab = await personal({ now: () => now }, settings);
    tab.noren.decide('home-hero');
    await Promise.resolve();
    const decide = vi.spyOn(engineOf(tab), 'decide');
    now += 59_999;
    tab.noren.decide('home-hero');
    expect(decide).not.toHaveBeenCalled();
    now += 1;
    settings.nextChange = Infinity;
    tab.noren.decide('home-hero');
    await Promise.resolve();
    expect(decide).toHaveBeenCalledOnce();
    now += 10 ** 12;
    tab.noren.decide('home-hero');
    expect(decide).toHaveBeenCalledOnce();
  });

  it('is waited for by one timer, and by none where nothing asks for time', async () => {
    freshBrowser();
    const start = Date.now();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let now = start;
      const settings: { nextChange?: number } = {};
      const tab = await openTab({ now: () => now }, settings);
      expect(vi.getTimerCount()).toBe(0);
      settings.nextChange = start + 5_000;
      tab.noren.setPage('home');
      for (let round = 0; round < 3; ++round) tab.noren.decide('home-hero');
      await Promise.resolve();
      expect(vi.getTimerCount()).toBe(1);
      const decide = vi.spyOn(engineOf(tab), 'decide');
      vi.advanceTimersByTime(5_000); // the page's own clock has stood still
      expect(decide).not.toHaveBeenCalled();
      now += 5_000;
      delete settings.nextChange;
      vi.advanceTimersByTime(5_000);
      await Promise.resolve();
      expect(decide).toHaveBeenCalledOnce();
      expect(vi.getTimerCount()).toBe(0);
      settings.nextChange = now + 2 ** 40;
      tab.noren.setPage('home');
      tab.noren.decide('home-hero');
      await Promise.resolve();
      expect(vi.getTimerCount()).toBe(1);
      tab.noren.dispose();
      tab.noren.decide('home-hero');
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes journeys on, with consent, and stores the steps', async () => {
    freshBrowser();
    const settings = { stepsDue: 2 };
    const tab = await openTab({ site: { ...kSite, journeys: [{}] } }, settings);
    tab.noren.decide('home-hero');
    expect(settings.stepsDue).toBe(2);
    await tab.noren.consent.grant();
    tab.noren.decide('home-hero');
    expect(settings.stepsDue).toBe(0);
    await tab.noren.settle();
    const next = await openTab();
    expect(next.noren.profile()).toMatchObject({ events: 2 });
    expect(next.noren.profile()).toEqual(tab.noren.profile());
  });
});
