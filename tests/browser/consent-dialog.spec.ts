/** The dialog with a switch for each purpose: nothing is on beforehand, all answers look alike, and it is there on every page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { contrastOf } from './support/contrast.js';
import { type Shop, expect, test } from './support/shop.js';
import { nothingStored, stored } from './support/storage.js';

const parts = (shop: Shop) => {
  const dialog = shop.page.locator('noren-consent').getByRole('dialog');
  return {
    dialog,
    opener: shop.page.getByTestId('choice-link'),
    switches: dialog.getByRole('switch'),
    none: dialog.locator('[part~=none]'),
    save: dialog.locator('[part~=save]'),
    all: dialog.locator('[part~=all]'),
  };
};
const openFromFooter = async (shop: Shop) => {
  const found = parts(shop);
  await found.opener.click();
  await expect(found.dialog).toBeVisible();
  return found;
};

test('opens from the question, with nothing switched on and nothing answered', async ({ page, shop }) => {
  await shop.open();
  await page.getByRole('button', { name: 'Choose one by one' }).click();
  const { dialog, switches } = parts(shop);
  await expect(dialog).toHaveAccessibleName('What may this shop do?');
  await expect(dialog).toHaveAccessibleDescription(/Only what is switched on happens/);
  await expect(switches).toHaveCount(3);
  for (const each of await switches.all()) {
    await expect(each).not.toBeChecked();
    await expect(each).toHaveAccessibleName(/./);
    await expect(each).toHaveAccessibleDescription(/./);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(shop.question).toBeVisible();
  expect(await stored(page)).toEqual(nothingStored);
});

test('grants what is switched on, and no more, and shows it when it is opened again', async ({ shop }) => {
  await shop.open();
  const { switches, save, dialog } = await openFromFooter(shop);
  await switches.nth(0).check();
  await switches.nth(1).check();
  await save.click();
  await expect(dialog).toHaveCount(0);
  await expect(shop.question).toBeHidden();
  await expect.poll(() => shop.status('storage')).toBe('encrypted');
  expect(await shop.status('purposes')).toEqual(['storage', 'personalization']);
  await openFromFooter(shop);
  await expect(switches.nth(0)).toBeChecked();
  await expect(switches.nth(1)).toBeChecked();
  await expect(switches.nth(2)).not.toBeChecked();
  await switches.nth(2).check();
  await save.click();
  await expect.poll(() => shop.status('level')).toBe('measured');
  await shop.open();
  await expect.poll(() => shop.status('level')).toBe('measured');
});

test('takes everything back in one click, on every page', async ({ page, shop }) => {
  await shop.openWithYes();
  for (const path of ['/category/outdoor', '/product/road-runner-01', '/cart', '/privacy', '/']) {
    await shop.turnTo(path);
    await expect(parts(shop).opener, path).toBeVisible();
  }
  const { none } = await openFromFooter(shop);
  await none.click();
  expect(await shop.status('purposes')).toEqual([]);
  await expect.poll(() => stored(page)).toEqual(nothingStored);
});

test('holds the focus, closes on Escape, and gives the focus back', async ({ page, shop }) => {
  await shop.open();
  const { dialog, opener } = parts(shop);
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  const focused = () =>
    page.evaluate(() => {
      const root = document.querySelector('noren-consent')?.shadowRoot;
      return document.activeElement?.localName === 'noren-consent' ? (root?.activeElement?.getAttribute('part') ?? 'dialog') : (document.activeElement?.localName ?? '');
    });
  const seen = new Set<string>([await focused()]);
  for (let presses = 0; presses < 16; presses++) {
    await page.keyboard.press('Tab');
    seen.add(await focused());
  }
  // From the last the browser goes to its own controls (the body, to the page), never to the page behind.
  for (const part of seen) expect(['title', 'switch', 'button none', 'button save', 'button all', 'close', 'body', 'dialog']).toContain(part);
  for (const part of ['switch', 'button none', 'button save', 'button all', 'close']) expect([...seen]).toContain(part);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();
});

test('is answered by the keyboard alone', async ({ page, shop }) => {
  await shop.open();
  await parts(shop).opener.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(parts(shop).switches.nth(0)).toBeChecked();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => shop.status('purposes')).toEqual(['personalization']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const language of ['en', 'ja'] as const) {
    test(`breaks no rule, has equal answers and fits a phone, ${colorScheme}, ${language}`, async ({ page, shop }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 360, height: 640 });
      await shop.open('/', language);
      // The question lies over the foot of a phone's page, and leads to the dialog itself.
      await page.locator('noren-consent [part~=choose]').click();
      await page.mouse.move(0, 0); // the one under the pointer looks pointed at
      const { dialog, none, save, all, switches } = parts(shop);
      const look = (button: Locator) =>
        button.evaluate((element) => {
          const { width, height } = element.getBoundingClientRect();
          const { color, backgroundColor, borderColor, fontSize, fontWeight, fontFamily, borderWidth, opacity, textDecorationLine } = getComputedStyle(element);
          return { width: Math.round(width), height: Math.round(height), color, backgroundColor, borderColor, fontSize, fontWeight, fontFamily, borderWidth, opacity, textDecorationLine };
        });
      expect(await look(none)).toEqual(await look(all));
      expect(await look(save)).toEqual(await look(all));
      expect((await contrastOf(none)).text).toBeGreaterThanOrEqual(4.5);
      await switches.nth(1).check();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
      const box = await dialog.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 360 && box.height <= 640).toBe(true);
      expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    });
  }
}

test('does not offer what her browser refuses for her', async ({ page, shop }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }));
  await shop.open();
  const { switches, all } = await openFromFooter(shop);
  await expect(switches.nth(2)).toBeDisabled();
  await expect(switches.nth(2)).toHaveAccessibleDescription(/Global Privacy Control/);
  await all.click();
  await expect.poll(() => shop.status('purposes')).toEqual(['storage', 'personalization']);
});

test('a page that remembers a no is not made to ask again for six months', async ({ page, shop }) => {
  await shop.open();
  await expect(shop.question).toBeVisible();
  const days = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const remember = (day: string) => page.locator('noren-consent').evaluate((element, value) => element.setAttribute('refused-on', value), day);
  await remember(days(100));
  await expect(shop.question).toBeHidden();
  await remember(days(200));
  await expect(shop.question).toBeVisible();
});
