/**
 * Whoever can write to what is stored can't change what Noren makes of it: each row is bound to its place, each flipped bit of a whole
 * stored profile is refused, and older rows put back are found out. She starts fresh then, with a note.
 */
import { describe, expect, it } from 'vitest';
import { FakeFile, FakeFolder, freshBrowser } from './support/browser.js';
import { type Tab, openTab, quiet, view } from './support/shop.js';
import { change, grant, kName, profileOf } from './support/stored.js';
import { Vault } from '../../web/src/storage/vault.js';
import { placeOf } from '../../web/src/storage/place.js';

type Row = Record<string, unknown>;
interface Stored {
  /** By table and key. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const kTables = ['keys', 'records', 'events'] as const;
const keyOf = (name: string) => (name.startsWith('events/') ? Number(name.slice(7)) : name.split('/')[1]!);
const folderOf = (browser: ReturnType<typeof freshBrowser>) => browser.files.entries.get(kName) as FakeFolder;

/** Everything that is stored, copied. */
const copyOf = async (browser: ReturnType<typeof freshBrowser>): Promise<Stored> => {
  const rows = new Map<string, Row>();
  await change(async (database) => {
    for (const table of kTables) {
      for (const key of await database.getAllKeys(table)) rows.set(`${table}/${String(key)}`, (await database.get(table, key)) as Row);
    }
  });
  const files = [...(folderOf(browser)?.entries.values() ?? [])] as FakeFile[];
  return { rows, files: new Map(files.map(({ name, bytes }) => [name, bytes.slice()])) };
};

/** Makes what is stored be just that. */
const put = async (browser: ReturnType<typeof freshBrowser>, { rows, files }: Stored): Promise<void> => {
  await change(async (database) => {
    const transaction = database.transaction(kTables, 'readwrite');
    for (const table of kTables) void transaction.objectStore(table).clear();
    for (const [name, row] of rows) void transaction.objectStore(name.split('/')[0] as 'records').put(row, keyOf(name));
    await transaction.done;
  });
  const folder = (await browser.files.getDirectoryHandle(kName, { create: true })) as FakeFolder;
  folder.entries.clear();
  for (const [name, bytes] of files) (((await folder.getFileHandle(name, { create: true })) as FakeFile).bytes = bytes.slice());
};

const withRow = (stored: Stored, name: string, row: Row | undefined): Stored => {
  const rows = new Map(stored.rows);
  if (row) rows.set(name, row);
  else rows.delete(name);
  return { ...stored, rows };
};

/** A profile that has all kinds of rows: three events after a snapshot, and marks in both slots. */
const aStoredProfile = async () => {
  const browser = freshBrowser();
  const first = await openTab();
  await grant(first);
  for (let index = 0; index < 66; ++index) view(first, `item-${index}`);
  await quiet(first);
  for (const item of ['item-1', 'item-2', 'item-3']) view(first, item);
  await quiet(first);
  const events = profileOf(first)!.events;
  first.noren.dispose();
  await quiet();
  const second = await openTab();
  await quiet(second);
  second.noren.dispose();
  await quiet();
  return { browser, events, stored: await copyOf(browser) };
};

const next = async (): Promise<{ tab: Tab; codes: string[] }> => {
  const tab = await openTab();
  await quiet(tab);
  return { tab, codes: tab.noren.privacy.status().notes.map(({ code }) => code) };
};

const expectStranger = async (browser: ReturnType<typeof freshBrowser>, ...codes: string[]) => {
  const found = await next();
  expect(found.codes).toEqual(codes);
  expect(found.tab.problems.map(({ code }) => code)).toEqual(codes);
  expect(found.tab.noren.consent.state).toMatchObject({ answered: false, purposes: [] });
  expect(profileOf(found.tab)).toBeNull();
  expect(await browser.databases()).toEqual([]);
  expect(browser.files.entries.size).toBe(0);
};

/** Every byte of a row or file, and a copy of it with one bit flipped. */
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};
const bytesOf = (value: unknown): Uint8Array | undefined =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;

/** What a value is with any one bit of it flipped: bytes, the eight bytes of a number, the characters of a text. */
const flipsOf = (value: unknown): unknown[] => {
  if (typeof value === 'number') {
    return Array.from({ length: 64 }, (_, bit) => new Float64Array(flipped(new Uint8Array(Float64Array.of(value).buffer), bit).buffer)[0]);
  }
  if (typeof value === 'string') {
    return Array.from({ length: value.length * 7 }, (_, bit) => {
      const at = Math.floor(bit / 7);
      return value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ (1 << (bit % 7))) + value.slice(at + 1);
    });
  }
  const bytes = bytesOf(value) as Uint8Array;
  return Array.from({ length: bytes.length * 8 }, (_, bit) => (value instanceof ArrayBuffer ? flipped(bytes, bit).buffer : flipped(bytes, bit)));
};

