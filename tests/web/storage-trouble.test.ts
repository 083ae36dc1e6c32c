/** Tabs that are killed, devices that are full, rows that are damaged: nothing is lost that was acknowledged, and nothing comes back that was erased. */
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { kFormat } from '../../web/src/storage/place.js';
import { FakeFolder, freshBrowser } from './support/browser.js';
import { kSite, openTab, quiet, view } from './support/shop.js';
import { change, grant, kName, profileOf, rawRows } from './support/stored.js';

describe('a tab killed', () => {
  it('after the database was made and before the yes was stored leaves nothing the next visit would use', async () => {
    const browser = freshBrowser();
    const empty = await openDB(kName, kFormat, {
      upgrade(database) {
        database.createObjectStore('keys');
        database.createObjectStore('records');
        database.createObjectStore('events');
      },
    });
    empty.close();
    const tab = await openTab();
    expect(tab.noren.consent.state.answered).toBe(false);
    expect(await browser.databases()).toEqual([]);
    expect(tab.problems).toEqual([]);
  });

  it('after the key was erased and before the database was: the next visit finishes the erasure', async () => {
    const browser = freshBrowser();
    const first = await openTab();
    await grant(first);
    first.noren.dispose();
    await quiet();
    browser.files.entries.clear();
    const second = await openTab();
    expect(second.noren.consent.state).toMatchObject({ answered: false, purposes: [] });
    expect(await browser.databases()).toEqual([]);
  });

  it('between events keeps every event that was stored', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    for (let index = 0; index < 5; ++index) view(tab, 'item-1');
    await quiet(tab);
    // Nothing is disposed: the tab is just no longer there.
    expect(profileOf(await openTab())?.events).toBe(5);
  });

  it('with its browser, which then refuses the first opening: it is tried once more, and not again', async () => {
    freshBrowser();
    const first = await openTab();
    await grant(first);
    view(first, 'item-1');
    await quiet(first);
    first.noren.dispose();
    await quiet();
    let refusals = 1;
    const open = IDBFactory.prototype.open;
    const opening = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name: string, version?: number) {
      if (refusals-- > 0) throw new DOMException('Internal error opening backing store', 'UnknownError');
      return open.call(this, name, version);
    });
    expect(profileOf(await openTab())?.events).toBe(1);
    refusals = Infinity;
    opening.mockClear();
    const refused = await openTab();
    expect(refused.noren.privacy.status().storage).toBe('memory');
    expect(refused.problems.map(({ code }) => code)).toEqual(['storage-failed']);
    expect(opening).toHaveBeenCalledTimes(2);
    opening.mockRestore();
    expect(profileOf(await openTab())?.events).toBe(1);
  });

  it('before its snapshot replaced the tail leaves the tail', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const put = IDBObjectStore_put();
    for (let index = 0; index < 70; ++index) view(tab, `item-${index % 5}`);
    await quiet(tab);
    put.mockRestore();
    expect(tab.problems.map(({ code }) => code)).toEqual(['storage-failed']);
    const before = profileOf(tab);
    expect(profileOf(await openTab())).toEqual(before);
  });
});

/** Every put fails from here on, as when the process ends in the middle of a transaction. */
const IDBObjectStore_put = () => {
  const { FDBObjectStore } = stores;
  return vi.spyOn(FDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('killed', 'AbortError');
  });
};
const fake = await import('fake-indexeddb');
const stores = { FDBObjectStore: fake.IDBObjectStore, FDBDatabase: fake.IDBDatabase };

