#!/usr/bin/env node
/**
 * Photographs the demo shop as five shoppers see it, in both languages, on a desk and on a phone: a stranger, a runner, a coffee lover, one
 * who ordered a week ago, one who looks for presents.
 *
 *   ./dev demo --build-only && node tests/browser/screenshots.mjs [--format png] [--out FOLDER] [--only PART-OF-A-NAME]
 *   node tests/browser/screenshots.mjs --walk --format png --out FOLDER     every page that each of them passes, for looking through
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
const kToday = Date.UTC(2026, 10, 22, 10);
const kDay = 86_400_000;
const kQuality = 80;

/** What they do, step by step: a product looked at by its name, or one of the acts below. */
const kShoppers = {
  stranger: [],
  runner: ['road-runner-01', 'trail-runner-01', 'running-socks-01', 'trail-runner-02'],
  coffee: ['pour-over-01', 'drip-kettle-01', 'beans-morning-01', 'coffee-mug-01'],
  returning: [
    'pour-over-01',
    'add beans-morning-01',
    'add coffee-mug-01',
    'add iron-skillet-01',
    'order',
    'today',
    'cookbook-donabe-01',
    'donabe-01',
  ],
  gifts: [
    'add teddy-bear-01',
    'add bouquet-01',
    'add cookies-01',
    'add gift-bags-01',
    'wool-scarf-01',
    'fountain-pen-01',
    'answer present-for=child',
    'dislike',
  ],
};

const kDesk = { viewport: { width: 1280, height: 800 } };
const kPhone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What is photographed: whose shop, where, on what, how much of it. */
const kPictures = [
  ...['stranger', 'runner', 'coffee'].flatMap((shopper) =>
    ['en', 'ja'].map((language) => ({ name: `home-${shopper}-${language}`, shopper, language, path: '/', device: kDesk, whole: true })),
  ),
  { name: 'home-returning-ja', shopper: 'returning', language: 'ja', path: '/', device: kDesk, whole: true },
  { name: 'home-gifts-en', shopper: 'gifts', language: 'en', path: '/', device: kDesk, whole: true },
  { name: 'consent-en', shopper: 'stranger', language: 'en', path: '/', device: kDesk, asking: true },
  { name: 'consent-ja-phone', shopper: 'stranger', language: 'ja', path: '/', device: kPhone, asking: true },
  { name: 'home-runner-en-phone', shopper: 'runner', language: 'en', path: '/', device: kPhone },
  { name: 'home-coffee-ja-phone', shopper: 'coffee', language: 'ja', path: '/', device: kPhone },
  { name: 'home-runner-en-dark', shopper: 'runner', language: 'en', path: '/', device: { ...kDesk, colorScheme: 'dark' } },
  { name: 'product-runner-en', shopper: 'runner', language: 'en', path: '/product/road-runner-01', device: kDesk, whole: true },
  { name: 'search-runner-en', shopper: 'runner', language: 'en', path: '/search#q=shoes', device: kDesk, whole: true },
  { name: 'search-coffee-ja-phone', shopper: 'coffee', language: 'ja', path: '/search#q=コーヒー', device: kPhone },
  { name: 'cart-coffee-ja', shopper: 'coffee', language: 'ja', path: '/cart', device: kDesk, cart: 'pour-over-01', whole: true },
  { name: 'privacy-runner-en', shopper: 'runner', language: 'en', path: '/privacy', device: kDesk, whole: true },
  { name: 'privacy-coffee-ja', shopper: 'coffee', language: 'ja', path: '/privacy', device: kDesk, whole: true },
  { name: 'decided-runner-en', shopper: 'runner', language: 'en', path: '/', device: kDesk, panel: true },
];

/** With --walk: where each of them passes. */
const kWays = {
  stranger: ['/', '/category/outdoor', '/product/road-runner-01', '/search#q=tea', '/search#q=zzz', '/cart'],
  runner: ['/', '/category/outdoor', '/category/apparel', '/product/trail-runner-01', '/search#q=shoes', '/cart'],
  coffee: ['/', '/category/kitchen', '/product/drip-kettle-01', '/search#q=book', '/search#q=zzz', '/cart'],
  returning: ['/', '/category/food-and-drink', '/product/donabe-01', '/search#q=coffee', '/cart'],
  gifts: ['/', '/category/kids-and-toys', '/product/teddy-bear-01', '/search#q=gift', '/cart', '/privacy', '/complete'],
};

