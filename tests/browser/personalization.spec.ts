/** With a yes the shop comes to know her: what it shows changes, in place, with reasons, and differs from what others see. */
import type { Noren } from 'noren';
import { soldOut } from './support/catalog.js';
import { shifts, watchLayout } from './support/layout.js';
import { type Shop as ShopPage, Shop, defaultHero, expect, test } from './support/shop.js';

const runningHeroes = /^(Out before the city wakes|A little further each week)\.$/;
const coffeeHero = 'The quiet before the first sip.';

/** A score below 0.1 is called good; what changes in place should not move anything at all. */
const kStill = 0.02;

test('A few clicks on running shoes change the hero, the order of departments and the row for her', async ({ shop }) => {
  await shop.open();
  const [tiles, row] = [await shop.tiles(), await shop.row('for-you')];
  expect(row.list).toBe('popular');
  await shop.answer('yes');
  await expect(shop.hero).toHaveText(defaultHero.en);

  await shop.lookAtRunningShoes();

  await expect(shop.hero).toHaveText(runningHeroes);
  const now = await shop.tiles();
  expect(now[0]).toBe('outdoor');
  expect(now).not.toEqual(tiles);
  expect([...now].sort()).toEqual([...tiles].sort());
  const hers = await shop.row('for-you');
  expect(hers).toMatchObject({ list: 'for-you', personal: true });
  expect(hers.items).toHaveLength(8);
  expect(hers.items).not.toEqual(row.items);
  expect(hers.items.filter((id) => /running|runner|race-flat|gel|electrolyte|watch|bottle/.test(id)).length).toBeGreaterThanOrEqual(4);
});

test('Two clicks are enough', async ({ shop }) => {
  await shop.openWithYes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await shop.home();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'trail-runner-01');
  await shop.home();
  await expect(shop.hero).toHaveText(runningHeroes);
  expect((await shop.row('for-you')).list).toBe('for-you');
});

test('The shop changes in place: nothing moves, neither by itself nor after the click', async ({ page, shop }) => {
  await watchLayout(page);
  await shop.open();
  const before = await shifts(page);
  expect(before.unprompted).toBeLessThan(kStill);
  await shop.answer('yes');
  // The events of a visit to the running shelf, while she stands at the entrance.
  await page.evaluate(() => {
    const { noren } = customElements.get('noren-slot') as unknown as { noren: Noren };
    for (const id of ['road-runner-01', 'trail-runner-01', 'trail-runner-02']) {
      noren.track('view_item', {
        items: [{ item_id: id, item_category: 'Outdoor', item_category2: 'Running', item_category3: 'Running shoes', price: 13_800 }],
      });
    }
  });
  await expect(shop.hero).toHaveText(runningHeroes);
  expect((await shop.tiles())[0]).toBe('outdoor');
  expect((await shop.row('for-you')).list).toBe('for-you');
  const { prompted, unprompted } = await shifts(page);
  expect(prompted).toBeLessThan(kStill);
  expect(unprompted).toBeLessThan(kStill);
});

test('Nothing moves by itself during a whole visit', async ({ page, shop }) => {
  await watchLayout(page);
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
  await shop.addToCart();
  await shop.follow('/cart');
  await shop.home();
  expect((await shifts(page)).unprompted).toBeLessThan(kStill);
  await shop.open();
  await expect(shop.hero).not.toHaveText(defaultHero.en);
  const { prompted, unprompted } = await shifts(page);
  expect(prompted + unprompted, 'after a reload, when the stored profile comes in').toBeLessThan(kStill);
});

test('Every recommendation says why it is there', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  const hers = await shop.row('for-you');
  for (const reason of hers.reasons) expect(reason).toMatch(/^(Because you|Often bought)/);
  expect(hers.reasons.some((reason) => reason.includes('running shoes') || reason.includes('trail shoes'))).toBe(true);
  for (const visible of await page.getByTestId('row-for-you').getByTestId('reason').all()) await expect(visible).toBeVisible();

  // What many look at and what she saw herself say so once, in the heading.
  await expect(page.getByTestId('row-trending').getByText('What many shoppers look at these days')).toBeVisible();
  await expect(page.getByTestId('row-recently-viewed').getByRole('heading', { level: 2 })).toHaveText('Recently viewed');

  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  for (const [place, said] of [
    ['bought-together', 'Often bought together'],
    ['similar', 'Also in Running shoes'],
    ['viewed-next', 'Shoppers who look at this look at it too'],
  ] as const) {
    expect((await shop.row(place)).list).toBe(place);
    await expect(page.getByTestId(`row-${place}`).locator('.section-head')).toContainText(said);
  }
});

test('A product page shows what is similar and what is bought together, without the product itself', async ({ shop }) => {
  await shop.openWithYes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  const [together, similar] = [await shop.row('bought-together'), await shop.row('similar')];
  expect(together.items.length).toBeGreaterThanOrEqual(2);
  expect(similar.items.length).toBeGreaterThanOrEqual(2);
  expect(together.items.some((id) => /running-(socks|cap)|gel|electrolyte|water-bottle/.test(id))).toBe(true);
  expect(similar.items.some((id) => /runner|race-flat/.test(id))).toBe(true);
  const shown = [...together.items, ...similar.items];
  expect(shown).not.toContain('road-runner-01');
  expect(new Set(shown).size).toBe(shown.length);
});

