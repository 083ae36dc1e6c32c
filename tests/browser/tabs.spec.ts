/** Two tabs of one shop are one visitor. */
import { Shop, defaultHero, expect, test } from './support/shop.js';
import { nothingStored, stored } from './support/storage.js';

test('Events of two tabs come together, and both tabs know the same of her', async ({ context, shop: left }) => {
  await left.openWithYes();
  const right = new Shop(await context.newPage());
  await right.open();
  await expect(right.question).toBeHidden();

  await left.follow('/category/outdoor');
  await right.follow('/category/kitchen');
  await left.browse(['running', 'running-shoes'], 'road-runner-01');
  await right.browse(['coffee-gear'], 'pour-over-01');
  await left.addToCart();
  await right.follow('/category/coffee-gear');
  await right.browse([], 'drip-kettle-01');
  await left.browse(['running-shoes'], 'trail-runner-01');

  // At the same moment, so that their writing overlaps.
  await Promise.all([left.follow('/privacy'), right.follow('/privacy')]);
  await expect.poll(() => left.profile()).toMatchObject({ events: { view_item: 4, add_to_cart: 1, page_view: 15 } });
  const known = await left.profile();
  await expect.poll(() => right.profile()).toEqual(known);
  expect(known).toMatchObject({ cart: [{ item_id: 'road-runner-01', quantity: 1 }] });

  const profile = (shop: Shop) => shop.page.getByTestId('profile').innerText();
  await expect.poll(() => profile(right)).toBe(await profile(left));
});

test('What is done in one tab changes the entrance in the other', async ({ context, shop: left }) => {
  await left.openWithYes();
  const right = new Shop(await context.newPage());
  await right.open();
  await left.lookAtRunningShoes();
  await expect(right.hero).not.toHaveText(defaultHero.en);
  expect((await right.tiles())[0]).toBe('outdoor');
  await expect.poll(async () => (await right.row('for-you')).items).toEqual((await left.row('for-you')).items);
});

test('A yes in one tab is a yes in the other, and so is its end', async ({ context, shop: left }) => {
  await left.open();
  const right = new Shop(await context.newPage());
  await right.open();
  await expect(right.question).toBeVisible();
  await left.answer('yes');
  await expect(right.question).toBeHidden();
  await expect.poll(() => right.status('storage')).toBe('encrypted');

  await right.follow('/privacy');
  await expect(right.page.getByTestId('choice')).toHaveAttribute('data-given', 'true');
  await left.follow('/privacy');
  await left.page.getByTestId('withdraw-consent').click();
  await expect(right.page.getByTestId('choice')).toHaveAttribute('data-given', 'false');
  await expect(right.page.getByTestId('profile-empty')).toBeVisible();
  await expect.poll(() => stored(right.page)).toEqual(nothingStored);
  expect(await right.profile()).toBeNull();
});
