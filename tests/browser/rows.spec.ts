/** The rows look right to a person: nothing twice, nothing out of season, nothing she has no interest in, no row for a single thing. */
import { type Shop, expect, test } from './support/shop.js';
import { Shopper } from './support/visits.js';
import { catalog } from './support/catalog.js';

/** Every row of the page with what it shows. */
const rows = (shop: Shop): Promise<readonly { readonly place: string; readonly items: readonly string[] }[]> =>
  shop.page.locator('main section.row').evaluateAll((sections) =>
    sections.map((section) => ({
      place: section.getAttribute('data-testid') ?? '',
      items: [...section.querySelectorAll('[data-item]')].map((card) => card.getAttribute('data-item') ?? ''),
    })),
  );

async function expectTidy(shop: Shop, place: string): Promise<void> {
  const all = await rows(shop);
  for (const row of all) expect(row.items.length, `${place}: ${row.place}`).toBeGreaterThan(1);
  const items = all.flatMap(({ items }) => items);
  expect(items.filter((item, index) => items.indexOf(item) !== index), `${place}: twice`).toEqual([]);
}

const paths = ['/', '/category/outdoor', '/category/kitchen', '/product/road-runner-01', '/product/donabe-01', '/cart', '/search#q=zzz'] as const;

for (const [who, looksAt] of [
  ['a runner', ['road-runner-01', 'trail-runner-01', 'running-socks-01', 'trail-runner-02']],
  ['a coffee lover', ['pour-over-01', 'drip-kettle-01', 'beans-morning-01', 'coffee-mug-01']],
  ['someone who looks for presents', ['teddy-bear-01', 'bouquet-01', 'wool-scarf-01', 'fountain-pen-01']],
] as const) {
  test(`No page shows ${who} a thing twice, a row of one, or summer in November`, async ({ shop }) => {
    const shopper = new Shopper(shop, 'en');
    await shopper.comes();
    await shopper.looksAt(...looksAt);
    const summer = new Set(catalog.filter((product) => product.custom_label_0 === 'summer').map(({ id }) => id));
    expect(summer.size).toBeGreaterThan(10);
    for (const path of paths) {
      await shop.turnTo(path);
      await expectTidy(shop, path);
      expect((await shop.offered()).filter((item) => summer.has(item)), path).toEqual([]);
    }
  });
}

test('A stranger sees no summer in November either', async ({ shop }) => {
  const summer = new Set(catalog.filter((product) => product.custom_label_0 === 'summer').map(({ id }) => id));
  await shop.page.clock.setFixedTime(Date.UTC(2026, 10, 22, 10));
  await shop.open('/product/dew-lotion-01');
  expect((await shop.row('viewed-next')).list).toBe('viewed-next');
  for (const path of ['/product/dew-lotion-01', '/product/santoku-knife-01', '/category/outdoor', '/cart']) {
    await shop.turnTo(path);
    expect((await shop.offered()).filter((item) => summer.has(item)), path).toEqual([]);
  }
});

test('What too few bought together is not called so, and what she has bought is not offered there', async ({ shop, page }) => {
  const shopper = new Shopper(shop, 'en');
  await shopper.comes();
  await shop.turnTo('/product/dew-lotion-01');
  await expect(page.getByRole('heading', { name: 'Often bought together' })).toBeVisible();
  await shop.turnTo('/product/santoku-knife-01');
  await expect(page.getByRole('heading', { name: 'Often bought together' })).toHaveCount(0);
  const [first = ''] = (await shop.row('bought-together')).items;
  await shopper.buys(first);
  await shop.turnTo('/product/santoku-knife-01');
  await expect.poll(async () => (await shop.row('bought-together')).items).not.toContain(first);
});

test('Who looks at swimwear in November is taken at her word', async ({ shop }) => {
  const shopper = new Shopper(shop, 'en');
  await shopper.comes();
  await shopper.looksAt('one-piece-swim-01', 'snorkel-mask-01');
  await shop.turnTo('/');
  expect((await shop.row('for-you')).items).toContain('dot-bikini-01');
});

test('Good prices and news are of kinds that she looks at, and the row says so once', async ({ shop, page }) => {
  const shopper = new Shopper(shop, 'en');
  await shopper.comes();
  await shopper.looksAt('road-runner-01', 'trail-runner-01', 'running-socks-01', 'trail-runner-02');
  await shop.turnTo('/');
  const paths = new Map(catalog.map(({ id, product_type: path }) => [id, path]));
  for (const place of ['deals', 'new']) {
    for (const item of (await shop.row(place)).items) expect(paths.get(item), place).toContain('Outdoor');
  }
  await expect(page.getByTestId('row-deals').getByTestId('row-note')).toHaveText('On sale now');
  await expect(page.getByTestId('row-deals').getByTestId('reason').first()).toBeHidden();
});

test('Who ordered last week is offered what goes with it, and not the same again', async ({ shop }) => {
  const shopper = new Shopper(shop, 'en');
  await shopper.comes();
  await shopper.buys('beans-morning-01', 'coffee-mug-01');
  await shopper.visits(7);
  expect((await shop.row('last-order')).list).toBe('complements-of-last-order');
  expect(await shop.offered()).not.toContain('coffee-mug-01');
  expect(await shop.offered()).not.toContain('beans-morning-01');
  await shop.turnTo('/cart');
  expect(await shop.offered()).not.toContain('beans-morning-01');
});

for (const [language, option, reason] of [
  ['en', 'a child', 'From your answer to “Who is the present for?”'],
  ['ja', 'お子さま', '「贈りものはどなたに」へのお答えから'],
] as const) {
  test(`An answer brings in what fits it, says so, and can be left unused, ${language}`, async ({ shop, page }) => {
    const shopper = new Shopper(shop, language);
    await shopper.comes();
    await shopper.looksAt('fountain-pen-01');
    await shop.turnTo('/');
    await page.getByTestId('present-for').selectOption(option);
    const told = page.getByTestId('row-for-you').getByTestId('card').filter({ hasText: reason });
    await expect(told).not.toHaveCount(0);
    const paths = new Map(catalog.map(({ id, product_type: path }) => [id, path]));
    for (const card of await told.all()) expect(paths.get((await card.getAttribute('data-item')) ?? '')).toContain('Kids and toys');
    await told.first().getByTestId('dont-use').click();
    await expect(told).toHaveCount(0);
  });
}

test('The cart reminds of what she looked at, and not of what is in it', async ({ shop }) => {
  const shopper = new Shopper(shop, 'en');
  await shopper.comes();
  await shopper.looksAt('donabe-01', 'iron-skillet-01');
  await shopper.adds('santoku-knife-01');
  await shop.turnTo('/cart');
  const row = await shop.row('viewed-not-bought');
  expect([...row.items].sort()).toEqual(['donabe-01', 'iron-skillet-01']);
});