test('The cart offers what completes it, and changes with it', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await shop.addToCart();
  await shop.follow('/cart');
  const forShoes = await shop.row('complete-the-cart');
  expect(forShoes).toMatchObject({ list: 'complete-the-cart', personal: true });
  expect(forShoes.items).not.toContain('road-runner-01');
  for (const reason of forShoes.reasons) expect(reason).not.toBe('');

  await page.getByTestId('remove').click();
  await page.getByTestId('empty-cart').waitFor();
  await shop.browse(['kitchen', 'coffee-gear'], 'pour-over-01');
  await shop.addToCart();
  await shop.follow('/cart');
  const forCoffee = await shop.row('complete-the-cart');
  expect(forCoffee.items).not.toEqual(forShoes.items);
  expect(forCoffee.items.some((id) => /beans|mug|kettle|drip|canister|timer|coffee/.test(id))).toBe(true);
});

test('What she looked at is at hand, last first', async ({ shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  expect((await shop.row('recently-viewed')).items).toEqual(['trail-runner-02', 'trail-runner-01', 'road-runner-01']);
});

test('What she has bought and what is sold out is not offered', async ({ shop, page }) => {
  await shop.openWithYes();
  const bought = ['road-runner-01', 'running-socks-01'];
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await shop.addToCart();
  await shop.browse(['outdoor', 'running', 'running-wear'], 'running-socks-01');
  await shop.addToCart();
  await shop.follow('/cart');
  await page.getByTestId('checkout').click();
  await page.getByTestId('thanks').waitFor();

  const offered: string[] = [...(await shop.offered())];
  // Beside what is sold out, too: boots, tableware, cookware.
  const tour = [
    ['running-shoes', 'trail-runner-01', ['outdoor', 'running']],
    ['hiking-boots', 'hiking-boots-01', ['outdoor', 'hiking']],
    ['tableware', 'chopsticks-01', ['kitchen']],
    ['cookware', 'donabe-01', ['kitchen']],
  ] as const;
  for (const [shelf, product, above] of tour) {
    await shop.browse([...above, shelf], product);
    offered.push(...(await shop.offered()));
  }
  await shop.home();
  const recent = (await shop.row('recently-viewed')).items;
  offered.push(...(await shop.row('for-you')).items, ...(await shop.row('trending')).items);
  expect(offered.length).toBeGreaterThan(40);
  expect(offered.filter((id) => soldOut.includes(id))).toEqual([]);
  expect(offered.filter((id) => bought.includes(id))).toEqual([]);
  expect(recent.filter((id) => bought.includes(id) || soldOut.includes(id))).toEqual([]);
});

test('Two shoppers see two shops', async ({ browser, baseURL, page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  const context = await browser.newContext({ ...(baseURL ? { baseURL } : {}), locale: 'en-GB' });
  const other = new Shop(await context.newPage());
  await other.openWithYes();
  await other.lookAtCoffee();

  const look = async (each: ShopPage) => ({
    hero: await each.hero.textContent(),
    first: (await each.tiles())[0],
    forYou: (await each.row('for-you')).items,
    recent: (await each.row('recently-viewed')).items,
  });
  const [runner, coffee] = [await look(shop), await look(other)];
  expect(runner.hero).toMatch(runningHeroes);
  expect(coffee.hero).toBe(coffeeHero);
  expect(runner.first).toBe('outdoor');
  expect(['kitchen', 'food-and-drink']).toContain(coffee.first);
  expect(runner.forYou.filter((id) => coffee.forYou.includes(id)).length).toBeLessThanOrEqual(2);
  expect(runner.recent).not.toEqual(coffee.recent);

  // On the very same shelf the banner and the product's note speak to the runner only.
  for (const each of [shop, other]) await each.browse(['outdoor', 'running', 'running-shoes'], 'trail-runner-01');
  await expect(page.getByTestId('note')).toContainText('For runners');
  await expect(other.page.getByTestId('note')).not.toContainText('For runners');
  await context.close();
});

test('The shop says what it decided in sentences first, and shows the rule and its values behind them', async ({ shop, page }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  await page.locator('#dock-button').click();
  const panel = page.getByTestId('explain-home-hero');
  await expect(panel).toHaveAttribute('data-campaign', 'hero-running');
  const chosen = panel.locator('[data-verdict="chosen"]');
  await expect(chosen.getByRole('listitem').first()).toHaveText('the visitor is in the segment "Runner", as needed');
  const values = chosen.getByText(/interest\.category\.running \(0\.\d+\)/);
  await expect(values).toBeHidden();
  await chosen.getByText('The rule, with all values').click();
  await expect(values).toBeVisible();

  const coffee = panel.locator('[data-campaign="hero-coffee"]');
  await expect(coffee).toBeHidden();
  await panel.getByText('7 others that could stand here').click();
  await expect(coffee).toContainText('condition does not hold');
  await expect(coffee).toContainText('the interest in Coffee + the interest in Coffee gear is 0; at least 0.4 is needed');

  await page.getByTestId('language-ja').click();
  await expect(chosen).toContainText('セグメント「走る人」に入っています（条件どおり）');
  await expect(coffee).toContainText('「コーヒー」への関心 + 「コーヒー器具」への関心は 0 です（0.4 以上が条件）');
});

test('The panel tells where she stands in journeys, and lets her come back later', async ({ shop, page }) => {
  await shop.openWithYes();
  await page.locator('#dock-button').click();
  await expect(page.getByTestId('explain-home-message')).toContainText('a step of the journey "Welcome series"');
  await expect(page.getByTestId('journeys').locator('[data-journey="welcome"]')).toContainText('at "hello"');
  const today = await page.evaluate(() => Date.now());
  await page.getByRole('button', { name: 'in a week' }).click();
  await expect(page).toHaveURL((url) => {
    const days = (Date.parse(url.searchParams.get('clock') ?? '') - today) / 86_400_000;
    return days > 6.9 && days < 7.1 && url.searchParams.get('lang') === 'en';
  });
  await page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
  expect(await shop.status('level')).toBe('personal');
});
