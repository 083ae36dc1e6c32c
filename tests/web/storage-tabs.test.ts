/** Tabs that share one profile: the same for all of them, and gone from all of them after a withdrawal. */
import { describe, expect, it, vi } from 'vitest';
import { freshBrowser } from './support/browser.js';
import { openTab, quiet, view } from './support/shop.js';
import { grant, kName, profileOf, rawRows } from './support/stored.js';

describe('two tabs', () => {
  it('end with the same profile however their events interleave', async () => {
    freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await grant(left);
    await quiet(left, right);
    expect(right.noren.consent.state.purposes).toEqual(['storage', 'personalization']);
    for (let round = 0; round < 12; ++round) {
      view(left, `item-${round % 5}`);
      if (round % 3 === 0) view(right, `item-${round % 4}`);
      right.noren.track('add_to_cart', { items: [{ item_id: `item-${round % 3}`, quantity: round }] });
      if (round % 4 === 0) await quiet(left);
    }
    await quiet(left, right);
    expect(profileOf(left)?.events).toBe(28);
    expect(profileOf(right)).toEqual(profileOf(left));
    left.noren.dispose();
    right.noren.dispose();
    expect(profileOf(await openTab())).toMatchObject({ events: 28 });
  });

  it('fold a long tail into one snapshot, and still agree', async () => {
    freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await grant(left);
    await quiet(left, right);
    for (let round = 0; round < 100; ++round) {
      view(round % 2 ? left : right, `item-${round % 5}`);
      if (round % 10 === 0) await quiet(left, right);
    }
    await quiet(left, right);
    const { events } = await rawRows();
    expect(events.length).toBeLessThanOrEqual(64);
    expect(profileOf(left)?.events).toBe(100);
    expect(profileOf(right)).toEqual(profileOf(left));
    const agreed = profileOf(left);
    left.noren.dispose();
    right.noren.dispose();
    expect(profileOf(await openTab())).toEqual(agreed);
  });

  it('take one yes for both when they say it at once', async () => {
    const browser = freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await Promise.all([left.noren.consent.grant(), right.noren.consent.grant(['storage', 'personalization', 'measurement'])]);
    view(left, 'item-1');
    view(right, 'item-2');
    await quiet(left, right);
    expect(profileOf(left)?.events).toBe(2);
    expect(profileOf(right)).toEqual(profileOf(left));
    expect(left.noren.status.purposes).toEqual(right.noren.status.purposes);
    expect(await browser.databases()).toEqual([kName]);
  });

  it('catch up after a compaction that one of them slept through', async () => {
    freshBrowser();
    const [awake, asleep] = [await openTab(), await openTab()];
    await grant(awake);
    await quiet(awake, asleep);
    // A tab in the background may hear nothing for long.
    const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => undefined);
    for (let index = 0; index < 80; ++index) {
      view(awake, `item-${index % 5}`);
      if (index % 20 === 0) await quiet(awake);
    }
    await quiet(awake);
    post.mockRestore();
    view(asleep, 'item-9');
    await quiet(awake, asleep);
    expect(profileOf(asleep)?.events).toBe(81);
    expect(profileOf(awake)).toEqual(profileOf(asleep));
  });
});

describe('a withdrawal', () => {
  it('leaves nothing in memory when the call returns, and nothing in storage when it resolves', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    view(tab, 'item-2');
    await quiet(tab);
    expect(tab.noren.decide('home-hero').outcome).toBe('campaign');
    const [used] = tab.modules;

    const done = tab.noren.consent.withdraw();
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
    expect(tab.noren.profile()).toBeNull();
    expect(tab.noren.consent.state).toMatchObject({ answered: true, purposes: [] });
    expect(tab.noren.status).toMatchObject({ state: 'ready', level: 'contextual', storage: 'memory', erasure: 'none' });
    expect(used?.HEAPU8.every((byte) => byte === 0)).toBe(true);

    await done;
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
    // Each file is overwritten before it is removed: the key, and a mark.
    const removed = browser.fileLog.flatMap((line) => (line.startsWith('remove ') ? line.slice(7) : []));
    expect(removed).toHaveLength(3);
    for (const name of removed.slice(0, 2)) {
      expect(browser.fileLog.indexOf(`remove ${name}`)).toBeGreaterThan(browser.fileLog.lastIndexOf(`write ${name}`));
      expect(browser.fileLog.filter((line) => line === `write ${name}`)).toHaveLength(2);
    }
    await quiet(tab);
    expect(tab.modules).toHaveLength(2);
    expect(tab.noren.recommend('trending')).toEqual([]);
    expect(view(tab, 'item-1')).toMatchObject({ accepted: false, reason: 'no-consent' });
  });

  it('reaches the other tabs, which show their own content again', async () => {
    const browser = freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await grant(left);
    await quiet(left, right);
    view(right, 'item-1');
    view(right, 'item-2');
    const heard: string[] = [];
    right.noren.subscribe((kind) => heard.push(kind));
    await left.noren.consent.withdraw();
    // No waiting here: a deleted database means that every tab has let go.
    expect(right.noren.decide('home-hero').outcome).toBe('fallback');
    expect(right.noren.profile()).toBeNull();
    expect(right.noren.consent.state.purposes).toEqual([]);
    await quiet(left, right);
    expect(heard).toContain('consent');
    view(right, 'item-3');
    await quiet(left, right);
    expect(await browser.databases()).toEqual([]);
  });

  it('holds against a tab that missed it and writes later', async () => {
    const browser = freshBrowser();
    const [left, late] = [await openTab(), await openTab()];
    await grant(left);
    await quiet(left, late);
    view(late, 'item-1');
    await quiet(left, late);
    await left.noren.consent.withdraw();
    await left.noren.consent.grant();
    view(left, 'item-5');
    await quiet(left, late);
    view(late, 'item-2');
    await quiet(left, late);
    // Both go on under the new yes; nothing of the time before it is there.
    expect(profileOf(left)?.events).toBe(2);
    expect(profileOf(late)).toEqual(profileOf(left));
    expect(await browser.databases()).toEqual([kName]);
  });

  it('wins over a yes that is still on its way', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    const granted = tab.noren.consent.grant();
    const withdrawn = tab.noren.consent.withdraw();
    await Promise.all([granted, withdrawn]);
    await quiet(tab);
    expect(tab.noren.consent.state.purposes).toEqual([]);
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
  });

  it('can be followed by a new yes that knows nothing of the old one', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    const before = profileOf(tab);
    await tab.noren.consent.withdraw();
    await grant(tab);
    expect(profileOf(tab)).toMatchObject({ events: 0 });
    expect(profileOf(tab)?.seed).not.toBe(before?.seed);
    expect(tab.noren.status.storage).toBe('encrypted');
  });
});
