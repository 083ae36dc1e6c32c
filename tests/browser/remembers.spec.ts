/** With a yes the shop knows her again: after a reload, and after the browser was closed. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/chromium.mjs';
import { Noise, Shop, defaultHero, expect, test } from './support/shop.js';
import { nothingStored, stored } from './support/storage.js';

const look = async (shop: Shop) => ({
  hero: await shop.hero.textContent(),
  tiles: await shop.tiles(),
  forYou: await shop.row('for-you'),
  recent: (await shop.row('recently-viewed')).items,
});

test('After a reload the shop is as it was, and asks nothing', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  const before = await look(shop);
  await page.reload();
  await expect(shop.hero).not.toHaveText(defaultHero.en);
  await expect(shop.question).toBeHidden();
  expect(await look(shop)).toEqual(before);
  expect(await shop.status('storage')).toBe('encrypted');
});

test('The cart is as she left it', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
  await shop.addToCart();
  await page.reload();
  await expect(page.getByTestId('cart-count')).toHaveText('1');
  await shop.follow('/cart');
  await expect(page.getByTestId('cart-line')).toHaveAttribute('data-item', 'pour-over-01');
});

test('An event survives a tab that is closed right after it', async ({ context, shop }) => {
  await shop.openWithYes();
  await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
  await shop.browse(['kitchen', 'coffee-gear'], 'siphon-01');
  await shop.page.close();
  const later = new Shop(await context.newPage());
  await later.open();
  expect((await later.row('recently-viewed')).items).toEqual(['siphon-01', 'pour-over-01']);
});

test.describe('Closed and opened again, the browser', () => {
  const folder = join(tmpdir(), `noren-visitor-${randomUUID()}`);
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const visit = async (baseURL: string | undefined, body: (shop: Shop) => Promise<void>): Promise<void> => {
    const context = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: baseURL ?? '', locale: 'en-GB' });
    const noise = new Noise();
    await noise.listenTo(context);
    try {
      await body(new Shop(await context.newPage()));
    } finally {
      await context.close();
    }
    expect(noise.unexpected).toEqual([]);
  };

  test('shows her the shop as she left it', async ({ baseURL }) => {
    let before = {};
    await visit(baseURL, async (shop) => {
      await shop.openWithYes();
      await shop.lookAtRunningShoes();
      before = await look(shop);
    });
    await visit(baseURL, async (shop) => {
      await shop.open();
      await expect(shop.question).toBeHidden();
      await expect(shop.hero).not.toHaveText(defaultHero.en);
      expect(await look(shop)).toEqual(before);
      await shop.follow('/privacy');
      await shop.page.getByTestId('withdraw-consent').click();
      await expect.poll(() => stored(shop.page)).toEqual(nothingStored);
    });
    await visit(baseURL, async (shop) => {
      await shop.open();
      await expect(shop.question).toBeVisible();
      await expect(shop.hero).toHaveText(defaultHero.en);
      expect(await stored(shop.page)).toEqual(nothingStored);
    });
  });
});
