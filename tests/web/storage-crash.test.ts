/** Erasing that is cut short at any step, and browsers that fail in the ways they are known to: nothing that was erased comes back. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as fake from 'fake-indexeddb';
import { type Browser, FakeFile, FakeFolder, freshBrowser } from './support/browser.js';
import { openTab, quiet, view } from './support/shop.js';
import { grant, profileOf } from './support/stored.js';

afterEach(() => vi.restoreAllMocks());

const killed = () => new DOMException('the process ended', 'AbortError');

/** From the `last`-th destructive operation on, none takes place: what a process leaves that ends there. Returns how to ask how many were tried. */
const endAfter = (last: number) => {
  let done = 0;
  const isAlive = () => done++ < last;
  const { clear } = fake.IDBObjectStore.prototype;
  vi.spyOn(fake.IDBObjectStore.prototype, 'clear').mockImplementation(function (this: IDBObjectStore) {
    if (isAlive()) return clear.call(this as never);
    // A transaction is all or nothing.
    this.transaction.abort();
    throw killed();
  });
  const { removeEntry } = FakeFolder.prototype;
  vi.spyOn(FakeFolder.prototype, 'removeEntry').mockImplementation(async function (this: FakeFolder, name: string) {
    if (!isAlive()) throw killed();
    return removeEntry.call(this, name);
  });
  const { createWritable } = FakeFile.prototype;
  vi.spyOn(FakeFile.prototype, 'createWritable').mockImplementation(async function (this: FakeFile) {
    if (!isAlive()) throw killed();
    return createWritable.call(this);
  });
  const { deleteDatabase } = fake.IDBFactory.prototype;
  vi.spyOn(fake.IDBFactory.prototype, 'deleteDatabase').mockImplementation(function (this: IDBFactory, name: string) {
    if (!isAlive()) throw killed();
    return deleteDatabase.call(this as never, name);
  });
  const { storageBuckets } = navigator as unknown as { storageBuckets?: { delete(name: string): Promise<void> } };
  if (storageBuckets) {
    const remove = storageBuckets.delete.bind(storageBuckets);
    vi.spyOn(storageBuckets, 'delete').mockImplementation(async (name) => {
      if (!isAlive()) throw killed();
      return remove(name);
    });
  }
  return () => done;
};

const isEmpty = async (browser: Browser) => (await browser.databases()).length + browser.files.entries.size + browser.buckets.size === 0;

describe.each([
  ['in a bucket', { buckets: true }],
  ['with a private file system', {}],
  ['with rows alone', { opfs: false }],
  ['without locks', { locks: false }],
] as const)('an erasure cut short, %s', (_, options) => {
  it('leaves either all, where it had not begun, or nothing that the next visit would use', async () => {
    let last = 0;
    for (let steps = Infinity; last <= steps; ++last) {
      const browser = freshBrowser(options);
      const tab = await openTab();
      const witness = await openTab();
      await grant(tab);
      view(tab, 'item-1');
      await quiet(tab, witness);
      const before = profileOf(tab);
      const count = endAfter(last);
      void tab.noren.privacy.erase();
      await quiet(tab, witness);
      steps = count() > last ? Infinity : count();
      vi.restoreAllMocks();
      // Whatever became of the disk, no open tab shows it any more.
      expect(profileOf(tab)).toBeNull();
      expect(profileOf(witness)).toBeNull();
      tab.noren.dispose();
      witness.noren.dispose();
      await quiet();

      const later = await openTab();
      await quiet(later);
      const isIntact = profileOf(later) !== null;
      // Three tables are emptied in one transaction; before it is complete, nothing has been erased.
      if (isIntact) {
        expect(last).toBeLessThan(3);
        expect(profileOf(later)).toEqual(before);
      } else {
        expect(later.noren.consent.state).toMatchObject({ answered: false, purposes: [] });
        expect(await isEmpty(browser)).toBe(true);
        await grant(later);
        expect(profileOf(later)?.events).toBe(0);
      }
      later.noren.dispose();
      await quiet();
    }
    expect(last).toBeGreaterThan(4);
  });
});

describe('a browser', () => {
  const failPuts = (isOne: (value: unknown) => boolean, name: string) => {
    const { put } = fake.IDBObjectStore.prototype;
    vi.spyOn(fake.IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
      if (isOne(row[0])) throw new DOMException('this browser does not', name);
      return put.apply(this as never, row);
    });
  };
  const expectMemoryOnly = async (browser: Browser, tab: Awaited<ReturnType<typeof openTab>>) => {
    expect(tab.noren.privacy.status()).toMatchObject({ storage: 'memory', erasure: 'none', notes: [{ code: 'storage-failed' }] });
    expect(view(tab, 'item-1')).toEqual({ accepted: true });
    expect(await isEmpty(browser)).toBe(true);
  };

  it.each([true, false])('that does not store keys keeps the profile in memory (buckets: %s)', async (buckets) => {
    const browser = freshBrowser({ buckets });
    const tab = await openTab();
    failPuts((value) => value instanceof CryptoKey, 'DataCloneError');
    await grant(tab);
    await expectMemoryOnly(browser, tab);
  });

  it('that gives a key back as null is not trusted with anything', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    const { put } = fake.IDBObjectStore.prototype;
    vi.spyOn(fake.IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
      return put.apply(this as never, [row[0] instanceof CryptoKey ? null : row[0], row[1]] as never);
    });
    await grant(tab);
    await expectMemoryOnly(browser, tab);
  });

  it.each(['InvalidStateError', 'UnknownError'])('whose connection fails twice in a row (%s) is left alone, and erased all the same', async (name) => {
    const browser = freshBrowser();
    const tab = await openTab();
    await grant(tab);
    const spy = vi.spyOn(fake.IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('Connection to Indexed Database server lost', name);
    });
    view(tab, 'item-1');
    await quiet(tab);
    const tries = spy.mock.calls.length;
    view(tab, 'item-2');
    await quiet(tab);
    expect(spy.mock.calls.length).toBe(tries);
    expect(profileOf(tab)?.events).toBe(2);
    expect(tab.noren.privacy.status()).toMatchObject({ storage: 'memory', notes: [{ code: 'storage-failed' }] });
    spy.mockRestore();
    await tab.noren.privacy.erase();
    expect(await isEmpty(browser)).toBe(true);
  });

  it('that refuses its file system halfway through still has a key that works', async () => {
    freshBrowser();
    vi.spyOn(FakeFile.prototype, 'createWritable').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    const tab = await openTab();
    await grant(tab);
    view(tab, 'item-1');
    await quiet(tab);
    expect(tab.noren.status).toMatchObject({ storage: 'encrypted', erasure: 'logical' });
    tab.noren.dispose();
    await quiet();
    expect(profileOf(await openTab())?.events).toBe(1);
  });
});
