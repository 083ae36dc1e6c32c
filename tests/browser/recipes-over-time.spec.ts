/** The recipes that greet, thank, remember and win back: what happens to a shopper over days and months, played in the demo shop. */
import { Shop, expect, test } from './support/shop.js';
import { Shopper } from './support/visits.js';

test('Welcome series: a greeting, a tour on the next visit, three days later something for the first order, which ends it', async ({ shop }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await expect(she.message).toContainText('Welcome to the shop');
  await she.message.scrollIntoViewIfNeeded();
  await she.hasSeen('welcome-hello');
  expect(await she.journey('welcome')).toBe('until-back');

  await she.visits(1);
  await expect(she.message).toContainText('Good to see you again');
  await she.follows(she.message);
  await expect(shop.page.getByRole('heading', { level: 1 })).toHaveText('Kitchen');
  expect(await she.journey('welcome')).toBe('pause');

  await she.visits(4);
  await expect(she.message).toContainText('A linen cloth with your first order');
  await she.buys('teapot-01');
  expect(await she.journey('welcome')).toBe('goal');
  await shop.home();
  await expect(she.message).toContainText('Thank you for your order');
});

test('Welcome series: it goes on where it stood, in another tab and after a reload', async ({ context, shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.visits(1);
  await expect(she.message).toContainText('またお会いできましたね');
  const other = new Shopper(new Shop(await context.newPage()), 'ja');
  await other.shop.open('/', 'ja');
  await expect(other.message).toContainText('またお会いできましたね');

  await page.bringToFront();
  await she.follows(she.message);
  await expect.poll(() => other.journey('welcome'), 'once it is stored').toBe('pause');
  await page.reload();
  await page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
  expect(await she.journey('welcome')).toBe('pause');
  await she.visits(4);
  await expect(she.message).toContainText('はじめてのご注文に、麻の風呂敷を');
});

test('Complement after purchase: after a swimsuit sunscreen, until some is ordered', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.buys('one-piece-swim-01');
  await shop.home();
  await expect(she.message).not.toContainText('海へ行く前に');

  await she.visits(3);
  await expect(she.message).toContainText('海へ行く前に');
  await she.follows(she.message);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('日やけ止め・UVケア');
  expect(await she.journey('swimsuit-sunscreen')).toBe('finished');
});

test('Complement after purchase: an order of sunscreen is the goal', async ({ shop }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.buys('board-shorts-01');
  await she.visits(3);
  await expect(she.message).toContainText('Before you go to the water');
  await she.buys('sunscreen-01');
  expect(await she.journey('swimsuit-sunscreen')).toBe('goal');
  await shop.home();
  await expect(she.message).not.toContainText('Before you go to the water');
});

test('VIP reached: the order that makes her one is answered with a card, once', async ({ shop, page }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  const card = page.getByRole('dialog', { name: 'You are one of our best friends.' });
  await she.buys('dome-tent-01');
  expect(await she.journey('vip-reached')).toBe('never');
  await expect(card).toBeHidden();
  await she.visits(5);
  await she.buys('road-runner-01', 'teapot-01');
  await expect(card).toBeVisible();
  await card.getByRole('link').click();
  await expect(card).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await she.journey('vip-reached')).toBe('finished');
  await shop.home();
  await expect(card).toBeHidden();
});

test('Birthday: who tells the day gets a card a week before it, and a gift for two weeks', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await shop.turnTo('/privacy');
  const told = page.getByTestId('told');
  await told.getByLabel('月', { exact: true }).selectOption('12月');
  await told.getByLabel('日', { exact: true }).selectOption('10日');
  await told.getByRole('button').click();
  await expect(page.getByTestId('toast')).toContainText('この端末に残しました');
  expect(await she.journey('birthday')).toBe('never');

  await she.visits(10);
  const card = page.getByRole('dialog', { name: 'おめでとうございます' });
  expect(await she.journey('birthday')).toBe('never');
  await she.visits(11);
  await expect(card).toBeVisible();
  await expect.poll(() => she.journey('birthday')).toBe('gift');
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();

  await she.visits(14);
  await expect(card).toBeHidden();
  await expect(she.message).toContainText('お誕生日に');
  await she.visits(26);
  expect(await she.journey('birthday')).toBe('finished');
  await expect(she.message).not.toContainText('お誕生日に');
});

