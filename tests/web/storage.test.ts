/** What is kept on the device: nothing before a yes, ciphertext after it, the same for all tabs, nothing after a no. */
import { openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { placeOf } from '../../web/src/storage/place.js';
import { Vault } from '../../web/src/storage/vault.js';
import { FakeFolder, freshBrowser } from './support/browser.js';
import { type Tab, kSite, openTab, quiet, view } from './support/shop.js';

const kName = 'noren.hanare';
const profileOf = (tab: Tab) => tab.noren.profile() as { chain: number; events: number; seed: string } | null;
const grant = async (tab: Tab) => {
  await tab.noren.consent.grant();
  await quiet(tab);
};

/** Everything that lies in the database, as bytes and names. */
const rawRows = async (): Promise<{ records: unknown[]; events: unknown[]; text: string }> => {
  const database = await openDB(kName);
  const records = await database.getAll('records');
  const events = await database.getAll('events');
  database.close();
  const bytes = [...records, ...events].flatMap((row) =>
    Object.values(row as object).flatMap((value) => (value instanceof ArrayBuffer ? [...new Uint8Array(value)] : [])),
  );
  return { records, events, text: Buffer.from(bytes).toString('latin1') };
};

const change = async (body: (database: Awaited<ReturnType<typeof openDB>>) => Promise<unknown>) => {
  const database = await openDB(kName);
  await body(database);
  database.close();
};

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
    expect(tab.noren.consent.state).toEqual({ answered: true, purposes: [] });
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
    expect([...((browser.files.entries.get(kName) as FakeFolder).entries.values())]).toHaveLength(1);
    const before = profileOf(first);
    first.noren.dispose();

    const second = await openTab();
    expect(second.noren.consent.state).toEqual({ answered: true, purposes: ['storage', 'personalization'] });
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
    expect(tab.noren.consent.state).toEqual({ answered: true, purposes: [] });
    expect(tab.noren.status).toMatchObject({ state: 'ready', level: 'contextual', storage: 'memory', erasure: 'none' });
    expect(used?.HEAPU8.every((byte) => byte === 0)).toBe(true);

    await done;
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
    // The key is overwritten before it is removed.
    expect(browser.fileLog.map((line) => line.split(' ')[0])).toEqual(['write', 'write', 'remove', 'remove']);
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

describe('an epoch', () => {
  it('ends with its consent row: neither events nor a snapshot nor consent get past that', async () => {
    freshBrowser();
    const place = placeOf('hanare');
    const record = { purposes: ['storage', 'personalization'] as const, day: 20779, text: 1 };
    const vault = await Vault.create(place, { gone: () => undefined }, record, new Uint8Array([1, 2, 3]));
    expect(await vault.exchange([new Uint8Array([7])], -1)).toMatchObject({ own: [1] });
    await change(async (database) => {
      const row = await database.get('records', 'consent');
      await database.put('records', { ...row, epoch: 'another' }, 'consent');
    });
    expect(await vault.exchange([new Uint8Array([8])], 1)).toBe('erased');
    expect(await vault.compact(0, 1, new Uint8Array([9]))).toBe('erased');
    expect(await vault.setConsent(record)).toBe('erased');
    expect(await vault.consent()).toBe('erased');
    vault.close();
    expect((await rawRows()).events).toHaveLength(1);
  });

  it('seals each row to its place: a snapshot is not taken for another sequence', async () => {
    freshBrowser();
    const record = { purposes: ['storage', 'personalization'] as const, day: 20779, text: 1 };
    const vault = await Vault.create(placeOf('hanare'), { gone: () => undefined }, record, new Uint8Array([1, 2, 3]));
    await change(async (database) => {
      const row = await database.get('records', 'snapshot');
      await database.put('records', { ...row, through: 5 }, 'snapshot');
    });
    expect(await vault.exchange([], -1)).toMatchObject({ snapshot: { through: 5, bytes: null } });
    vault.close();
  });
});

describe('a tab killed', () => {
  it('after the database was made and before the yes was stored leaves nothing the next visit would use', async () => {
    const browser = freshBrowser();
    const empty = await openDB(kName, 1, {
      upgrade(database) {
        database.createObjectStore('keys');
        database.createObjectStore('records');
        database.createObjectStore('events', { autoIncrement: true });
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
    expect(second.noren.consent.state).toEqual({ answered: false, purposes: [] });
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

