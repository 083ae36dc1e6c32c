/**
 * The law of the shared profile: whatever tabs do, in whatever order, and whichever of them are killed, those that are open agree
 * once all is quiet, and the next visit finds what they agree on.
 */
import { afterEach, expect, it, vi } from 'vitest';
import * as fake from 'fake-indexeddb';
import { freshBrowser } from './support/browser.js';
import { type Tab, openTab, quiet, view } from './support/shop.js';

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

afterEach(() => vi.restoreAllMocks());

const profileOf = (tab: Tab) => tab.noren.profile() as { events: number; chain: number } | null;

/** Each attempt has its own way through: events, pauses, new tabs, killed tabs, transactions that fail. */
it.each([1, 2, 3, 4, 5, 6, 7, 8])('tabs agree (way %i)', { timeout: 60_000 }, async (seed) => {
  const next = random(seed);
  freshBrowser({ opfs: next() < 0.7, locks: next() < 0.7, buckets: seed % 2 === 0 });
  const put = fake.IDBObjectStore.prototype.put;
  let failing = false;
  vi.spyOn(fake.IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
    // The connection drops while a snapshot is being replaced: what a killed tab leaves.
    if (failing && row[1] === 'snapshot' && next() < 0.5) throw new DOMException('lost', 'UnknownError');
    return put.apply(this as never, row);
  });
  const tabs = [await openTab(), await openTab()];
  await tabs[0]!.noren.consent.grant();
  await quiet(...tabs);
  failing = true;
  for (let step = 0; step < 220; ++step) {
    const tab = tabs[Math.floor(next() * tabs.length)]!;
    const choice = next();
    if (choice < 0.85) view(tab, `item-${Math.floor(next() * 9)}`);
    else if (choice < 0.93) await new Promise((resolve) => setTimeout(resolve, next() * 8));
    else if (choice < 0.96) await quiet(tab);
    else if (tabs.length < 4) tabs.push(await openTab());
    else tabs.splice(tabs.indexOf(tab), 1)[0]!.noren.dispose();
  }
  failing = false;
  await quiet(...tabs);
  // A tab whose storage failed twice in a row goes on in memory; where that befell all of them, the next visit begins here.
  if (!tabs.some(({ noren }) => noren.status.storage === 'encrypted')) tabs.push(await openTab());
  // However slow the machine, they come to agree, and stay so.
  const settled = { timeout: 20_000, interval: 50 };
  const open = () => tabs.filter(({ noren }) => noren.status.storage === 'encrypted');
  const agree = () => {
    expect(open().length).toBeGreaterThan(0);
    for (const tab of open()) expect(profileOf(tab)).toEqual(profileOf(open()[0]!));
  };
  await vi.waitFor(agree, settled);
  await quiet(...tabs);
  await vi.waitFor(agree, settled);
  const lost = open().length < tabs.length;
  const [last] = open();
  for (const tab of tabs) if (tab !== last) tab.noren.dispose();
  const later = await openTab();
  await vi.waitFor(() => expect(profileOf(later)).toEqual(profileOf(last!)), settled);
  if (!lost) expect(profileOf(later)!.events).toBeGreaterThan(150);
});

it('a storage that never answers is given up, with the profile in memory', async () => {
  freshBrowser();
  const tab = await openTab();
  await tab.noren.consent.grant();
  await quiet(tab);
  const encrypt = vi.spyOn(crypto.subtle, 'encrypt').mockReturnValue(new Promise(() => undefined));
  for (let index = 0; index < 4100; ++index) view(tab, 'item-1');
  encrypt.mockRestore();
  expect(tab.problems.map(({ code }) => code)).toEqual(['storage-failed']);
  expect(tab.noren.status.storage).toBe('memory');
  expect(profileOf(tab)?.events).toBe(4100);
});
