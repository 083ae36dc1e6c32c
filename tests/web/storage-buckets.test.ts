/** Where the browser has storage buckets: everything of a site lies in one, moves into it without loss, and goes with it. */
import { describe, expect, it, vi } from 'vitest';
import * as fake from 'fake-indexeddb';
import { FakeFolder, freshBrowser } from './support/browser.js';
import { kSite, openTab, quiet, view } from './support/shop.js';
import { grant, kName, profileOf } from './support/stored.js';

const kBucket = 'noren-hanare';
const kDay = 86_400_000;

describe('a bucket', () => {
  it('holds database and files, expires by itself, and nothing lies outside of it', async () => {
    const browser = freshBrowser({ buckets: true });
    const tab = await openTab();
    expect(browser.buckets.size).toBe(0);
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    const bucket = browser.buckets.get(kBucket)!;
    expect([...browser.buckets.keys()]).toEqual([kBucket]);
    expect((await bucket.indexedDB.databases()).map(({ name }) => name)).toEqual([kName]);
    expect((bucket.files.entries.get(kName) as FakeFolder).entries.size).toBeGreaterThanOrEqual(2);
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
    expect((bucket.expires - Date.now()) / kDay).toBeCloseTo(180, 1);
    expect(tab.noren.privacy.status()).toMatchObject({ storage: 'encrypted', erasure: 'physical' });
    const before = profileOf(tab);
    tab.noren.dispose();
    expect(profileOf(await openTab())).toEqual(before);
  });

  it('expires after as many days without a visit as the site document says', async () => {
    const browser = freshBrowser({ buckets: true });
    const site = { ...kSite, privacy: { retention: { profile: 20 } } };
    const tab = await openTab({ site });
    await grant(tab);
    const bucket = browser.buckets.get(kBucket)!;
    expect((bucket.expires - Date.now()) / kDay).toBeCloseTo(20, 1);
    tab.noren.dispose();
    bucket.expires = 0;
    await openTab({ site });
    expect((bucket.expires - Date.now()) / kDay).toBeCloseTo(20, 1);
  });

  it('that the browser does not give is done without', async () => {
    const browser = freshBrowser({ buckets: true });
    const { storageBuckets } = navigator as unknown as { storageBuckets: { open: () => Promise<unknown> } };
    storageBuckets.open = () => Promise.reject(new DOMException('no', 'QuotaExceededError'));
    const tab = await openTab();
    await grant(tab);
    expect(tab.noren.status).toMatchObject({ storage: 'encrypted', erasure: 'crypto' });
    expect(await browser.databases()).toEqual([kName]);
  });

  it('is deleted as a whole by an erasure that begins in its task', async () => {
    const browser = freshBrowser({ buckets: true });
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    const erased = tab.noren.privacy.erase();
    expect(browser.fileLog).toContain(`delete ${kBucket}`);
    expect(await erased).toBe('physical');
    expect(browser.buckets.size).toBe(0);
    expect(await browser.databases()).toEqual([]);
  });

  it('is erased by a page whose site document cannot be read', async () => {
    const browser = freshBrowser({ buckets: true });
    const tab = await openTab();
    await grant(tab);
    tab.noren.dispose();
    await quiet();
    const broken = await openTab({ site: {} as typeof kSite });
    expect(await broken.noren.privacy.erase()).toBe('physical');
    expect(browser.buckets.size).toBe(0);
  });

  it('that was left empty by a visit cut short is deleted by the next', async () => {
    const browser = freshBrowser({ buckets: true });
    await (navigator as unknown as { storageBuckets: { open: (name: string, options: object) => Promise<unknown> } }).storageBuckets.open(kBucket, { expires: 0 });
    const tab = await openTab();
    expect(browser.buckets.size).toBe(0);
    expect(tab.problems).toEqual([]);
  });

  it('does not come back by what other tabs were writing when it was deleted', async () => {
    const browser = freshBrowser({ buckets: true });
    const tabs = [await openTab(), await openTab(), await openTab()];
    await grant(tabs[0]!);
    await quiet(...tabs);
    for (let index = 0; index < 70; ++index) for (const tab of tabs) view(tab, `item-${index}`);
    const erased = tabs[0]!.noren.privacy.erase();
    for (const tab of tabs) view(tab, 'item-late');
    await erased;
    await quiet(...tabs);
    expect(browser.buckets.size).toBe(0);
    expect(await browser.databases()).toEqual([]);
    for (const tab of tabs) expect(profileOf(tab)).toBeNull();
  });
});