describe('one flipped bit', () => {
  it('anywhere in a whole stored profile is refused', { timeout: 240_000 }, async () => {
    const { browser, events, stored } = await aStoredProfile();
    const place = placeOf('hanare');
    const watch = { gone: () => undefined, today: () => Math.floor(Date.UTC(2026, 10, 22) / 86_400_000) };
    /** What the vault gives: a code of refusal, or how many bytes of profile and events are left. */
    const look = async (): Promise<string> => {
      try {
        const vault = await Vault.open(place, watch);
        if (!vault) return 'nothing';
        const news = await vault.exchange([], -1);
        vault.close();
        if (news === 'erased') return 'erased';
        return `${news.snapshot?.bytes ? 'snapshot' : 'no snapshot'}, ${news.foreign.filter(({ bytes }) => bytes).length} events`;
      } catch (error) {
        return (error as { problem?: { code: string } }).problem?.code ?? `unexpected: ${String(error)}`;
      }
    };
    await put(browser, stored);
    expect(await look()).toBe('snapshot, 3 events');
    const counts: Record<string, number> = {};
    const count = (what: string, outcome: string) => void (counts[`${what}: ${outcome}`] = (counts[`${what}: ${outcome}`] ?? 0) + 1);
    for (const [name, row] of stored.rows) {
      if (name === 'keys/wrapping') continue; // no script, and no test, sees its bytes
      for (const [member, value] of Object.entries(row)) {
        for (const flip of flipsOf(value)) {
          await change((database) => database.put(name.split('/')[0]!, { ...row, [member]: flip }, keyOf(name)));
          count(name.startsWith('events/') ? `event ${member}` : `${name.split('/')[1]} ${member}`, await look());
        }
      }
      await put(browser, stored);
    }
    for (const [name, bytes] of stored.files) {
      const file = folderOf(browser).entries.get(name) as FakeFile;
      for (const flip of flipsOf(bytes)) {
        file.bytes = flip as Uint8Array<ArrayBuffer>;
        count(name.includes('.') ? 'mark' : 'key file', await look());
      }
      file.bytes = bytes.slice();
    }
    const outcomes = Object.keys(counts);
    const flips = Object.values(counts).reduce((sum, one) => sum + one, 0);
    console.info(`${flips} flipped bits`, counts);
    expect(flips).toBeGreaterThan(3800);
    // Consent, key and marks: all is refused. A snapshot: the profile is. An event: it is left out, or, where its absence shows, all is refused.
    for (const outcome of outcomes) {
      if (outcome.startsWith('event ')) expect(outcome).toMatch(/: (snapshot, 2 events|expired)$/);
      else if (/^snapshot (iv|data|day)/.test(outcome)) expect(outcome).toMatch(/: (no snapshot, 3 events|expired)$/);
      else expect(outcome).toMatch(/: (corrupt|rolled-back|expired)$/);
    }
    await put(browser, stored);
    expect(profileOf((await next()).tab)?.events).toBe(events);
  });

  it('in the consent, in the key or in a mark makes her a stranger, with a note', async () => {
    const { browser, stored } = await aStoredProfile();
    const row = stored.rows.get('records/consent')!;
    await put(browser, withRow(stored, 'records/consent', { ...row, data: flipsOf(row['data'])[7] }));
    await expectStranger(browser, 'corrupt');
    for (const name of stored.files.keys()) {
      await grant((await next()).tab);
      await put(browser, { ...stored, files: new Map(stored.files).set(name, flipsOf(stored.files.get(name)!)[99] as Uint8Array) });
      await expectStranger(browser, 'corrupt');
    }
  });

  it('in the snapshot begins a fresh profile under the same consent, with a note', async () => {
    const { browser, stored } = await aStoredProfile();
    const row = stored.rows.get('records/snapshot')!;
    await put(browser, withRow(stored, 'records/snapshot', { ...row, data: flipsOf(row['data'])[7] }));
    const { tab, codes } = await next();
    expect(codes).toEqual(['corrupt']);
    expect(profileOf(tab)?.events).toBe(0);
    expect(tab.noren.privacy.status()).toMatchObject({ purposes: ['storage', 'personalization'], storage: 'encrypted' });
    view(tab, 'item-1');
    await quiet(tab);
    tab.noren.dispose();
    await quiet();
    const later = await next();
    expect(later.codes).toEqual([]);
    expect(profileOf(later.tab)?.events).toBe(1);
  });

  it('in an event leaves that one out, with a note', async () => {
    const { browser, events, stored } = await aStoredProfile();
    const [name, row] = [...stored.rows].find(([each]) => each.startsWith('events/'))!;
    await put(browser, withRow(stored, name, { ...row, data: flipsOf(row['data'])[7] }));
    const { tab, codes } = await next();
    expect(codes).toEqual(['corrupt']);
    expect(profileOf(tab)?.events).toBe(events - 1);
  });
});

