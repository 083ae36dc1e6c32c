/** Japanese and English, everywhere the visitor reads: pages, content of campaigns, reasons, the question, her own data. */
import { Shop, defaultHero, expect, test } from './support/shop.js';

/** Hiragana or katakana: no other language is written with them. */
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const japaneseHeroes = /^(街が目を覚ます前に。|今週は、もう少し先まで。)$/;
const englishHeroes = /^(Out before the city wakes|A little further each week)\.$/;

const switchTo = (shop: Shop, language: 'ja' | 'en') => shop.page.getByTestId(`language-${language}`).click();

/** Every visible text of the page with letters in it, that is not marked as being in another language. */
const texts = (shop: Shop): Promise<readonly string[]> =>
  shop.page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      const element = walker.currentNode.parentElement;
      if (!element || !/\p{L}/u.test(text) || !element.checkVisibility()) continue;
      if (element.closest('[lang]') !== document.documentElement && element.closest('[lang]')?.getAttribute('lang') !== document.documentElement.lang) continue;
      found.push(text);
    }
    return found;
  });

/** Her events, but for what she sees without doing anything: that counts when it was visible for a second, now or a little later. */
async function deedsOf(shop: Shop): Promise<unknown> {
  const { events } = (await shop.profile()) as { events: Record<string, number> };
  return { ...events, view_promotion: 0 };
}

test('The switch changes everything in place, without a reload and without a new page view', async ({ shop, page }) => {
  await shop.openWithYes('/', 'en');
  await shop.lookAtRunningShoes();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(shop.hero).toHaveText(englishHeroes);
  const [tiles, row, deeds] = [await shop.tiles(), await shop.row('for-you'), await deedsOf(shop)];
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

  await switchTo(shop, 'ja');
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(shop.hero).toHaveText(japaneseHeroes);
  await expect(page).toHaveTitle(/暖簾屋/);
  await expect(page.getByTestId('row-for-you').getByRole('heading', { level: 2 })).toHaveText('あなたへのおすすめ');
  const now = await shop.row('for-you');
  expect(now.items).toEqual(row.items);
  for (const reason of now.reasons) expect(reason).toMatch(kana);
  expect(await shop.tiles()).toEqual(tiles);
  expect(await deedsOf(shop)).toEqual(deeds);

  await switchTo(shop, 'en');
  await expect(shop.hero).toHaveText(englishHeroes);
  expect((await shop.row('for-you')).reasons).toEqual(row.reasons);
  expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
});

test('The question is asked in the language of the page, and follows the switch', async ({ shop }) => {
  await shop.open('/', 'ja');
  await expect(shop.question).toHaveAttribute('lang', 'ja');
  await expect(shop.question.getByRole('heading')).toHaveText('お好みを覚えてもよろしいですか？');
  await expect(shop.no).toHaveText('いいえ、覚えない');
  await expect(shop.yes).toHaveText('はい、覚える');
  await switchTo(shop, 'en');
  await expect(shop.question.getByRole('heading')).toHaveText('May this shop remember what you like?');
  await expect(shop.question).toHaveAttribute('lang', 'en');
});

test('A browser that prefers Japanese gets Japanese, and links keep the language', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ locale: 'ja-JP', ...(baseURL ? { baseURL } : {}) });
  const shop = new Shop(await context.newPage());
  await shop.page.goto('/');
  await expect(shop.hero).toHaveText(defaultHero.ja);
  await shop.follow('/category/outdoor');
  await expect(shop.page).toHaveURL(/lang=ja/);
  await context.close();
});

const order = async (shop: Shop): Promise<void> => {
  await shop.follow('/cart');
  await shop.page.getByTestId('checkout').click();
  await shop.page.getByTestId('thanks').waitFor();
};

/** What is Latin in Japanese, too: names of brands, units, sizes, and what is named in code. */
const latinInJapanese = /^(Noren|[A-Z][a-z]+|[\d\s.,:%¥×A-Z-]+|[\w.-]+)$/;

test('In Japanese every page is Japanese throughout, in English English throughout', async ({ shop }) => {
  await shop.openWithYes('/', 'ja');
  await shop.lookAtRunningShoes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await shop.addToCart();
  for (const path of ['/', '/category/running-shoes', '/product/road-runner-01', '/cart', '/complete', '/privacy', '/no-such-page']) {
    await switchTo(shop, 'ja');
    if (path === '/complete') await order(shop);
    else await shop.turnTo(path);
    const japanese = await texts(shop);
    expect(japanese.length, path).toBeGreaterThan(15);
    expect(japanese.some((text) => kana.test(text)), path).toBe(true);
    const inLatin = japanese.filter((text) => !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text));
    expect(inLatin.filter((text) => !latinInJapanese.test(text)), path).toEqual([]);

    await switchTo(shop, 'en');
    const english = await texts(shop);
    expect(english.filter((text) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)), path).toEqual([]);
  }
});
