/** Everyone can use the shop: no rule of axe is broken, and the keyboard alone answers the question. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Noren } from 'noren';
import { type Shop, expect, test } from './support/shop.js';

const pages = ['/', '/category/running-shoes', '/product/road-runner-01', '/cart', '/complete', '/privacy'] as const;

async function expectClean(page: Page, place: string): Promise<void> {
  const { passes, violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(found, place).toEqual([]);
  expect(passes.length, `${place}: rules that were checked`).toBeGreaterThan(15);
}

/** Colours are compared as they are in the end, not on the way there. */
const still = (page: Page, colorScheme: 'light' | 'dark') => page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`No page breaks a rule while the question is open, ${colorScheme}`, async ({ page, shop }) => {
    await still(page, colorScheme);
    await shop.open();
    await expect(shop.question).toBeVisible();
    for (const path of pages) {
      await shop.turnTo(path);
      await expectClean(page, path);
    }
  });

  test(`No page breaks a rule when it knows her, ${colorScheme}, in Japanese`, async ({ page, shop }) => {
    await still(page, colorScheme);
    await shop.openWithYes('/', 'ja');
    await shop.lookAtRunningShoes();
    await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
    await shop.addToCart();
    for (const path of pages) {
      await shop.turnTo(path);
      await expectClean(page, path);
    }
    await shop.turnTo('/');
    await page.locator('#dock-button').click();
    await page.getByTestId('explain-home-hero').waitFor();
    await expectClean(page, 'the open panel');
  });
}

for (const [colorScheme, language] of [
  ['light', 'ja'],
  ['dark', 'en'],
] as const) {
  test(`Nothing that lies over the page breaks a rule, ${colorScheme}, on a phone`, async ({ page, shop }) => {
    await still(page, colorScheme);
    await page.setViewportSize({ width: 375, height: 740 });
    await shop.openWithYes('/', language);
    for (const [slot, campaign] of [
      ['occasion', 'birthday-card'],
      ['reminder', 'cart-reminder'],
      ['survey', 'survey'],
      ['cart-toast', 'free-shipping-toast'],
    ] as const) {
      await page.evaluate((preview) => {
        const { noren } = customElements.get('noren-slot') as unknown as { noren: Noren };
        noren.preview(null);
        noren.preview(preview);
      }, { slot, campaign });
      const shown = page.locator(`noren-slot[name=${slot}] [data-noren-message]`);
      await expect(shown).toBeInViewport({ ratio: 1 });
      await expect(shown.locator('[data-noren-dismiss]')).toBeVisible();
      await expectClean(page, campaign);
    }
  });
}

test('On a phone no page breaks a rule or is wider than the screen', async ({ page, shop }) => {
  await page.setViewportSize({ width: 375, height: 740 });
  await shop.open();
  for (const path of pages) {
    await shop.turnTo(path);
    await expectClean(page, path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(375);
  }
});

test.describe('With the keyboard alone', () => {
  /** Presses Tab until the focus is there, as someone would who sees it. */
  async function tabTo(shop: Shop, which: 'yes' | 'no'): Promise<void> {
    for (let presses = 0; presses < 200; presses++) {
      await shop.page.keyboard.press('Tab');
      if (await shop[which].evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)) return;
    }
    throw new Error(`200 presses of Tab do not lead to ${which}`);
  }

  for (const [which, key] of [
    ['no', 'Enter'],
    ['yes', 'Space'],
  ] as const) {
    test(`${which} is reached, shows the focus, and is given by ${key}`, async ({ page, shop }) => {
      await shop.open();
      await tabTo(shop, which);
      await expect(shop[which]).toHaveCSS('outline-style', 'solid');
      await page.keyboard.press(key);
      await expect(shop.question).toBeHidden();
      await expect.poll(() => shop.status('level')).toBe(which === 'yes' ? 'personal' : 'contextual');
    });
  }

  test('a change of page is told by the focus: the heading has it', async ({ page, shop }) => {
    await shop.open();
    await shop.answer('no');
    await page.locator('a[href^="/category/outdoor?"]:visible').first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outdoor');
  });

  test('the panel opens, closes with Escape, and gives the focus back', async ({ page, shop }) => {
    await shop.open();
    await page.locator('#dock-button').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('#dock-title')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.locator('#dock-button')).toBeFocused();
  });
});
