/**
 * The recipes that answer what a shopper did at the shelf and the cart, each played in the demo shop from its beginning to its goal.
 * Those that greet, thank and win back are in recipes-over-time.spec.ts.
 */
import { expect, test } from './support/shop.js';
import { Shopper } from './support/visits.js';

test('Cart abandoned: a bar leads her back to her cart, a day later help is offered, an order ends it', async ({ shop, page }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.adds('pour-over-01');
  const bar = page.getByRole('region', { name: 'Your cart is where you left it' });
  await expect(bar).toBeHidden();

  await she.visits(1);
  await expect(bar).toBeVisible();
  await expect(bar).toContainText('still in stock');
  await bar.getByRole('link', { name: 'To the cart' }).click();
  await expect(page.getByTestId('cart-line')).toHaveAttribute('data-item', 'pour-over-01');
  await expect(bar).toBeHidden();
  expect(await she.journey('cart-abandoned')).toBe('pause');

  await she.visits(2);
  await expect(she.message).toContainText('Is something still open?');
  await expect(bar).toBeHidden();
  await she.follows(she.message);
  await page.getByTestId('checkout').click();
  await page.getByTestId('thanks').waitFor();
  await she.visits(3);
  await expect(she.message).toContainText('Thank you for your order');
});

test('Cart abandoned: an order before the reminder was followed is its goal; closing the bar is an answer, too', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.adds('teapot-01');
  await she.visits(1);
  const bar = page.getByRole('region', { name: 'カートはそのままです' });
  await expect(bar).toContainText('まだすべてございます');
  await bar.getByRole('button', { name: '閉じる' }).click();
  await expect(bar).toBeHidden();
  expect(await she.journey('cart-abandoned')).toBe('pause');
  await shop.follow('/cart');
  await page.getByTestId('checkout').click();
  await page.getByTestId('thanks').waitFor();
  expect(await she.journey('cart-abandoned')).toBe('goal');
});

test('Product page abandoned: who looked twice is asked on the next visit, until it goes into the cart', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.looksAt('siphon-01', 'teapot-01', 'siphon-01');
  await shop.home();
  await expect(she.message).not.toContainText('まだお悩みですか');

  await she.visits(1);
  await expect(she.message).toContainText('まだお悩みですか');
  await she.follows(she.message);
  await expect(page.getByTestId('row-recently-viewed').getByRole('heading', { level: 2 })).toBeInViewport();
  await expect(page).toHaveURL((url) => url.pathname === '/' && url.hash === '');

  await she.visits(2);
  await expect(she.message).not.toContainText('まだお悩みですか');
  expect(await she.journey('product-page-abandoned')).toBe('finished');
});

test('Product page abandoned: taking it is the goal', async ({ shop }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.looksAt('siphon-01', 'teapot-01', 'siphon-01');
  await she.visits(1);
  await expect(she.message).toContainText('Still thinking about it?');
  await she.adds('siphon-01');
  expect(await she.journey('product-page-abandoned')).toBe('goal');
  await shop.home();
  await expect(she.message).not.toContainText('Still thinking');
});

test('Free-shipping nudge: a toast at the shelf and a line in the cart, until nothing is missing', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.adds('sunscreen-01');
  await expect(she.toast).toBeHidden();
  await she.adds('water-bottle-01');
  await expect(she.toast).toContainText('あと少しです');
  await she.follows(she.toast);
  const nudge = page.getByTestId('nudge');
  await expect(nudge).toContainText(/送料が無料になります|送料無料です/);
  await expect(she.toast).toBeHidden();

  await page.getByRole('button', { name: /^ひとつ増やす/ }).first().click();
  await expect(page.getByTestId('shipping-bar')).toContainText('このご注文は送料無料です');
  await expect(nudge).not.toContainText(/送料が無料になります|送料無料です/);
  expect(await she.journey('free-shipping-nudge')).toBe('goal');
});

/** Which half a device falls into follows from its seed, and that from the browser's dice. */
for (const [half, dice] of [
  ['coupon', 1],
  ['without', 2],
] as const) {
  test(`Coupon on hesitation: ${half === 'coupon' ? 'half of those who hesitate get ten per cent off' : 'the other half gets none'}`, async ({ shop, page }) => {
    await page.addInitScript((value) => {
      crypto.getRandomValues = (bytes) => (bytes instanceof Uint8Array ? bytes.fill(value) : bytes);
    }, dice);
    const she = new Shopper(shop, 'en');
    await she.comes();
    await she.adds('siphon-01');
    const coupon = page.getByTestId('nudge').getByRole('button', { name: 'Use the coupon' });
    for (let look = 1; look <= 3; look++) {
      await expect(coupon).toBeHidden();
      await shop.follow('/cart');
      if (look < 3) await shop.home();
    }
    expect(await she.journey('coupon-on-hesitation')).toBe(half);
    if (half === 'without') {
      await expect(page.getByTestId('nudge')).not.toContainText('10%');
      await page.getByTestId('checkout').click();
    } else {
      await expect(page.getByTestId('nudge')).toContainText('10% off your first order');
      await expect(page.getByTestId('total')).toHaveText('¥12,800');
      await coupon.click();
      await expect(page.getByTestId('total')).toHaveText('¥11,520');
      await expect(coupon).toBeHidden();
      await page.getByTestId('checkout').click();
      await expect(page.getByTestId('total')).toHaveText('¥11,520');
    }
    await page.getByTestId('thanks').waitFor();
    expect(await she.journey('coupon-on-hesitation')).toBe('goal');
  });
}

test('Guide when interest is shown: the third running shoe brings the guide, and a pair in the cart ends it', async ({ shop, page }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.looksAt('road-runner-01', 'trail-runner-01');
  const banner = page.getByTestId('banner');
  await shop.turnTo('/category/running-shoes');
  await expect(banner).not.toContainText('Which running shoe is yours?');
  await she.looksAt('trail-runner-02');
  await shop.turnTo('/category/running-shoes');
  await expect(banner).toContainText('Which running shoe is yours?');

  await she.follows(banner);
  await expect(page.getByTestId('guide').getByRole('heading', { level: 1 })).toHaveText('Which running shoe is yours?');
  await expect(page.getByTestId('card')).toHaveCount(4);
  await expect.poll(() => she.journey('running-shoe-guide')).toBe('finished');
  await shop.turnTo('/category/running-shoes');
  await expect(banner).not.toContainText('Which running shoe is yours?');
});

test('Guide when interest is shown: who has decided needs none', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.looksAt('road-runner-01', 'trail-runner-01', 'trail-runner-02');
  await shop.turnTo('/category/running-shoes');
  await expect(page.getByTestId('banner')).toContainText('あなたに合うシューズは');
  await she.adds('trail-runner-02');
  expect(await she.journey('running-shoe-guide')).toBe('goal');
  await shop.turnTo('/category/running-shoes');
  await expect(page.getByTestId('banner')).not.toContainText('あなたに合うシューズは');
});
