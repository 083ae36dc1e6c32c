#!/usr/bin/env node
/**
 * Photographs the demo shop as a stranger, a runner and a coffee lover see it, in both languages, on a desk and on a phone:
 *
 *   ./dev demo --build-only && node tests/browser/screenshots.mjs [--format png] [--out FOLDER]
 *
 * Each shopper opens the shop in a fresh browser context, says yes, and looks at what they like. The shop's clock, its address and
 * the browser's dice are set, so that the same shop gives the same pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/chromium.mjs';
import { openShop } from './support/demo-server.mjs';

/** Names under localhost are trusted as localhost is, and this one needs no port. */
const kOrigin = 'http://norenya.localhost';
const kClock = '2026-11-22T10:00:00Z';
const kQuality = 80;

const kShoppers = {
  stranger: [],
  runner: ['road-runner-01', 'trail-runner-01', 'running-socks-01', 'trail-runner-02'],
  coffee: ['pour-over-01', 'drip-kettle-01', 'beans-morning-01', 'coffee-mug-01'],
};

const kDesk = { viewport: { width: 1280, height: 800 } };
const kPhone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What is photographed: whose shop, where, on what, how much of it. */
const kPictures = [
  ...['stranger', 'runner', 'coffee'].flatMap((shopper) =>
    ['en', 'ja'].map((language) => ({ name: `home-${shopper}-${language}`, shopper, language, path: '/', device: kDesk, whole: true })),
  ),
  { name: 'consent-en', shopper: 'stranger', language: 'en', path: '/', device: kDesk, asking: true },
  { name: 'consent-ja-phone', shopper: 'stranger', language: 'ja', path: '/', device: kPhone, asking: true },
  { name: 'home-runner-en-phone', shopper: 'runner', language: 'en', path: '/', device: kPhone },
  { name: 'home-coffee-ja-phone', shopper: 'coffee', language: 'ja', path: '/', device: kPhone },
  { name: 'home-runner-en-dark', shopper: 'runner', language: 'en', path: '/', device: { ...kDesk, colorScheme: 'dark' } },
  { name: 'product-runner-en', shopper: 'runner', language: 'en', path: '/product/road-runner-01', device: kDesk, whole: true },
  { name: 'cart-coffee-ja', shopper: 'coffee', language: 'ja', path: '/cart', device: kDesk, cart: 'pour-over-01', whole: true },
  { name: 'privacy-runner-en', shopper: 'runner', language: 'en', path: '/privacy', device: kDesk, whole: true },
  { name: 'privacy-coffee-ja', shopper: 'coffee', language: 'ja', path: '/privacy', device: kDesk, whole: true },
  { name: 'decided-runner-en', shopper: 'runner', language: 'en', path: '/', device: kDesk, panel: true },
];

/** Turns to a page by its address, without loading a document. */
async function turnTo(page, path) {
  await page.evaluate((to) => {
    history.pushState(null, '', to + location.search);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.locator('main[data-page]').waitFor();
}

async function beShopper(page, { shopper, asking, cart }) {
  await page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
  if (asking) return page.locator('noren-consent section').waitFor();
  await page.locator(`noren-consent [part~="${shopper === 'stranger' ? 'no' : 'yes'}"]`).click();
  for (const product of kShoppers[shopper]) await turnTo(page, `/product/${product}`);
  if (cart === undefined) return;
  await turnTo(page, `/product/${cart}`);
  await page.getByTestId('add-to-cart').click();
}

/** Everything that is shown has arrived and stands still. */
async function settle(page) {
  await page.mouse.move(0, 0);
  await page.getByTestId('toast').locator('span').waitFor({ state: 'detached' });
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  });
}

async function photograph(browser, picture, format) {
  const context = await browser.newContext({ ...picture.device, locale: picture.language === 'ja' ? 'ja-JP' : 'en-GB', reducedMotion: 'reduce' });
  try {
    await context.addInitScript(() => {
      // Which variant a device gets follows from its seed.
      crypto.getRandomValues = (bytes) => bytes.fill(1);
    });
    const page = await context.newPage();
    await page.goto(`${kOrigin}/?lang=${picture.language}&clock=${kClock}`);
    await beShopper(page, picture);
    await turnTo(page, picture.path);
    if (picture.panel) await page.locator('#dock-button').click();
    await settle(page);
    if (format === 'png') return await page.screenshot({ fullPage: picture.whole ?? false });
    // Playwright writes PNG and JPEG; Chromium itself can write WebP, a third of their size.
    const session = await context.newCDPSession(page);
    const { cssContentSize } = await session.send('Page.getLayoutMetrics');
    const { width, height } = picture.whole ? cssContentSize : page.viewportSize();
    if (picture.whole) await page.setViewportSize({ width, height: Math.ceil(height) });
    await settle(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: kQuality });
    return Buffer.from(data, 'base64');
  } finally {
    await context.close();
  }
}

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'webp' },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/screenshots', import.meta.url)) },
    only: { type: 'string', default: '' },
  },
});
const shop = await openShop();
const { host } = new URL(shop.origin);
const browser = await chromium.launch({
  ...launchOptions,
  args: [...launchOptions.args, `--host-resolver-rules=MAP ${new URL(kOrigin).host}:80 ${host}`],
});
try {
  mkdirSync(values.out, { recursive: true });
  for (const picture of kPictures.filter(({ name }) => name.includes(values.only))) {
    const bytes = await photograph(browser, picture, values.format);
    const file = join(values.out, `${picture.name}.${values.format}`);
    writeFileSync(file, bytes);
    console.log(`${String(Math.round(bytes.length / 1000)).padStart(5)} kB  ${file}`);
  }
} finally {
  await browser.close();
  shop.close();
}
