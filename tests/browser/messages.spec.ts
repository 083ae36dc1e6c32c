/** What slots count as seen, and bars, toasts, pop-ups, themes and layouts, in a real browser under the strictest policy. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/shop.js';
import { ask, openSmallPage } from './support/small-page.js';

interface Shown {
  readonly campaign: string;
  readonly times: number;
  readonly clicks: number;
  readonly dismissed_day: string | null;
}

const shown = async (page: Page, campaign: string): Promise<Shown | undefined> => {
  const profile = await ask(page, (noren) => noren.profile());
  return (profile as unknown as { shown: readonly Shown[] }).shown.find((showing) => showing.campaign === campaign);
};

const scrollBy = (page: Page, pixels: number) => page.mouse.wheel(0, pixels);

/** Lets the page's clock run on: what waits for that time, and for less, has happened then. */
const pass = (page: Page, seconds: number) => page.clock.runFor(seconds * 1000);

/** Resolves once the browser has told everyone who watches the element whether it is visible. */
const visibilityIsTold = (page: Page, selector: string) =>
  page.locator(selector).evaluate(
    (element) => new Promise<void>((resolve) => new IntersectionObserver((_, observer) => (observer.disconnect(), resolve())).observe(element)),
  );

test.beforeEach(async ({ page }) => {
  await page.clock.install();
  await openSmallPage(page);
  await ask(page, (noren) => noren.consent.grant());
});

test('A slot counts as seen once half of it was visible for a second, and a followed link as a click', async ({ page }) => {
  await expect(page.getByRole('heading', { name: 'Seen below' })).toBeAttached();
  await visibilityIsTold(page, 'noren-slot[name=hero]');
  await pass(page, 5);
  expect(await shown(page, 'hero')).toBeUndefined();
  await page.getByRole('link', { name: 'Follow' }).scrollIntoViewIfNeeded();
  // Half way down the page the offer comes, and would lie above the link.
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect.poll(() => shown(page, 'hero')).toMatchObject({ times: 1, clicks: 0 });
  await pass(page, 5);
  await page.getByRole('link', { name: 'Follow' }).click();
  await expect.poll(() => shown(page, 'hero')).toMatchObject({ times: 1, clicks: 1 });
});

test('A pop-up comes when its time has come, holds the focus, goes with Escape, gives the focus back and stays away', async ({ page }) => {
  const dialog = page.getByRole('dialog', { name: 'An offer' });
  await page.locator('#before').focus();
  await scrollBy(page, 400);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(400);
  await pass(page, 5);
  expect(await ask(page, (noren) => noren.explain('offer').then(({ considered }) => considered[0]?.verdict))).toBe('trigger');
  await expect(dialog).toBeHidden();
  await scrollBy(page, 2400);
  await expect(dialog).toBeVisible();
  const inDialog = () => page.evaluate(() => document.querySelector('dialog')?.contains(document.activeElement));
  expect(await inDialog()).toBe(true);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await expect.poll(() => shown(page, 'offer')).toMatchObject({ times: 1, dismissed_day: null });
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.locator('#before')).toBeFocused();
  expect(await shown(page, 'offer')).toMatchObject({ dismissed_day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });

  await page.reload();
  await page.waitForFunction(() => 'noren' in globalThis);
  await scrollBy(page, 2800);
  await expect.poll(() => ask(page, (noren) => noren.explain('offer').then(({ considered }) => considered[0]?.verdict))).toBe('quiet');
  await expect(dialog).toBeHidden();
});

test('A press beside a pop-up closes it', async ({ page }) => {
  await scrollBy(page, 2800);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('heading', { name: 'An offer' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('A bar and a toast stand beside the page, can be closed, and break no rule', async ({ page }) => {
  await ask(page, (noren) => [noren.track('view_cart'), noren.track('add_to_cart', { items: [] })]);
  const bar = page.getByRole('region', { name: 'Free shipping today' });
  const toast = page.getByRole('status');
  await expect(bar).toBeVisible();
  await expect(toast).toContainText('Good choice');
  await expect(page.locator('#before')).toBeInViewport();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await expect.poll(() => shown(page, 'news')).toMatchObject({ times: 1 });
  await expect.poll(() => shown(page, 'added')).toMatchObject({ times: 1 });
  await toast.getByRole('button', { name: 'Close' }).click();
  await expect(toast).toBeHidden();
  await bar.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Enter');
  await expect(bar).toBeHidden();
});

test('A toast stands above a bar, waits while she is at it, and goes after ten seconds without counting as closed', async ({ page }) => {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
  await ask(page, (noren) => [noren.track('view_cart'), noren.track('add_to_cart', { items: [] })]);
  const bar = page.getByRole('region', { name: 'Free shipping today' });
  const toast = page.getByRole('status');
  await pass(page, 0.1);
  await expect(toast).toContainText('Good choice');
  const edges = async () => [await toast.boundingBox(), await bar.boundingBox()];
  await expect.poll(async () => (await edges()).map((box) => box !== null)).toEqual([true, true]);
  const [upper, lower] = (await edges()) as { y: number; height: number }[];
  expect(upper!.y + upper!.height).toBeLessThan(lower!.y);
  await bar.getByRole('button', { name: 'Close' }).click();
  await expect.poll(async () => (await toast.boundingBox())!.y).toBeGreaterThan(upper!.y);

  await visibilityIsTold(page, '[data-noren-message=toast]');
  await pass(page, 2);
  await toast.hover();
  await pass(page, 30);
  await expect(toast).toBeVisible();
  await page.mouse.move(5, 5);
  await pass(page, 2);
  await toast.getByRole('button', { name: 'Close' }).focus();
  await pass(page, 30);
  await expect(toast).toBeVisible();
  await page.locator('#before').focus();
  await pass(page, 9.5);
  await expect(toast).toBeVisible();
  await pass(page, 1);
  await expect(toast).toBeHidden();
  expect(await shown(page, 'added')).toMatchObject({ times: 1, dismissed_day: null });
});

test('A theme and a layout apply, and what was there comes back with a no', async ({ page }) => {
  const heading = page.getByRole('heading', { level: 1 });
  const blocks = page.locator('noren-slot[name=blocks] > p');
  await expect(heading).toHaveCSS('color', 'rgb(1, 2, 3)');
  await expect(blocks).toHaveText(['Second', 'First']);
  await expect.poll(() => shown(page, 'look')).toMatchObject({ times: 1 });
  await ask(page, (noren) => noren.consent.withdraw());
  await expect(heading).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(blocks).toHaveText(['First', 'Second']);
});

test('A preview shows without consent, and nothing of it is counted', async ({ page }) => {
  await ask(page, (noren) => noren.consent.withdraw());
  await ask(page, (noren) => noren.preview({ slot: 'news', campaign: 'news' }));
  await expect(page.getByRole('region', { name: 'Free shipping today' })).toBeVisible();
  await ask(page, (noren) => noren.consent.grant(['personalization']));
  await visibilityIsTold(page, '[data-noren-message=bar]');
  await pass(page, 5);
  expect(await ask(page, (noren) => noren.decide('news').role)).toBe('preview');
  expect(await shown(page, 'news')).toBeUndefined();
});
