/** The demo shop, as rows use it: opening it, saying yes and no, and Noren itself inside of the page. */
import { openShop } from '../../browser/support/demo-server.mjs';
import { openProxy } from './proxy.mjs';

/** The built shop under its strict policy, and a proxy before it. */
export async function openProxiedShop() {
  const shop = await openShop();
  const proxy = await openProxy(shop.origin);
  return {
    origin: shop.origin,
    proxy,
    close() {
      proxy.close();
      shop.close();
    },
  };
}

/**
 * Loads a page of the shop and waits until Noren has told its slots what to show.
 * @param {import('playwright-core').Page} page
 */
export async function open(page, origin, path = '/', language = 'en') {
  await page.goto(`${origin}${path}?lang=${language}`);
  await ready(page);
}

export const ready = (page) => page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });

/** Runs a function of Noren, and one argument, in the page. */
export const withNoren = (page, body, argument) =>
  page.evaluate(`(${body.toString()})(customElements.get('noren-slot').noren, ${JSON.stringify(argument ?? null)})`);

/** Says yes, and waits until it is carried out: what is stored, is stored. */
export async function sayYes(page) {
  await withNoren(page, (noren) => noren.consent.grant());
  await page.waitForFunction(() => customElements.get('noren-slot').noren.status.storage === 'encrypted');
}

/** Turns to a page of the shop by its address, without a link and without loading a document. */
export const turnTo = (page, path) =>
  page.evaluate((to) => {
    history.pushState(null, '', `${to}${location.search}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
