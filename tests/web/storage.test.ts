/** What is kept on the device: nothing before a yes, ciphertext after it, each row in its place. */
import { describe, expect, it, vi } from 'vitest';
import { placeOf } from '../../web/src/storage/place.js';
import { Vault } from '../../web/src/storage/vault.js';
import { FakeFolder, freshBrowser } from './support/browser.js';
import { openTab, quiet, view } from './support/shop.js';
import { change, grant, kName, profileOf, rawRows } from './support/stored.js';

const kWatch = { gone: () => undefined, today: () => 20779 };

describe('before a yes', () => {
  it('stores nothing and creates nothing, whatever the page does', async () => {
    const browser = freshBrowser();
    const open = vi.spyOn(browser.indexedDB, 'open');
    const tab = await openTab();
    view(tab, 'item-1');
    tab.noren.decide('home-hero');
    await quiet(tab);
    expect(await browser.databases()).toEqual([]);
    expect(open).not.toHaveBeenCalled();
    expect(browser.files.entries.size).toBe(0);
    expect(profileOf(tab)).toBeNull();
  });

  it('leaves no database behind where the browser cannot list them', async () => {
    const browser = freshBrowser();
    const list = browser.indexedDB.databases.bind(browser.indexedDB);
    Object.defineProperty(browser.indexedDB, 'databases', { value: undefined, configurable: true });
    await openTab();
    expect((await list()).length).toBe(0);
  });

  it('stores nothing for a no', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await tab.noren.consent.deny();
    expect(tab.noren.consent.state).toMatchObject({ answered: true, purposes: [] });
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
  });

  it('keeps a profile in memory only where the yes is not for storage', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await tab.noren.consent.grant(['personalization']);
    expect(view(tab, 'item-1')).toEqual({ accepted: true });
    await quiet(tab);
    expect(profileOf(tab)?.events).toBe(1);
    expect(tab.noren.status).toMatchObject({ level: 'personal', storage: 'memory', erasure: 'none', storageProblem: null });
    expect(await browser.databases()).toEqual([]);
  });
});

describe('after a yes', () => {
  it('keeps the profile for the next visit, encrypted, with the key in a file', async () => {
    const browser = freshBrowser();
    const first = await openTab();
    await grant(first);
    view(first, 'item-1');
    view(first, 'item-2');
    await quiet(first);
    expect(first.noren.status).toMatchObject({ storage: 'encrypted', erasure: 'crypto', storageProblem: null });
    const rows = await rawRows();
    expect(rows.events).toHaveLength(2);
    expect(rows.text).not.toMatch(/seed|chain|item/);
    expect([...(browser.files.entries.get(kName) as FakeFolder).entries.keys()]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}\.0$/)]);
    const before = profileOf(first);
    first.noren.dispose();

    const second = await openTab();
    expect(second.noren.consent.state).toMatchObject({ answered: true, purposes: ['storage', 'personalization'] });
    expect(profileOf(second)).toEqual(before);
    expect(second.noren.decide('home-hero').outcome).toBe('campaign');
  });

  it('takes events while storage is still being set up', async () => {
    freshBrowser();
    const tab = await openTab();
    const granted = tab.noren.consent.grant();
    view(tab, 'item-1');
    await granted;
    await quiet(tab);
    tab.noren.dispose();
    expect(profileOf(await openTab())?.events).toBe(1);
  });

  it('keeps the key in the database where there is no private file system, and says so', async () => {
    freshBrowser({ opfs: false, locks: false });
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    expect(tab.noren.status).toMatchObject({ storage: 'encrypted', erasure: 'logical' });
    tab.noren.dispose();
    const again = await openTab();
    expect(profileOf(again)?.events).toBe(1);
    expect(again.noren.status.erasure).toBe('logical');
  });

  it('uses a fresh IV for every row', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    for (let index = 0; index < 10; ++index) view(tab, 'item-1');
    await quiet(tab);
    const { records, events } = await rawRows();
    const ivs = [...records, ...events].map((row) => Buffer.from((row as { iv: Uint8Array }).iv).toString('hex'));
    expect(new Set(ivs).size).toBe(12);
  });

  it('adds a purpose to a stored yes', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await tab.noren.consent.grant(['measurement']);
    await quiet(tab);
    expect(tab.noren.status.level).toBe('measured');
    expect(profileOf(tab)?.events).toBe(1);
    tab.noren.dispose();
    expect((await openTab()).noren.status.purposes).toEqual(['storage', 'personalization', 'measurement']);
  });
});

describe('an epoch', () => {
  it('ends with its consent row: neither events nor a snapshot nor consent get past that', async () => {
    freshBrowser();
    const place = placeOf('hanare');
    const record = { purposes: ['storage', 'personalization'] as const, day: 20779, text: 1, source: 'manual' };
    const vault = await Vault.create(place, kWatch, record, new Uint8Array([1, 2, 3]));
    expect(await vault.exchange([new Uint8Array([7])], 1)).toMatchObject({ own: [2] });
    await change(async (database) => {
      const row = await database.get('records', 'consent');
      await database.put('records', { ...row, epoch: 'another' }, 'consent');
    });
    expect(await vault.exchange([new Uint8Array([8])], 1)).toBe('erased');
    expect(await vault.compact(1, 3, new Uint8Array([9]))).toBe('erased');
    expect(await vault.setConsent(record)).toBe('erased');
    expect(await vault.consent()).toBe('erased');
    vault.close();
    expect((await rawRows()).events).toHaveLength(1);
  });

  it('seals each row to its place: a snapshot is not taken for another sequence', async () => {
    freshBrowser();
    const record = { purposes: ['storage', 'personalization'] as const, day: 20779, text: 1, source: 'manual' };
    const vault = await Vault.create(placeOf('hanare'), kWatch, record, new Uint8Array([1, 2, 3]));
    await change(async (database) => {
      const row = await database.get('records', 'snapshot');
      await database.put('records', { ...row, through: 5 }, 'snapshot');
    });
    expect(await vault.exchange([], -1)).toMatchObject({ snapshot: { through: 5, bytes: null } });
    vault.close();
  });
});
