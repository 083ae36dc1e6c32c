/** What leaves, in a real browser: once, after the ledger is on disk, of one size whoever sends it, and taken by the reference receiver. */
import type { Request } from '@playwright/test';
import type { Noren } from 'noren';
import { type Shop, expect, test } from './support/shop.js';

const kShape = /^(\{"noren":1,"report":"[a-z-]+","form":"[0-9a-f]{8}","epoch":\d+,"question":"\d\d","cells":"[0-9a-f]{16}"\}\n){3}$/;

/** The delay is up to a minute; here chance draws none. */
const withoutDelay = (shop: Shop) =>
  shop.page.addInitScript(() => {
    const draw = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = (array) => (array instanceof Uint32Array && array.length === 1 ? array : draw(array));
  });

const inPage = <Value>(shop: Shop, ask: string): Promise<Value> =>
  shop.page.evaluate(`(async (noren) => ${ask})(customElements.get('noren-slot').noren)`);

const measured = (shop: Shop) => inPage(shop, "noren.consent.grant(['storage', 'personalization', 'measurement'])");
const databases = (shop: Shop) => shop.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

test('A visitor who allows measurement sends one batch, which tells by its size nothing of her', async ({ shop }) => {
  await withoutDelay(shop);
  await shop.open();
  const sent: Request[] = [];
  shop.page.on('request', (request) => request.method() === 'POST' && sent.push(request));
  await shop.answer('yes');
  await shop.lookAtRunningShoes();
  expect(sent).toEqual([]);
  expect(await databases(shop)).not.toContain('noren-ledger:norenya');

  const answered = shop.page.waitForResponse('**/noren/reports');
  await measured(shop);
  const response = await answered;
  expect(response.status()).toBe(204);
  const [batch] = sent;
  expect(batch?.postData()).toMatch(kShape);
  expect(await batch?.headerValue('cookie')).toBeNull();
  expect(await batch?.headerValue('referer')).toBeNull();
  expect(await databases(shop)).toContain('noren-ledger:norenya');
  const { epsilon } = await inPage<ReturnType<Noren['privacy']['status']>>(shop, 'noren.privacy.status()');
  expect(epsilon).toMatchObject({ spentThisEpoch: 4, perEpoch: 4, spentLifetime: 4, lifetime: 60 });

  // The epoch is over for this device, whatever she does.
  await shop.open();
  await expect.poll(() => inPage(shop, 'noren.privacy.status().epsilon?.spentThisEpoch')).toBe(4);
  await inPage(shop, 'noren.consent.withdraw()');
  await measured(shop);
  await shop.page.waitForTimeout(1000);
  expect(sent).toHaveLength(1);
  expect(await databases(shop)).toContain('noren-ledger:norenya');
});

test('A stranger who has done nothing sends a batch of the same size', async ({ shop, browser, baseURL }) => {
  const sizes = new Set<number>();
  for (const looks of [false, true]) {
    const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'en-GB' });
    const other = new (shop.constructor as new (page: unknown) => Shop)(await context.newPage());
    await withoutDelay(other);
    await other.open();
    if (looks) {
      await other.answer('yes');
      await other.lookAtRunningShoes();
    }
    const sent = other.page.waitForRequest('**/noren/reports');
    await measured(other);
    sizes.add((await sent).postData()?.length ?? 0);
    await context.close();
  }
  expect(sizes.size).toBe(1);
});
