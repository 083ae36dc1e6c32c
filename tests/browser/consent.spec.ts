/** Nothing before a yes; a no as easy as a yes; and after a withdrawal nothing is left, in no tab, in no memory, in no file. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Locator, type Page, chromium } from '@playwright/test';
import type { Noren } from 'noren';
import { canaries } from './support/catalog.js';
import { contrastOf } from './support/contrast.js';
import { launchOptions } from './support/chromium.mjs';
import { Noise, Shop, defaultHero, expect, test } from './support/shop.js';
import { nothingStored, recordStorage, stored, storedRows, storageOperations } from './support/storage.js';

/** Through all kinds of pages, with everything that a shopper can do there; ends at home. */
async function shopAround(shop: Shop): Promise<void> {
  await shop.lookAtRunningShoes();
  await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
  await shop.addToCart();
  await shop.follow('/cart');
  await shop.page.getByTestId('checkout').click();
  await shop.page.getByTestId('thanks').waitFor();
  await shop.follow('/privacy');
  await expect(shop.page.getByTestId('profile-empty')).toBeVisible();
  await shop.home();
}

async function expectStranger(shop: Shop): Promise<void> {
  await expect(shop.hero).toHaveText(defaultHero.en);
  expect(await shop.row('for-you')).toMatchObject({ list: 'popular', personal: false });
  await expect(shop.page.getByTestId('row-recently-viewed')).toHaveCount(0);
  await expect(shop.page.locator('noren-slot[data-outcome="campaign"]')).toHaveCount(0);
  expect(await shop.profile()).toBeNull();
}

const expectNothingTouched = async (context: BrowserContext, page: Page): Promise<void> => {
  // Asking what is stored opens the file system itself, so the recording is looked at first.
  expect(await storageOperations(page)).toEqual([]);
  expect(await stored(page)).toEqual(nothingStored);
  expect(await context.cookies()).toEqual([]);
};

test.describe('Without a yes', () => {
  test.beforeEach(({ context }) => recordStorage(context));

  test('nothing is stored before any answer, whatever she does', async ({ context, page, shop }) => {
    await shop.open();
    await expect(shop.question).toBeVisible();
    await shopAround(shop);
    await expectStranger(shop);
    await expectNothingTouched(context, page);
  });

  test('nothing is stored after a no, whatever she does', async ({ context, page, shop }) => {
    await shop.open();
    await shop.answer('no');
    await shopAround(shop);
    await expectStranger(shop);
    await expectNothingTouched(context, page);
  });

  test('events are not taken', async ({ shop, page }) => {
    await shop.open();
    await shop.answer('no');
    await shop.lookAtRunningShoes();
    const outcome = await page.evaluate(() => {
      const { noren } = customElements.get('noren-slot') as unknown as { noren: Noren };
      return noren.track('view_item', { items: [{ item_id: 'road-runner-01' }] });
    });
    expect(outcome).toEqual({ accepted: false, reason: 'no-consent' });
    expect((await shop.status('refused'))['no-consent']).toBeGreaterThan(3);
    expect(await shop.profile()).toBeNull();
    expect(await shop.status('level')).toBe('contextual');
  });

  test('the recording does record: a yes opens a database, a file and writes into both', async ({ page, shop }) => {
    await shop.openWithYes();
    const operations = await storageOperations(page);
    for (const call of ['IDBFactory.open(noren.norenya', 'IDBObjectStore.put(', 'StorageBucket.getDirectory(', 'FileSystemFileHandle.createWritable(']) {
      expect(operations.some((operation) => operation.startsWith(call)), call).toBe(true);
    }
  });
});

test.describe('The question', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`shows no as prominently as yes, ${colorScheme}`, async ({ page, shop }) => {
      await page.emulateMedia({ colorScheme });
      await shop.open();
      const look = (button: Locator) =>
        button.evaluate((element) => {
          const { width, height } = element.getBoundingClientRect();
          const { fontSize, fontWeight, fontFamily, borderWidth, opacity, textDecorationLine } = getComputedStyle(element);
          return { width: Math.round(width), height: Math.round(height), fontSize, fontWeight, fontFamily, borderWidth, opacity, textDecorationLine };
        });
      expect(await look(shop.no)).toEqual(await look(shop.yes));
      const [yes, no] = [await contrastOf(shop.yes), await contrastOf(shop.no)];
      expect(no.text).toBeGreaterThanOrEqual(4.5);
      expect(no.text / yes.text).toBeGreaterThan(0.8);
      expect(no.edge / yes.edge).toBeGreaterThan(0.8);
    });
  }

  test('asks for no more clicks for a no than for a yes, and is gone after either', async ({ shop }) => {
    await shop.open();
    await shop.answer('no');
    await shop.page.reload();
    await shop.page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
    await shop.answer('yes');
    await shop.follow('/category/outdoor');
    await expect(shop.question).toBeHidden();
  });
});

