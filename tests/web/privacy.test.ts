/** `noren.privacy`: what the visitor may know of what is kept, and erasing it. */
import { describe, expect, it, vi } from 'vitest';
import * as fake from 'fake-indexeddb';
import { FakeFolder, freshBrowser } from './support/browser.js';
import { kNow, openTab, quiet, view } from './support/shop.js';
import { grant, kName, profileOf } from './support/stored.js';

describe('the status', () => {
  it('says that nothing is kept before a yes', async () => {
    freshBrowser();
    expect((await openTab()).noren.privacy.status()).toEqual({
      purposes: [], source: null, day: null, textVersion: null, storage: 'memory', erasure: 'none', epsilon: null, notes: [],
    });
  });

  it('says what is kept, since when, and to which wording she said yes, also on later visits', async () => {
    freshBrowser();
    const first = await openTab();
    await grant(first);
    const expected = { purposes: ['storage', 'personalization'], source: 'manual', day: '2026-11-22', textVersion: 1, storage: 'encrypted', erasure: 'crypto', notes: [] };
    expect(first.noren.privacy.status()).toMatchObject(expected);
    first.noren.dispose();
    const later = await openTab({ now: () => kNow + 5 * 86_400_000 });
    expect(later.noren.privacy.status()).toMatchObject(expected);
    await later.noren.consent.grant(['measurement']);
    expect(later.noren.privacy.status()).toMatchObject({ day: '2026-11-27' });
  });

  it('notes what befell storage', async () => {
    freshBrowser();
    vi.stubGlobal('indexedDB', undefined);
    const tab = await openTab();
    await grant(tab);
    expect(tab.noren.privacy.status()).toMatchObject({ storage: 'memory', erasure: 'none', notes: [{ code: 'storage-failed' }] });
    expect(tab.noren.privacy.status().notes).toEqual(tab.problems);
  });
});

describe('erasing', () => {
  it('is what withdrawing is, and tells what it came to', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    const erased = tab.noren.privacy.erase();
    expect(profileOf(tab)).toBeNull();
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
    expect(await erased).toBe('crypto');
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
    expect(tab.noren.privacy.status()).toMatchObject({ purposes: [], day: null, textVersion: null, storage: 'memory', erasure: 'none' });
    expect(await tab.noren.privacy.erase()).toBe('none');
  });

  it('is logical where there is no private file system', async () => {
    freshBrowser({ opfs: false });
    const tab = await openTab();
    await grant(tab);
    expect(await tab.noren.privacy.erase()).toBe('logical');
  });

  it('claims no more than it did: rows deleted, but a key file that stays', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const folder = browser.files.entries.get(kName) as FakeFolder;
    folder.removeEntry = () => Promise.reject(new DOMException('locked', 'NoModificationAllowedError'));
    expect(await tab.noren.privacy.erase()).toBe('logical');
    expect(tab.noren.privacy.status().notes).toMatchObject([{ code: 'storage-failed' }]);
  });

  it('says none where the browser refuses everything', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const folder = browser.files.entries.get(kName) as FakeFolder;
    folder.removeEntry = () => Promise.reject(new DOMException('locked', 'NoModificationAllowedError'));
    const clear = vi.spyOn(fake.IDBObjectStore.prototype, 'clear').mockImplementation(() => {
      throw new DOMException('no', 'UnknownError');
    });
    expect(await tab.noren.privacy.erase()).toBe('none');
    clear.mockRestore();
    await quiet(tab);
    expect(profileOf(tab)).toBeNull();
  });
});