describe('rows', () => {
  const eventsOf = (stored: Stored) => [...stored.rows.keys()].filter((name) => name.startsWith('events/'));

  it('that change places are both left out', async () => {
    const { browser, events, stored } = await aStoredProfile();
    const [one, two] = eventsOf(stored) as [string, string];
    await put(browser, withRow(withRow(stored, one, stored.rows.get(two)), two, stored.rows.get(one)));
    const { tab, codes } = await next();
    expect(codes).toEqual(['corrupt']);
    expect(profileOf(tab)?.events).toBe(events - 2);
  });

  it('that are doubled are left out', async () => {
    const { browser, events, stored } = await aStoredProfile();
    const last = eventsOf(stored).at(-1)!;
    await put(browser, withRow(stored, `events/${Number(keyOf(last)) + 1}`, stored.rows.get(last)));
    const { tab, codes } = await next();
    expect(codes).toEqual(['corrupt']);
    expect(profileOf(tab)?.events).toBe(events);
  });

  it.each(['first', 'middle', 'last'])('that are taken away are missed (%s event)', async (which) => {
    const { browser, stored } = await aStoredProfile();
    const names = eventsOf(stored);
    await put(browser, withRow(stored, { first: names[0]!, middle: names[1]!, last: names.at(-1)! }[which]!, undefined));
    await expectStranger(browser, 'rolled-back');
  });

  it('of another site are of no use here', async () => {
    const { browser, stored } = await aStoredProfile();
    await put(browser, stored);
    // The same rows and files under the name of another site.
    const { openDB } = await import('idb');
    const other = await openDB('noren.other', 2, { upgrade: (database) => kTables.forEach((table) => void database.createObjectStore(table)) });
    for (const [name, row] of stored.rows) await other.put(name.split('/')[0]!, row, keyOf(name));
    other.close();
    browser.files.entries.set('noren.other', folderOf(browser));
    await expect(Vault.open(placeOf('other'), { gone: () => undefined, today: () => 20779 })).rejects.toMatchObject({ problem: { code: 'corrupt' } });
  });
});

describe('an older state', () => {
  it('of all rows, put back, makes her a stranger', async () => {
    const { browser, stored } = await aStoredProfile();
    await put(browser, stored);
    const tab = await openTab();
    view(tab, 'item-later');
    await quiet(tab);
    tab.noren.dispose();
    await quiet();
    // The mark is as far as the rows were when a page was last opened.
    (await next()).tab.noren.dispose();
    await quiet();
    const now = await copyOf(browser);
    await put(browser, { rows: stored.rows, files: now.files });
    await expectStranger(browser, 'rolled-back');
  });

  it('of the consent alone, put back, makes her a stranger', async () => {
    const { browser, stored } = await aStoredProfile();
    await put(browser, stored);
    const { tab } = await next();
    await tab.noren.consent.grant(['measurement']);
    await quiet(tab);
    tab.noren.dispose();
    await quiet();
    const now = await copyOf(browser);
    await put(browser, withRow(now, 'records/consent', stored.rows.get('records/consent')));
    await expectStranger(browser, 'rolled-back');
  });

  it('of the snapshot, put back, is found out by the gap after it', async () => {
    const { browser, stored } = await aStoredProfile();
    await put(browser, stored);
    const { tab } = await next();
    for (let index = 0; index < 80; ++index) view(tab, `item-${index}`);
    await quiet(tab);
    tab.noren.dispose();
    await quiet();
    const now = await copyOf(browser);
    expect(now.rows.get('records/snapshot')!['through']).not.toBe(stored.rows.get('records/snapshot')!['through']);
    await put(browser, withRow(now, 'records/snapshot', stored.rows.get('records/snapshot')));
    await expectStranger(browser, 'rolled-back');
  });

  it('of the marks, put back or taken away, is one that nobody relies on', async () => {
    const { browser, stored, events } = await aStoredProfile();
    const marks = [...stored.files.keys()].filter((name) => name.includes('.'));
    expect(marks).toHaveLength(2);
    // One that was cut short when it was written: the other is there.
    await put(browser, { ...stored, files: new Map(stored.files).set(marks[0]!, new Uint8Array()) });
    const { tab, codes } = await next();
    expect(codes).toEqual([]);
    expect(profileOf(tab)?.events).toBe(events);
    tab.noren.dispose();
    await quiet();
    const without = new Map(stored.files);
    marks.forEach((name) => without.delete(name));
    await put(browser, { ...stored, files: without });
    await expectStranger(browser, 'corrupt');
  });

  it('cannot be found out without a private file system, which the status says', async () => {
    freshBrowser({ opfs: false });
    const tab = await openTab();
    await grant(tab);
    expect(tab.noren.privacy.status().notes.map(({ code }) => code)).toEqual(['unguarded']);
    expect(tab.problems).toEqual([]);
  });

  it('is not what a crash leaves: the last rows lost, but not the mark', async () => {
    const { browser, stored, events } = await aStoredProfile();
    await put(browser, stored);
    const tab = await openTab();
    view(tab, 'item-later');
    await quiet(tab);
    // Nothing is disposed; the newest row had not reached the disk.
    const now = await copyOf(browser);
    await put(browser, { rows: stored.rows, files: now.files });
    const later = await next();
    expect(later.codes).toEqual([]);
    expect(profileOf(later.tab)?.events).toBe(events);
  });
});
