/** How long what is stored stays: looked at before anything is decrypted, and whatever the clock says. */
import { describe, expect, it, vi } from 'vitest';
import { type Browser, freshBrowser } from './support/browser.js';
import { kNow, kSite, openTab, quiet, view } from './support/shop.js';
import { change, grant, profileOf } from './support/stored.js';

const kDay = 86_400_000;
const after = (days: number) => ({ now: () => kNow + days * kDay });
const retaining = (profile: number) => ({ site: { ...kSite, privacy: { retention: { profile } } } });

const visit = async (options: object, ...items: string[]) => {
  const tab = await openTab(options);
  for (const item of items) view(tab, item);
  await quiet(tab);
  const found = { profile: profileOf(tab), state: tab.noren.consent.state, notes: tab.noren.privacy.status().notes.map(({ code }) => code), problems: tab.problems };
  tab.noren.dispose();
  await quiet();
  return found;
};

const begin = async (options: object = {}) => {
  const tab = await openTab(options);
  await grant(tab);
  view(tab, 'item-1');
  await quiet(tab);
  tab.noren.dispose();
  await quiet();
};

const expectNothing = async (browser: Browser) => {
  expect(await browser.databases()).toEqual([]);
  expect(browser.files.entries.size).toBe(0);
  expect(browser.buckets.size).toBe(0);
};

describe.each([true, false])('a profile (buckets: %s)', (buckets) => {
  it.each([
    [180, {}],
    [20, retaining(20)],
  ])('is kept for %i days since its last event, and then erased unread', async (days, options) => {
    const browser = freshBrowser({ buckets });
    await begin(options);
    // An event keeps it; a visit without one does not.
    expect((await visit({ ...options, ...after(days) }, 'item-2')).profile?.events).toBe(2);
    expect((await visit({ ...options, ...after(2 * days) })).profile?.events).toBe(2);
    const [unwrap, decrypt] = [vi.spyOn(crypto.subtle, 'unwrapKey'), vi.spyOn(crypto.subtle, 'decrypt')];
    const late = await visit({ ...options, ...after(2 * days + 1) });
    expect(late).toMatchObject({ profile: null, state: { answered: false, purposes: [] }, notes: ['expired'], problems: [] });
    expect(unwrap).not.toHaveBeenCalled();
    expect(decrypt).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    await expectNothing(browser);
  });
});

describe('a yes', () => {
  it('lapses after a year, however active she is', async () => {
    const browser = freshBrowser();
    await begin();
    for (let days = 100; days <= 365; days += 53) expect((await visit(after(days), 'item-1')).profile).not.toBeNull();
    expect((await visit(after(365), 'item-1')).profile).not.toBeNull();
    expect(await visit(after(366))).toMatchObject({ profile: null, state: { answered: false }, notes: ['expired'] });
    await expectNothing(browser);
  });

  it('lapses in a tab that stays open, too', async () => {
    const browser = freshBrowser();
    let now = kNow;
    const tab = await openTab({ now: () => now });
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    for (let month = 1; month <= 12; ++month) {
      now = kNow + month * 30 * kDay;
      view(tab, 'item-1');
      await quiet(tab);
    }
    expect(profileOf(tab)?.events).toBe(13);
    now = kNow + 366 * kDay;
    view(tab, 'item-1');
    await quiet(tab);
    expect(tab.noren.consent.state.purposes).toEqual([]);
    expect(profileOf(tab)).toBeNull();
    await expectNothing(browser);
  });
});

describe('a clock', () => {
  it('that was set forward makes things expire early, and never late', async () => {
    freshBrowser();
    await begin();
    expect((await visit(after(4000))).profile).toBeNull();
    expect((await visit({})).state.answered).toBe(false);
  });

  it('that was ahead at the yes and is right again lets it lapse a year from now', async () => {
    const browser = freshBrowser();
    await begin(after(3000));
    expect((await visit({})).profile?.events).toBe(1);
    let day = 0;
    await change(async (database) => (day = (await database.get('records', 'consent')).day));
    expect(day).toBe(Math.floor(kNow / kDay));
    expect((await visit(after(365), 'item-1')).profile).not.toBeNull();
    expect((await visit(after(366))).notes).toEqual(['expired']);
    await expectNothing(browser);
  });

  it('that was ahead at an event does not keep the profile once it is folded', async () => {
    freshBrowser();
    await begin();
    expect((await visit(after(100), 'item-ahead')).profile?.events).toBe(2);
    const many = Array.from({ length: 70 }, (_, index) => `item-${index}`);
    expect((await visit({}, ...many)).profile?.events).toBe(72);
    expect((await visit(after(181))).notes).toEqual(['expired']);
  });
});