test.describe('With a yes', () => {
  test('everything stored is opaque: no item, category, brand or event can be read in it', async ({ page, shop }) => {
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
    await shop.addToCart();
    await expect.poll(async () => (await storedRows(page)).filter(({ table }) => table === 'events').length).toBeGreaterThan(10);

    const rows = await storedRows(page);
    expect(rows.map(({ table }) => table)).toEqual(expect.arrayContaining(['keys', 'records', 'events']));
    for (const row of rows) {
      const place = `${row.table}[${row.key}]`;
      expect(row.keys.every((extractable) => !extractable), `${place}: keys can't be exported`).toBe(true);
      // The only text is the epoch, 16 random bytes; the only numbers are days, sequences and revisions.
      for (const text of row.text) expect(text, place).toMatch(/^[0-9a-f]{32}$/);
      if (row.table === 'events') expect([row.text, row.numbers], place).toEqual([[], [Math.floor(Date.now() / 86_400_000)]]);
    }
    const dump = rows.flatMap(({ bytes, text }) => [...bytes, ...text, ...bytes.map((each) => each.replaceAll('\0', ''))]).join('\n');
    expect(canaries.filter((word) => dump.includes(word))).toEqual([]);
  });

  test('two rows of the same event do not look alike', async ({ page, shop }) => {
    await shop.openWithYes();
    await shop.follow('/cart');
    await shop.home();
    await shop.follow('/cart');
    await shop.home();
    await expect.poll(async () => (await storedRows(page)).filter(({ table }) => table === 'events').length).toBeGreaterThanOrEqual(6);
    const events = (await storedRows(page)).filter(({ table }) => table === 'events');
    const bytes = events.flatMap((row) => row.bytes);
    expect(new Set(bytes).size).toBe(bytes.length);
  });
});

/** Takes consent back through the question, and tells what the page shows before the task ends. */
const withdrawInOneTask = (page: Page) =>
  page.evaluate(async () => {
    const question = document.querySelector('noren-consent') as (HTMLElement & { show(): void }) | null;
    question?.show();
    const no = question?.shadowRoot?.querySelector<HTMLButtonElement>('[part~="no"]');
    if (!no) throw new Error('the question has no way to say no');
    let laterTask = false;
    setTimeout(() => {
      laterTask = true;
    });
    no.click();
    // Microtasks only: nothing else runs and nothing is painted in between.
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    const { noren } = customElements.get('noren-slot') as unknown as { noren: Noren };
    return {
      laterTask,
      hero: document.querySelector('[data-testid="hero"] h2')?.textContent,
      forYou: document.querySelector<HTMLElement>('[data-testid="row-for-you"]')?.dataset['list'],
      recentlyViewed: document.querySelector('[data-testid="row-recently-viewed"]') !== null,
      level: noren.status.level,
      profile: noren.profile(),
    };
  });

