/**
 * Whatever is broken, missing or refused, the shop shows its own content and works, no error goes uncaught, and the problem is told
 * once, in words that say what to do.
 */
import type { Page } from '@playwright/test';
import { Shop, defaultHero, expect, test } from './support/shop.js';
import { nothingStored, stored } from './support/storage.js';

/** The problems that the shop was told of, as its panel lists them. */
async function problems(page: Page): Promise<readonly string[]> {
  await page.locator('#dock-button').click();
  await expect(page.getByTestId('dock')).toHaveAttribute('data-open', 'true');
  const told = await page.getByTestId('problems').getByRole('listitem').allInnerTexts();
  await page.keyboard.press('Escape');
  return told.map((text) => text.replaceAll('\n', ' '));
}

async function expectOneProblem(page: Page, ...words: readonly RegExp[]): Promise<void> {
  const told = await problems(page);
  expect(told).toHaveLength(1);
  for (const word of words) expect(told[0]).toMatch(word);
}

/** The shop as for a stranger: its own content, its shelves, its cart, an order. */
async function expectAWorkingShop(shop: Shop): Promise<void> {
  const { page } = shop;
  await expect(shop.hero).toHaveText(defaultHero.en);
  expect((await shop.row('for-you')).items).toHaveLength(8);
  expect(await shop.tiles()).toHaveLength(8);
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await expect(page.getByTestId('note')).toContainText('Thirty days to change your mind');
  expect([...(await shop.row('similar')).items].sort()).toEqual(['race-flat-01', 'trail-runner-01', 'trail-runner-02']);
  await shop.addToCart();
  await shop.follow('/cart');
  await expect(page.getByTestId('cart-line')).toHaveAttribute('data-item', 'road-runner-01');
  await expect(page.getByTestId('total')).toHaveText('¥13,800');
  expect((await shop.row('complete-the-cart')).items).toHaveLength(4);
  await page.getByTestId('checkout').click();
  await expect(page.getByTestId('thanks')).toBeVisible();
  await page.getByTestId('language-ja').click();
  await shop.home();
  await expect(shop.hero).toHaveText(defaultHero.ja);
  await page.getByTestId('language-en').click();
  await expect(shop.hero).toHaveText(defaultHero.en);
}

