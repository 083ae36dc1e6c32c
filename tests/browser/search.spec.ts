/** The search page: what is found, in which order for whom, and that everyone can use it. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Shop, expect, test } from './support/shop.js';

const found = (shop: Shop): Promise<readonly string[]> =>
  shop.page.getByTestId('found').getByTestId('card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item') ?? ''));

/** Types the words into the field of the header and presses Enter. */
async function searchFor(shop: Shop, words: string): Promise<void> {
  await shop.page.getByTestId('search').fill(words);
  await shop.page.getByTestId('search').press('Enter');
  await expect(shop.page.locator('main')).toHaveAttribute('data-page', 'search');
  await expect(shop.page.locator('main h1')).toContainText(words);
}

test('Products are found by name, category and brand in both languages, however they are written', async ({ shop }) => {
  await shop.open();
  for (const [words, first, count] of [
    ['mug', 'coffee-mug-01', 1],
    ['MUGS', 'coffee-mug-01', 1],
    ['running shoe', 'road-runner-01', 4],
    ['マグ', 'coffee-mug-01', 1],
    ['まぐかっぷ', 'coffee-mug-01', 1],
    ['ﾏｸﾞｶｯﾌﾟ', 'coffee-mug-01', 1],
    ['ｍｕｇ', 'coffee-mug-01', 1],
    ['コーヒー　ケトル', 'drip-kettle-01', 1],
    ['ハシリドウ', null, 0],
    ['hashirido socks', 'running-socks-01', 1],
    ['tea', 'teapot-01', 5],
    ['アウトドア', 'road-runner-01', 31],
    ['book', 'cookbook-donabe-01', 7],
  ] as const) {
    await searchFor(shop, words);
    if (first === null) await expect(shop.page.getByTestId('nothing-found'), words).toBeVisible();
    else expect({ words, first: (await found(shop))[0] }).toEqual({ words, first });
    expect({ words, count: await shop.page.getByTestId('found').getByTestId('card').count() }).toEqual({ words, count });
  }
});

for (const [language, words, about, title] of [
  ['en', 'shoes', /Because you looked at .+ shoes/, /^Search for “shoes” · Norenya$/],
  ['ja', 'シューズ', /をご覧になったので/, /^「シューズ」の検索結果 · 暖簾屋$/],
] as const) {
  test(`A runner finds running shoes first, and reads why, ${language}`, async ({ shop, page }) => {
    await shop.open('/', language);
    await searchFor(shop, words);
    const asAnyone = await found(shop);
    await expect(page.getByTestId('found')).toHaveAttribute('data-list', 'search');
    expect(asAnyone[0]).not.toMatch(/runner/);

    await shop.home();
    await shop.answer('yes');
    await shop.lookAtRunningShoes();
    await searchFor(shop, words);
    const forHer = await found(shop);
    await expect(page.getByTestId('found')).toHaveAttribute('data-list', 'search-ranking');
    expect([...forHer].sort()).toEqual([...asAnyone].sort());
    for (const first of forHer.slice(0, 3)) expect(first).toMatch(/runner|race/);
    await expect(page.getByTestId('found').getByTestId('reason').filter({ hasText: about }).first()).toBeVisible();
    await expect(page).toHaveTitle(title);
    expect(new URL(page.url()).hash).toBe(`#${new URLSearchParams({ q: words })}`);
  });
}

test('A reason that she does not want used leads nowhere any more, and nothing moves until she searches again', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'trail-runner-01');
  await searchFor(shop, 'shoes');
  const before = await found(shop);
  const because = page.getByTestId('found').locator('.reason').filter({ hasText: 'Because you looked at Kemono trail running shoes' });
  await because.first().getByRole('button', { name: /^Don't use this: Because you looked at Kemono/ }).click();
  await expect(because).toHaveCount(0);
  expect(await found(shop)).toEqual(before);
  await shop.home();
  await shop.follow('/privacy');
  await expect(page.getByTestId('set-aside')).toContainText('Kemono trail running shoes');
});

test('With the keyboard alone: the field, the words, Enter, the heading, the first product', async ({ shop, page }) => {
  await shop.open();
  await shop.answer('no');
  await page.keyboard.press('Tab');
  for (let presses = 0; presses < 5 && !(await page.getByTestId('search').evaluate((field) => field === document.activeElement)); presses++)
    await page.keyboard.press('Tab');
  await page.keyboard.type('kettle');
  await page.keyboard.press('Enter');
  await expect(page.locator('main h1')).toBeFocused();
  await expect(page.locator('main h1')).toHaveText('1 result for “kettle”');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('product')).toHaveAttribute('data-item', 'drip-kettle-01');
  await page.goBack();
  await expect(page.locator('main h1')).toHaveText('1 result for “kettle”');
  await expect(page.getByTestId('search')).toHaveValue('kettle');
});

test('The address brings the same results back, in the other language too, and tells the server nothing', async ({ shop, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await shop.open();
  await searchFor(shop, 'teapot');
  const items = await found(shop);
  await page.reload();
  await expect.poll(() => found(shop)).toEqual(items);
  await page.getByTestId('language-ja').click();
  await expect(page.locator('main h1')).toHaveText('「teapot」の検索結果 1点');
  expect(await found(shop)).toEqual(items);
  expect(new URL(page.url()).hash).toBe('#q=teapot');
  expect(asked.filter((address) => address.includes('teapot'))).toEqual([]);
});

test('An address as other shops have it is taken, too', async ({ shop, page }) => {
  await shop.load('/search?q=teapot&x=', 'en');
  await expect(page.locator('main h1')).toHaveText('1 result for “teapot”');
  expect(new URL(page.url()).searchParams.has('q')).toBe(false);
});

test('Where nothing is found there are ways on, and no word of hers is kept', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.lookAtCoffee();
  await searchFor(shop, 'unicorn saddle');
  await expect(page.getByTestId('nothing-found').getByRole('heading', { level: 1 })).toHaveText('Nothing found for “unicorn saddle”');
  const [hers, trend] = [await shop.row('for-you'), await shop.row('trending')];
  expect(hers.list).toBe('for-you');
  expect(hers.items.length).toBeGreaterThan(1);
  expect(hers.items.filter((item) => trend.items.includes(item))).toEqual([]);
  expect(JSON.stringify(await shop.profile())).not.toContain('unicorn');
});

for (const language of ['en', 'ja'] as const) {
  test(`No rule of axe is broken, with results and without, ${language}`, async ({ shop, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 375, height: 740 });
    await shop.openWithYes('/', language);
    await shop.browse(['outdoor', 'running', 'running-shoes'], 'trail-runner-01');
    for (const words of [language === 'en' ? 'shoes' : 'シューズ', 'zzz']) {
      await searchFor(shop, words);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    }
  });
}