test.describe('A withdrawal', () => {
  test('brings the stranger’s shop back in the same task, without a reload', async ({ page, shop }) => {
    await shop.open();
    const tiles = await shop.tiles();
    await shop.answer('yes');
    await shop.lookAtRunningShoes();
    await expect(shop.hero).not.toHaveText(defaultHero.en);
    expect(await withdrawInOneTask(page)).toEqual({
      laterTask: false,
      hero: defaultHero.en,
      forYou: 'popular',
      recentlyViewed: false,
      level: 'contextual',
      profile: null,
    });
    expect(await shop.tiles()).toEqual(tiles);
    await expectStranger(shop);
  });

  test('erases what is stored, and nothing comes back', async ({ page, context, shop }) => {
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    expect((await stored(page)).databases).toEqual(['noren.norenya']);
    await withdrawInOneTask(page);
    await expect.poll(() => stored(page)).toEqual(nothingStored);
    await shop.lookAtRunningShoes();
    expect(await stored(page)).toEqual(nothingStored);
    expect(await context.cookies()).toEqual([]);
    await shop.open();
    await expect(shop.question).toBeVisible();
    await expectStranger(shop);
  });

  test('is one click on the privacy page, and a new yes begins with nothing', async ({ page, shop }) => {
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    await shop.follow('/privacy');
    await page.getByTestId('withdraw-consent').click();
    await expect(page.getByTestId('choice')).toHaveAttribute('data-given', 'false');
    await expect(page.getByTestId('profile-empty')).toBeVisible();
    await expect.poll(() => stored(page)).toEqual(nothingStored);
    await page.getByTestId('give-consent').click();
    await expect.poll(() => shop.status('storage')).toBe('encrypted');
    expect(await shop.profile()).toMatchObject({ seen: [], interests: { categories: [], brands: [] } });
    await shop.home();
    await expect(shop.hero).toHaveText(defaultHero.en);
  });

  test('reaches every open tab', async ({ context, page, shop }) => {
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    const other = new Shop(await context.newPage());
    await other.open();
    await expect(other.hero).not.toHaveText(defaultHero.en);
    await withdrawInOneTask(page);
    await expect(other.hero).toHaveText(defaultHero.en);
    await expectStranger(other);
    await expect.poll(() => stored(other.page)).toEqual(nothingStored);
    expect(await stored(page)).toEqual(nothingStored);
  });

  test('overwrites the memory in which the profile was', async ({ page, shop }) => {
    await page.addInitScript(() => {
      const memories: WebAssembly.Memory[] = [];
      Object.assign(globalThis, { memories });
      const instantiate = WebAssembly.instantiate;
      WebAssembly.instantiate = (async (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
        const instance = await instantiate(module, imports);
        for (const exported of Object.values(instance.exports)) if (exported instanceof WebAssembly.Memory) memories.push(exported);
        return instance;
      }) as typeof WebAssembly.instantiate;
    });
    const bytesInUse = () =>
      page.evaluate(() =>
        (globalThis as unknown as { memories: WebAssembly.Memory[] }).memories.map(
          ({ buffer }) => new Uint8Array(buffer).filter((byte) => byte !== 0).length,
        ),
      );
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    const before = await bytesInUse();
    // An engine that met a part it lacked, while it read the site document, has begun again.
    expect(before.filter((bytes) => bytes > 0)).toHaveLength(1);
    expect(before.at(-1)).toBeGreaterThan(10_000);
    await withdrawInOneTask(page);
    expect((await bytesInUse()).slice(0, before.length)).toEqual(before.map(() => 0));
    // And a fresh engine takes its place.
    await expect.poll(async () => (await bytesInUse()).length).toBeGreaterThan(before.length);
  });
});

test.describe('On disk', () => {
  const profileFolder = join(tmpdir(), `noren-disk-${randomUUID()}`);
  test.afterAll(() => rmSync(profileFolder, { recursive: true, force: true }));

  /** The files below the browser's folder whose path matches, and which hold one of the needles. */
  const filesHolding = (needles: readonly Buffer[], path: RegExp): readonly string[] =>
    readdirSync(profileFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => path.test(file))
      .filter((file) => {
        const content = readFileSync(file);
        return needles.some((needle) => content.includes(needle));
      });

  const words = canaries.flatMap((word) => [Buffer.from(word, 'latin1'), Buffer.from(word, 'utf16le')]);
  const storage = /[\\/](IndexedDB|File System|Local Storage|Session Storage|WebStorage|Service Worker)[\\/]/;

  test('nothing readable lies there with a yes, and no key after a withdrawal', async ({ baseURL }) => {
    const context = await chromium.launchPersistentContext(profileFolder, { ...launchOptions, baseURL: baseURL ?? '', locale: 'en-GB' });
    const noise = new Noise();
    await noise.listenTo(context);
    const shop = new Shop(await context.newPage());
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    const key = Buffer.from(await keyFile(shop.page));
    expect(key.length).toBeGreaterThanOrEqual(32);
    expect(filesHolding([key], storage), 'the key lies in one file').toHaveLength(1);
    expect(filesHolding(words, storage)).toEqual([]);

    await withdrawInOneTask(shop.page);
    await expect.poll(() => stored(shop.page)).toEqual(nothingStored);
    expect(filesHolding([key], /./)).toEqual([]);
    await context.close();
    expect(filesHolding([key], /./)).toEqual([]);
    expect(filesHolding(words, storage)).toEqual([]);
    expect(noise.unexpected).toEqual([]);
  });

  /** The bytes of the wrapped data key in the origin's private file system. */
  const keyFile = (page: Page): Promise<number[]> =>
    page.evaluate(async () => {
      const { storageBuckets } = navigator as unknown as { storageBuckets: { open(name: string): Promise<{ getDirectory(): Promise<FileSystemDirectoryHandle> }> } };
      const folder = await (await (await storageBuckets.open('noren-norenya')).getDirectory()).getDirectoryHandle('noren.norenya');
      for await (const entry of folder.values()) {
        if (entry.name.includes('.')) continue; // a mark
        const file = await (entry as FileSystemFileHandle).getFile();
        return [...new Uint8Array(await file.arrayBuffer())];
      }
      throw new Error('there is no key file');
    });
});