describe('trouble with storage', () => {
  it('goes on in memory when the device is full, and says so once', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    const add = vi.spyOn(stores.FDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    for (let index = 0; index < 5; ++index) expect(view(tab, 'item-2')).toEqual({ accepted: true });
    await quiet(tab);
    view(tab, 'item-3');
    await quiet(tab);
    add.mockRestore();
    expect(tab.problems.map(({ code }) => code)).toEqual(['storage-failed']);
    expect(tab.problems[0]?.hint).toMatch(/no room/);
    expect(profileOf(tab)?.events).toBe(7);
    expect(tab.noren.status).toMatchObject({ state: 'ready', storage: 'memory' });
    expect(tab.noren.status.storageProblem).toMatch(/QuotaExceededError/);
  });

  it('still erases everything after storage was lost', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const add = vi.spyOn(stores.FDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    view(tab, 'item-2');
    await quiet(tab);
    add.mockRestore();
    await tab.noren.consent.withdraw();
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
  });

  it('keeps the profile in memory where the browser has no IndexedDB', async () => {
    freshBrowser();
    vi.stubGlobal('indexedDB', undefined);
    const tab = await openTab();
    await grant(tab);
    expect(tab.noren.status).toMatchObject({ storage: 'memory', level: 'personal' });
    expect(tab.noren.status.storageProblem).toBeTruthy();
    expect(view(tab, 'item-1').accepted).toBe(true);
    await tab.noren.consent.withdraw();
  });

  it('trusts no key that does not come back from storage', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    const get = stores.FDBObjectStore.prototype.get;
    const spy = vi.spyOn(stores.FDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
      return get.call(this, key === 'wrapping' ? 'nothing' : key);
    });
    await grant(tab);
    spy.mockRestore();
    expect(tab.noren.status).toMatchObject({ storage: 'memory', level: 'personal' });
    expect(tab.problems.map(({ code }) => code)).toEqual(['storage-failed']);
    expect(await browser.databases()).toEqual([]);
  });

  it('opens a new connection when the browser drops the old one', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const transaction = stores.FDBDatabase.prototype.transaction;
    let lost = 0;
    const spy = vi.spyOn(stores.FDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...parameters) {
      if (lost++ === 0) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
      return transaction.apply(this, parameters);
    });
    view(tab, 'item-1');
    await quiet(tab);
    spy.mockRestore();
    expect(lost).toBeGreaterThan(1);
    expect(tab.problems).toEqual([]);
    expect((await rawRows()).events).toHaveLength(1);
  });

  it('starts a fresh profile when the snapshot is damaged, and says so', async () => {
    freshBrowser();
    const first = await openTab();
    await grant(first);
    view(first, 'item-1');
    await quiet(first);
    first.noren.dispose();
    await change(async (database) => {
      const row = await database.get('records', 'snapshot');
      new Uint8Array(row.data)[3]! ^= 1;
      await database.put('records', row, 'snapshot');
    });
    const second = await openTab();
    expect(second.problems.map(({ code }) => code)).toEqual(['corrupt']);
    expect(profileOf(second)?.events).toBe(0);
    expect(second.noren.status.storage).toBe('encrypted');
    view(second, 'item-2');
    await quiet(second);
    second.noren.dispose();
    const third = await openTab();
    expect(third.problems).toEqual([]);
    expect(profileOf(third)?.events).toBe(1);
  });

  it('leaves out a damaged event and keeps the others', async () => {
    freshBrowser();
    const first = await openTab();
    await grant(first);
    for (const item of ['item-1', 'item-2', 'item-3']) view(first, item);
    await quiet(first);
    first.noren.dispose();
    await change(async (database) => {
      const [, key] = await database.getAllKeys('events');
      const row = await database.get('events', key!);
      new Uint8Array(row.data)[0]! ^= 1;
      await database.put('events', row, key);
    });
    const second = await openTab();
    expect(profileOf(second)?.events).toBe(2);
    expect(second.problems.map(({ code }) => code)).toEqual(['corrupt']);
  });

  it('erases what it cannot decrypt, and asks again', async () => {
    const browser = freshBrowser();
    const first = await openTab();
    await grant(first);
    first.noren.dispose();
    const folder = browser.files.entries.get(kName) as FakeFolder;
    for (const file of folder.entries.values()) (file as unknown as { bytes: Uint8Array }).bytes[20]! ^= 1;
    const second = await openTab();
    expect(second.problems.map(({ code }) => code)).toEqual(['corrupt']);
    expect(second.noren.consent.state.answered).toBe(false);
    expect(await browser.databases()).toEqual([]);
  });

  it('leaves alone what a newer Noren stored, and goes on in memory', async () => {
    const browser = freshBrowser();
    const newer = await openDB(kName, 9, { upgrade: (database) => void database.createObjectStore('future') });
    newer.close();
    const tab = await openTab();
    expect(tab.problems.map(({ code }) => code)).toEqual(['unsupported-version']);
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    expect(tab.noren.status).toMatchObject({ storage: 'memory', level: 'personal' });
    expect(await browser.databases()).toEqual([kName]);
    const still = await openDB(kName);
    expect([...still.objectStoreNames]).toEqual(['future']);
    still.close();
    await tab.noren.consent.withdraw();
    expect(await browser.databases()).toEqual([]);
  });

  it('leaves alone a profile of a newer engine', async () => {
    freshBrowser();
    const first = await openTab();
    await grant(first);
    first.noren.dispose();
    const before = await rawRows();
    // The same rows, but this engine finds them too new.
    const { FakeInstance } = await import('./support/fake-engine.js');
    const restore = vi.spyOn(FakeInstance.prototype, 'restore').mockReturnValue(3);
    vi.spyOn(FakeInstance.prototype, 'lastError').mockReturnValue('[{"code":3,"path":"","message":"newer","hint":""}]');
    const second = await openTab();
    view(second, 'item-1');
    await quiet(second);
    vi.restoreAllMocks();
    expect(restore).toBeDefined();
    expect(second.problems.map(({ code }) => code)).toContain('unsupported-version');
    expect(second.noren.status).toMatchObject({ storage: 'memory', level: 'personal' });
    expect(await rawRows()).toEqual(before);
  });

  it('is of one site only: another site of the origin has its own', async () => {
    const browser = freshBrowser();
    const here = await openTab();
    const there = await openTab({ site: { ...kSite, site: 'other' } });
    await grant(here);
    await quiet(here, there);
    expect(there.noren.consent.state.answered).toBe(false);
    await grant(there);
    await here.noren.consent.withdraw();
    expect(await browser.databases()).toEqual(['noren.other']);
    expect(there.noren.status.storage).toBe('encrypted');
  });

  it('erases stored data of any site when the site document cannot be read', async () => {
    const browser = freshBrowser();
    const first = await openTab();
    await grant(first);
    first.noren.dispose();
    await quiet();
    const broken = await openTab({ site: {} as typeof kSite });
    expect(broken.noren.status.state).toBe('failed');
    await broken.noren.consent.withdraw();
    expect(await browser.databases()).toEqual([]);
  });
});