/** A profile outside of a bucket, in a browser that has got buckets since. */
const withProfileOutside = async () => {
  const browser = freshBrowser({ buckets: true });
  const owner = navigator as unknown as { storageBuckets: object | undefined };
  const { storageBuckets } = owner;
  owner.storageBuckets = undefined;
  const tab = await openTab();
  await grant(tab);
  for (let index = 0; index < 70; ++index) view(tab, `item-${index}`);
  await quiet(tab);
  view(tab, 'item-last');
  await quiet(tab);
  const before = profileOf(tab);
  tab.noren.dispose();
  await quiet();
  owner.storageBuckets = storageBuckets;
  return { browser, before };
};

/** No database can be emptied: as when the process ends right before. */
const neverCleared = () => {
  const { clear } = fake.IDBObjectStore.prototype;
  return vi.spyOn(fake.IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    if (this.name === 'keys') throw new DOMException('killed', 'AbortError');
    return clear.call(this as never);
  });
};

describe('a profile from before there were buckets', () => {
  it('moves into one without loss, and leaves nothing outside', async () => {
    const { browser, before } = await withProfileOutside();
    const tab = await openTab();
    expect(profileOf(tab)).toEqual(before);
    expect(tab.problems).toEqual([]);
    expect(tab.noren.privacy.status()).toMatchObject({ erasure: 'physical', purposes: ['storage', 'personalization'], day: '2026-11-22' });
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
    tab.noren.dispose();
    expect(profileOf(await openTab())).toEqual(before);
  });

  it('stays where it is when moving fails halfway, loses nothing of what is done then, and moves next time', async () => {
    const { browser, before } = await withProfileOutside();
    // The old rows can't be cleared: both are there now.
    const clear = neverCleared();
    const tab = await openTab();
    clear.mockRestore();
    expect(profileOf(tab)).toEqual(before);
    expect(tab.noren.status.erasure).toBe('crypto');
    view(tab, 'item-between');
    await quiet(tab);
    const after = profileOf(tab);
    expect(after?.events).toBe(before!.events + 1);
    tab.noren.dispose();
    await quiet();
    const later = await openTab();
    expect(profileOf(later)).toEqual(after);
    expect(later.noren.status.erasure).toBe('physical');
    expect(await browser.databases()).toEqual([]);
  });

  it('was moved when only its deletion is missing', async () => {
    const { browser, before } = await withProfileOutside();
    const remove = vi.spyOn(browser.indexedDB, 'deleteDatabase').mockImplementation(() => {
      throw new DOMException('killed', 'AbortError');
    });
    const tab = await openTab();
    await quiet(tab);
    tab.noren.dispose();
    remove.mockRestore();
    expect(await browser.databases()).toEqual([kName]);
    const later = await openTab();
    expect(profileOf(later)).toEqual(before);
    expect(await browser.databases()).toEqual([]);
  });

  it('is erased in both places when it was moved by half', async () => {
    const { browser } = await withProfileOutside();
    const clear = neverCleared();
    const tab = await openTab();
    clear.mockRestore();
    expect(browser.buckets.size).toBe(1);
    await tab.noren.privacy.erase();
    expect(browser.buckets.size).toBe(0);
    expect(await browser.databases()).toEqual([]);
    expect((await openTab()).noren.consent.state.answered).toBe(false);
  });
});