/** Hands out the file changed. */
const change = (page: Page, file: string, edit: (bytes: Buffer) => Buffer | string): Promise<unknown> =>
  page.route(`**/${file}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: edit(await response.body()) });
  });

test.describe('The site document', () => {
  const broken = [
    { title: 'cut off', edit: (text: string) => text.slice(0, text.length / 2), words: [/invalid-json/, /site/] },
    {
      title: 'with a misspelt attribute',
      edit: (text: string) => text.replace('"interest.category.running"', '"interest.catgory.running"'),
      words: [/invalid-site/, /segments\[1\]\.when/, /unknown attribute "interest\.catgory\.running"/, /interest\.category/],
    },
    {
      title: 'with a misspelt member',
      edit: (text: string) => text.replace('"priority": 50', '"prioritty": 50'),
      words: [/invalid-site/, /campaigns\[0\]/, /prioritty/, /did you mean "priority"/],
    },
    { title: 'of a newer version', edit: (text: string) => text.replace('"noren": 1', '"noren": 2'), words: [/unsupported-version/, /\b2\b/] },
    { title: 'that is a page of HTML', edit: () => '<!doctype html><title>Sorry</title>', words: [/invalid-json/] },
  ];
  for (const { title, edit, words } of broken) {
    test(`${title}: the shop works, and is told the place`, async ({ page, shop }) => {
      await change(page, 'site.json', (bytes) => edit(bytes.toString('utf8')));
      await shop.open();
      await expect(shop.question).toBeHidden();
      expect(await shop.status('state')).toBe('failed');
      await expectOneProblem(page, ...words);
      await expectAWorkingShop(shop);
      await expectOneProblem(page, ...words);
      expect(await stored(page)).toEqual(nothingStored);
    });
  }

  test('missing: the shop works, and is told the address', async ({ page, shop, noise }) => {
    noise.expected.push(/Failed to load resource.*404/);
    await page.route('**/site.json', (route) => route.fulfill({ status: 404, body: 'nothing here' }));
    await shop.open();
    await expectOneProblem(page, /load-failed/, /404/, /site\.json/);
    await expectAWorkingShop(shop);
  });
});

test.describe('The shop model', () => {
  const broken = [
    { title: 'cut off', edit: (bytes: Buffer) => bytes.subarray(0, bytes.length / 2), words: [/corrupt/, /model/] },
    {
      title: 'of a newer version',
      edit: (bytes: Buffer) => {
        const newer = Buffer.from(bytes);
        newer.writeUInt16LE(9, 4);
        return newer;
      },
      words: [/unsupported-version/, /version 9/],
    },
    {
      title: 'with one byte changed',
      edit: (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(5_000) ^ 1, 5_000);
        return changed;
      },
      words: [/corrupt/],
    },
    { title: 'that is empty', edit: () => Buffer.alloc(0), words: [/corrupt/] },
  ];
  for (const { title, edit, words } of broken) {
    test(`${title}: there are no recommendations, but decisions, and the shop works`, async ({ page, shop }) => {
      await change(page, 'shop.model', edit);
      await shop.open();
      await expectOneProblem(page, ...words);
      await expectAWorkingShop(shop);
      expect(await shop.status('state')).toBe('ready');
      await shop.answer('yes');
      await shop.lookAtRunningShoes();
      await expect(shop.hero).not.toHaveText(defaultHero.en);
      expect((await shop.row('for-you')).list).toBe('popular');
      await expectOneProblem(page, ...words);
    });
  }

  test('missing: there are no recommendations, but decisions, and the shop works', async ({ page, shop, noise }) => {
    noise.expected.push(/Failed to load resource.*404/);
    await page.route('**/shop.model', (route) => route.fulfill({ status: 404, body: 'nothing here' }));
    await shop.open();
    await expectOneProblem(page, /load-failed/, /404/);
    await expectAWorkingShop(shop);
    await shop.answer('yes');
    await shop.lookAtRunningShoes();
    await expect(shop.hero).not.toHaveText(defaultHero.en);
  });
});

test.describe('WebAssembly', () => {
  for (const step of ['compile', 'instantiate'] as const) {
    test(`that does not ${step}: the shop works`, async ({ page, shop }) => {
      await page.addInitScript((name) => {
        Reflect.set(WebAssembly, name, () => Promise.reject(new WebAssembly.CompileError('out of executable memory')));
      }, step);
      await shop.open();
      expect(await shop.status('state')).toBe('failed');
      await expectOneProblem(page, /load-failed/, /out of executable memory/);
      await expectAWorkingShop(shop);
      await expectOneProblem(page, /load-failed/);
    });
  }

  test('that the browser does not have: the shop works', async ({ page, shop }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
    });
    await shop.open();
    await expectOneProblem(page, /load-failed/, /no WebAssembly/);
    await expectAWorkingShop(shop);
  });

  test('that the policy forbids: the shop works, and is told what the policy lacks', async ({ page, shop, noise }) => {
    noise.expected.push(/^violation: script-src/, /Content Security Policy/);
    await page.route('**/?lang=en', async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      headers['content-security-policy'] = headers['content-security-policy']?.replace(" 'wasm-unsafe-eval'", '') ?? '';
      await route.fulfill({ response, headers });
    });
    await shop.open();
    await expectOneProblem(page, /load-failed/, /Content-Security-Policy.*'wasm-unsafe-eval'/);
    await expectAWorkingShop(shop);
  });
});

test('The SDK does not come: the shop works', async ({ page, shop, noise }) => {
  noise.expected.push(/Failed to load resource/);
  // Of the scripts only the page's own entry comes.
  await page.route(/\/assets\/(?!index-).*\.js$/, (route) => route.abort());
  await shop.load();
  await page.waitForLoadState('networkidle');
  await expect(shop.question).toBeHidden();
  await expectAWorkingShop(shop);
  await page.locator('#dock-button').click();
  await expect(page.getByTestId('dock')).toContainText('Noren is not running in this page');
});

test.describe('Storage', () => {
  /** The shop knows her as long as the page is open, and says that it will not remember. */
  async function expectMemoryOnly(shop: Shop, ...words: readonly RegExp[]): Promise<void> {
    await shop.lookAtRunningShoes();
    await expect(shop.hero).not.toHaveText(defaultHero.en);
    expect((await shop.row('for-you')).list).toBe('for-you');
    expect(await shop.status('state')).toBe('ready');
    expect(await shop.status('storage')).toBe('memory');
    expect(await shop.status('storageProblem')).not.toBeNull();
    await expectOneProblem(shop.page, /storage-failed/, ...words);
  }

  /** After a withdrawal it is a stranger's shop, and works. */
  async function expectWithdrawable(shop: Shop): Promise<void> {
    await shop.follow('/privacy');
    await shop.page.getByTestId('withdraw-consent').click();
    await expect(shop.page.getByTestId('profile-empty')).toBeVisible();
    await shop.home();
    await expectAWorkingShop(shop);
  }

  test('refused: the profile is kept in memory, the shop works and says so', async ({ page, shop }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The user denied permission to access the database.', 'SecurityError');
      };
    });
    await shop.open();
    await expectAWorkingShop(shop);
    await shop.answer('yes');
    await expectMemoryOnly(shop, /SecurityError/, /memory/);
    await expectWithdrawable(shop);
  });

  test('that the browser does not have: the profile is kept in memory, the shop works and says so', async ({ page, shop }) => {
    await page.addInitScript(() => {
      Reflect.defineProperty(globalThis, 'indexedDB', { value: undefined });
    });
    await shop.open();
    await shop.answer('yes');
    await expectMemoryOnly(shop, /IndexedDB/, /memory/);
    await expectWithdrawable(shop);
  });

  test('full at the yes: nothing half-written stays behind', async ({ page, shop }) => {
    await page.addInitScript(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    await shop.open();
    await shop.answer('yes');
    await expectMemoryOnly(shop, /QuotaExceededError/, /memory/);
    expect(await stored(page)).toEqual(nothingStored);
    await expectWithdrawable(shop);
  });

  test('full later: what she does from then on is kept in memory', async ({ page, shop }) => {
    await shop.openWithYes();
    await page.evaluate(() => {
      IDBObjectStore.prototype.add = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    });
    await expectMemoryOnly(shop, /QuotaExceededError/, /no room/, /memory/);
    await expectWithdrawable(shop);
    await expect.poll(() => stored(page)).toEqual(nothingStored);
  });

  test('really full: with no quota at all the shop works', async ({ page, context, shop, baseURL }) => {
    const session = await context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(baseURL ?? '').origin, quotaSize: 1 });
    await shop.open();
    await shop.answer('yes');
    await expectMemoryOnly(shop, /memory/);
    await expectWithdrawable(shop);
  });

  test('without a private file system: the profile is stored all the same, and the status says that erasing is weaker', async ({ page, shop }) => {
    await page.addInitScript(() => {
      Reflect.defineProperty(Navigator.prototype, 'storageBuckets', { value: undefined });
      StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('Security error', 'SecurityError'));
    });
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    expect(await shop.status('erasure')).toBe('logical');
    expect(await problems(page)).toEqual([]);
    await shop.open();
    await expect(shop.question).toBeHidden();
    await expect(shop.hero).not.toHaveText(defaultHero.en);
    await expectWithdrawable(shop);
    await expect.poll(() => page.evaluate(() => indexedDB.databases())).toEqual([]);
  });

  test('overwritten with noise: the shop begins anew and says so', async ({ page, shop }) => {
    await shop.openWithYes();
    await shop.lookAtRunningShoes();
    await page.evaluate(async () => {
      const { storageBuckets } = navigator as unknown as { storageBuckets: { open(name: string): Promise<{ indexedDB: IDBFactory }> } };
      const bucket = await storageBuckets.open('noren-norenya');
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = bucket.indexedDB.open('noren.norenya');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction('records', 'readwrite');
      const records = transaction.objectStore('records');
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onerror = () => reject(transaction.error);
        const row = records.get('consent');
        row.onsuccess = () => {
          const changed = { ...row.result } as Record<string, unknown>;
          for (const [name, value] of Object.entries(changed)) {
            if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) changed[name] = crypto.getRandomValues(new Uint8Array(64));
          }
          records.put(changed, 'consent');
        };
      });
      database.close();
    });
    await shop.open();
    await expect(shop.hero).toHaveText(defaultHero.en);
    await expect(shop.question).toBeVisible();
    await expectOneProblem(page, /corrupt/, /asked again/);
    expect(await stored(page)).toEqual(nothingStored);
    await shop.answer('yes');
    await expect.poll(() => shop.status('storage')).toBe('encrypted');
  });
});
