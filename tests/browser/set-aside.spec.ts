/** What a visitor sets aside holds at once, after a reload, and until she takes it back. */
import { expect, test } from './support/shop.js';

test('"Not for me" takes a product away for good, and "Your data" brings it back', async ({ page, shop }) => {
  await shop.openWithYes();
  await shop.lookAtRunningShoes();
  const first = async (): Promise<string> => (await shop.row('for-you')).items[0] ?? '';
  const disliked = await first();
  await page.getByTestId('row-for-you').getByTestId('not-for-me').first().click();
  await expect.poll(first).not.toBe(disliked);
  await shop.open();
  await expect.poll(async () => (await shop.row('for-you')).list).toBe('for-you');
  expect((await shop.row('for-you')).items).not.toContain(disliked);
  await shop.follow('/privacy');
  await page.getByTestId('use-again').first().click();
  await expect(page.getByTestId('set-aside')).toHaveCount(0);
});