const kWalks = Object.entries(kWays).flatMap(([shopper, paths]) =>
  ['en', 'ja'].flatMap((language) =>
    [kDesk, kPhone].map((device) => ({
      name: `${shopper}-${language}-${device === kDesk ? 'desk' : 'phone'}`,
      shopper,
      language,
      device,
      whole: true,
      paths,
    })),
  ),
);

/** Turns to a page by its address, without loading a document. */
async function turnTo(page, path) {
  await page.evaluate((to) => {
    const [pathname, hash = ''] = to.split('#');
    history.pushState(null, '', `${pathname}${location.search}${hash && `#${hash}`}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.locator('main[data-page]').waitFor();
}

const kActs = {
  async add(page, product) {
    await turnTo(page, `/product/${product}`);
    await page.getByTestId('add-to-cart').click();
  },
  async order(page) {
    await turnTo(page, '/cart');
    await page.getByTestId('checkout').click();
    await page.getByTestId('thanks').waitFor();
  },
  /** Comes back today, in a tab that was left open. */
  async today(page) {
    await page.clock.setFixedTime(kToday);
  },
  async answer(page, answered) {
    await page.evaluate(([question, option]) => customElements.get('noren-slot').noren.answer(question, option), answered.split('='));
  },
  /** "Not for me", said of the first thing that the shop recommends. */
  async dislike(page) {
    await turnTo(page, '/');
    await page.getByTestId('row-for-you').getByTestId('not-for-me').first().click();
  },
};

async function beShopper(page, { shopper, language, asking, cart }) {
  const steps = kShoppers[shopper];
  await page.clock.setFixedTime(steps.includes('today') ? kToday - 7 * kDay : kToday);
  await page.goto(`${kOrigin}/?lang=${language}`);
  await page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
  if (asking) return page.locator('noren-consent section').waitFor();
  await page.locator(`noren-consent [part~="${shopper === 'stranger' ? 'no' : 'yes'}"]`).click();
  for (const step of steps) {
    const [act, of] = step.split(' ');
    if (act in kActs) await kActs[act](page, of);
    else await turnTo(page, `/product/${step}`);
  }
  if (cart !== undefined) await kActs.add(page, cart);
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

async function photograph(page, whole, format) {
  await settle(page);
  if (format === 'png') return page.screenshot({ fullPage: whole });
  // Playwright writes PNG and JPEG; Chromium itself can write WebP, a third of their size.
  const session = await page.context().newCDPSession(page);
  const { cssContentSize } = await session.send('Page.getLayoutMetrics');
  const { width, height } = whole ? cssContentSize : page.viewportSize();
  if (whole) await page.setViewportSize({ width, height: Math.ceil(height) });
  await settle(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: kQuality });
  return Buffer.from(data, 'base64');
}

/** Lives through what the shopper does, and photographs one page after the other. */
async function visit(browser, picture, format, keep) {
  const context = await browser.newContext({ ...picture.device, locale: picture.language === 'ja' ? 'ja-JP' : 'en-GB', reducedMotion: 'reduce' });
  try {
    await context.addInitScript(() => {
      // Which variant a device gets follows from its seed.
      crypto.getRandomValues = (bytes) => bytes.fill(1);
    });
    const page = await context.newPage();
    await beShopper(page, picture);
    for (const [index, path] of (picture.paths ?? [picture.path]).entries()) {
      await turnTo(page, path);
      if (picture.panel) await page.locator('#dock-button').click();
      const name = picture.paths ? `${picture.name}-${index}-${path.split(/[/#]/)[1] || 'home'}` : picture.name;
      keep(name, await photograph(page, picture.whole ?? false, format));
    }
  } finally {
    await context.close();
  }
}

const { values } = parseArgs({
  options: {
    format: { type: 'string', default: 'webp' },
    out: { type: 'string', default: fileURLToPath(new URL('../../docs/screenshots', import.meta.url)) },
    only: { type: 'string', default: '' },
    walk: { type: 'boolean', default: false },
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
  for (const picture of (values.walk ? kWalks : kPictures).filter(({ name }) => name.includes(values.only))) {
    await visit(browser, picture, values.format, (name, bytes) => {
      const file = join(values.out, `${name}.${values.format}`);
      writeFileSync(file, bytes);
      console.log(`${String(Math.round(bytes.length / 1000)).padStart(5)} kB  ${file}`);
    });
  }
} finally {
  await browser.close();
  shop.close();
}
