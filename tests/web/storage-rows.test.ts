/**
 * Rows and files of any shape, as another program, an extension or a broken disk may leave them: a page always starts, holds no profile
 * that is not hers, and stores anew after a yes.
 */
import fc from 'fast-check';
import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { kFormat } from '../../web/src/storage/place.js';
import { FakeFile, FakeFolder, freshBrowser } from './support/browser.js';
import { openTab, quiet, view } from './support/shop.js';
import { grant, kName, profileOf } from './support/stored.js';

const kEpoch = '0123456789abcdef0123456789abcdef';
const bytes = fc.uint8Array({ maxLength: 80 });
/** Half of the values are of the kind that belongs there. */
const or = <Value>(right: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof(right, fc.oneof(fc.constant(null), fc.double(), fc.string(), fc.boolean(), bytes, fc.array(fc.integer(), { maxLength: 3 }), fc.constant({})));
const number = or(fc.oneof(fc.integer({ min: -3, max: 20_800 }), fc.double()));
const sealed = { iv: or(fc.uint8Array({ minLength: 12, maxLength: 12 })), data: or(bytes.map((each) => each.slice().buffer)), day: number };
const row = <Members extends object>(members: Members) => or(fc.record({ ...sealed, ...members } as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] }));

const stored = fc.record({
  consent: row({ epoch: or(fc.constant(kEpoch)), revision: number }),
  snapshot: row({ through: number }),
  key: fc.option(or(bytes)),
  wrapping: or(fc.constant('key' as const)),
  events: fc.array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.string(), fc.double({ noNaN: true })), row({})), { maxLength: 4 }),
  files: fc.dictionary(fc.constantFrom(kEpoch, `${kEpoch}.0`, `${kEpoch}.1`, 'another'), bytes),
});

it('whatever is stored, she is a stranger whose page works', { timeout: 120_000 }, async () => {
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
  await fc.assert(
    fc.asyncProperty(stored, async ({ consent, snapshot, key, wrapping: kept, events, files }) => {
      const browser = freshBrowser();
      const database = await openDB(kName, kFormat, {
        upgrade: (made) => ['keys', 'records', 'events'].forEach((table) => void made.createObjectStore(table)),
      });
      await database.put('keys', kept === 'key' ? wrapping : kept, 'wrapping');
      for (const [name, value] of Object.entries({ consent, snapshot, key })) if (value !== null) await database.put('records', value, name);
      for (const [sequence, value] of events) await database.put('events', value, sequence);
      database.close();
      const folder = (await browser.files.getDirectoryHandle(kName, { create: true })) as FakeFolder;
      for (const [name, value] of Object.entries(files)) ((await folder.getFileHandle(name, { create: true })) as FakeFile).bytes = value.slice();

      const tab = await openTab();
      await quiet(tab);
      expect(tab.noren.status.state).toBe('ready');
      expect(profileOf(tab)).toBeNull();
      expect(tab.noren.consent.state.purposes).toEqual([]);
      for (const { code } of tab.problems) expect(['corrupt', 'rolled-back', 'storage-failed']).toContain(code);
      await grant(tab);
      expect(view(tab, 'item-1')).toEqual({ accepted: true });
      await quiet(tab);
      expect(profileOf(tab)?.events).toBe(1);
      expect(tab.noren.status.storage).toBe('encrypted');
      await tab.noren.privacy.erase();
      expect(await browser.databases()).toEqual([]);
      expect(browser.files.entries.size).toBe(0);
      tab.noren.dispose();
    }),
    { numRuns: 100 },
  );
});
