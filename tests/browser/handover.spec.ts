/** "Your data": she forgets parts of her profile, takes it to another device by file or by QR codes, exports it and brings it back. */
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { Shop, expect, test } from './support/shop.js';

const forget = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** Another device: a context of its own on the same shop. */
async function anotherDevice(browser: Browser): Promise<{ context: BrowserContext; shop: Shop; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  return { context, shop: new Shop(page), page };
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

test('An interest, a product and a day are forgotten at once, and after a reload', async ({ page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  await shop.follow('/privacy');
  const profile = page.getByTestId('profile');
  await expect(profile.getByRole('link')).toHaveCount(3);
  const product = (await profile.getByRole('link').first().textContent())?.trim() ?? '';
  await profile.locator('.chips').getByTestId('forget').first().click();
  await expect(page.getByTestId('bring-told')).toContainText(product);
  await expect(profile.getByRole('link', { name: product })).toHaveCount(0);
  await expect(profile.getByRole('link')).toHaveCount(2);

  await forget(page, 'Forget Running shoes').click();
  await expect(forget(page, 'Forget Running shoes')).toHaveCount(0);
  await expect(profile.getByRole('link')).toHaveCount(0);

  await page.reload();
  await expect(profile).toBeVisible();
  await expect(profile.getByRole('link')).toHaveCount(0);
  await expect(forget(page, 'Forget Running shoes')).toHaveCount(0);
  const day = profile.locator('.days').getByTestId('forget');
  await expect(day).toHaveCount(1);
  await day.click();
  await expect(page.getByTestId('bring-told')).toContainText('Forgotten');
  await expect(profile.locator('.meter:not([aria-valuenow="0"])')).toHaveCount(0);
});

test('What one tab forgets, the other no longer knows', async ({ context, page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  const second = await context.newPage();
  const other = new Shop(second);
  await other.open('/privacy');
  await expect(forget(second, 'Forget Running shoes')).toHaveCount(1);
  await shop.follow('/privacy');
  await forget(page, 'Forget Running shoes').click();
  await expect(forget(second, 'Forget Running shoes')).toHaveCount(0);
});

test('A file and its key bring the profile to another device, after her yes there', async ({ browser, page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  await shop.follow('/privacy');
  await page.getByTestId('take-along').click();
  const key = (await page.getByTestId('handover-key').textContent()) ?? '';
  expect(key).toMatch(/^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
  await expectClean(page);
  const saving = page.waitForEvent('download');
  await page.getByTestId('save-handover').click();
  const file = await (await saving).path();
  expect(readFileSync(file).toString('latin1')).not.toContain('running');

  const device = await anotherDevice(browser);
  await device.shop.open('/privacy');
  await expect(device.page.getByTestId('bring-needs-yes')).toBeVisible();
  await device.page.getByTestId('give-consent').click();
  const bring = async (typed: string) => {
    await device.page.getByLabel(/^File from the other device/).setInputFiles({ name: 'norenya.noren', mimeType: 'application/octet-stream', buffer: readFileSync(file) });
    await device.page.getByLabel(/^One-time key/).fill(typed);
    await device.page.getByTestId('bring-button').click();
  };
  const told = device.page.getByTestId('bring-told');
  await bring(key.replace(/^./, (first) => (first === '7' ? '8' : '7')));
  await expect(told).toContainText('mistyped');
  await expect(forget(device.page, 'Forget Running shoes')).toHaveCount(0);
  await bring(key.toLowerCase());
  await expect(told).toHaveText('It is here now.');
  await expect(forget(device.page, 'Forget Running shoes')).toHaveCount(1);
  await expect(device.page.getByTestId('profile').getByRole('link')).toHaveCount(3);
  await device.page.reload();
  await expect(device.page.getByTestId('profile').getByRole('link')).toHaveCount(3);
  await device.context.close();
});

test('QR codes alone bring it, too: photographs of the screen', async ({ browser, page, shop }) => {
  await shop.openWithYes('/', 'ja');
  await shop.lookAtRunningShoes();
  await shop.follow('/privacy');
  await page.getByTestId('take-along').click();
  await expect(page.getByTestId('handover-key')).toBeVisible();
  const codes = page.locator('.codes svg');
  const count = await codes.count();
  expect(count).toBeGreaterThan(1);
  const photographs = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({ name: `${index}.png`, mimeType: 'image/png', buffer: await codes.nth(index).screenshot() })),
  );
  const device = await anotherDevice(browser);
  await device.shop.open('/privacy', 'ja');
  await device.page.getByTestId('give-consent').click();
  await device.page.getByLabel(/^もう一台の端末/).setInputFiles(photographs.slice(0, -1));
  await device.page.getByTestId('bring-button').click();
  await expect(device.page.getByTestId('bring-told')).not.toBeEmpty();
  await expect(device.page.getByTestId('profile').getByRole('link')).toHaveCount(0);
  await device.page.getByLabel(/^もう一台の端末/).setInputFiles(photographs.reverse());
  await device.page.getByTestId('bring-button').click();
  await expect(device.page.getByTestId('bring-told')).toHaveText('移しました。');
  await expect(device.page.getByTestId('profile').getByRole('link')).toHaveCount(3);
  await device.context.close();
});

test('What is exported comes back after everything was erased', async ({ page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  await shop.follow('/privacy');
  const saving = page.waitForEvent('download');
  await page.getByTestId('export').click();
  const text = readFileSync(await (await saving).path(), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ noren: 'profile', version: 1, consent: { purposes: ['storage', 'personalization'] } });
  await page.getByTestId('withdraw-consent').click();
  await expect(page.getByTestId('bring-needs-yes')).toBeVisible();
  await page.getByTestId('give-consent').click();
  await page.getByLabel(/^File from the other device/).setInputFiles({ name: 'norenya.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.getByTestId('bring-button').click();
  await expect(page.getByTestId('bring-told')).toHaveText('It is here now.');
  await expect(page.getByTestId('profile').getByRole('link')).toHaveCount(3);
});