test('Win-back: news for the lapsing, a gift for the lost, and an order ends it', async ({ shop }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.buys('teapot-01');
  await she.visits(30);
  expect(await she.journey('win-back')).toBe('never');
  await she.visits(70);
  await expect(she.message).toContainText('It has been a while');
  await she.buys('hojicha-01');
  expect(await she.journey('win-back')).toBe('goal');
  await she.visits(270);
  await expect(she.message).toContainText('We have missed you');
  await she.visits(285);
  await expect(she.message).not.toContainText('We have missed you');
  expect(await she.journey('win-back')).toBe('finished');
});

test('Replenishment: 25 days after coffee was ordered she is asked, and again after the next order', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.buys('beans-morning-01');
  await she.visits(24);
  expect(await she.journey('coffee-again')).toBe('never');
  await she.visits(25);
  await expect(she.message).toContainText('コーヒー、そろそろですか');
  await she.follows(she.message);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('コーヒー');
  await she.buys('beans-highland-01');
  await she.visits(51);
  await expect(she.message).toContainText('コーヒー、そろそろですか');
  await she.buys('drip-bags-01');
  expect(await she.journey('coffee-again')).toBe('goal');
});

test('Survey after purchase: a week after an order one question; the answer stays here and ends it', async ({ shop, page }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await she.buys('hojicha-01');
  const survey = page.getByRole('region', { name: 'How did you like your order?' });
  await she.visits(6);
  expect(await she.journey('survey-after-purchase')).toBe('delivery');
  await she.visits(7);
  await expect(survey).toBeVisible();
  await survey.getByRole('button', { name: 'Very much' }).click();
  await expect(survey).toBeHidden();
  await expect(page.getByTestId('toast')).toContainText('Your answer stays on this device');
  expect(await she.journey('survey-after-purchase')).toBe('goal');
  await shop.follow('/privacy');
  await expect(page.getByTestId('satisfaction')).toHaveText('How you liked your order: very much');
});

test('Survey after purchase: who does not answer is left alone after two pages of a visit, and after three visits', async ({ shop, page }) => {
  const she = new Shopper(shop, 'ja');
  await she.comes();
  await she.buys('hojicha-01');
  const survey = page.getByRole('region', { name: 'お買い物はいかがでしたか' });
  await she.visits(7);
  await expect(survey).toBeVisible();
  await she.visits(8);
  await expect(survey).toBeVisible();
  await she.visits(9);
  await expect(survey).toBeVisible();
  await she.visits(10);
  await expect(survey).toBeHidden();
  expect(await she.journey('survey-after-purchase')).toBe('finished');
});

test('However much is due at once, one thing lies over the page, the most special first', async ({ shop, page }) => {
  const she = new Shopper(shop, 'en');
  await she.comes();
  await shop.turnTo('/privacy');
  await page.getByTestId('told').getByLabel('Month').selectOption('December');
  await page.getByTestId('told').getByLabel('Day').selectOption('6');
  await page.getByTestId('told').getByRole('button').click();
  await she.buys('hojicha-01');
  await she.visits(5);
  await she.adds('teapot-01');

  await she.visits(7);
  for (const [journey, step] of [
    ['birthday', 'card'],
    ['cart-abandoned', 'remind'],
    ['survey-after-purchase', 'ask'],
  ] as const) {
    await expect.poll(() => she.journey(journey)).toBe(step);
  }
  const over = page.locator('[data-noren-message]');
  await expect(over).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: 'Happy birthday' })).toBeVisible();
  await she.hasSeen('birthday-card');
  await page.keyboard.press('Escape');
  await expect(over).toHaveCount(0);
  await shop.follow('/category/kitchen');
  await expect(over).toHaveCount(1);
  await expect(over).toContainText('Your cart is where you left it');
});
