/** Nothing is stored before a yes, and nothing touched after a no, in any tab. */
import { openForVisitors } from '../support/browsers.mjs';
import { act, answers, canaryEvents, itemCanaries, products, slots } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';
import { open, openProxiedShop, ready, sayYes, turnTo, withNoren } from '../support/visit.mjs';
import { watchStorage } from '../support/watch-storage.mjs';

export const promise = 'Nothing is stored before consent, and nothing is touched after withdrawal, in any tab';
export const method =
  'every call of IndexedDB, OPFS, localStorage, sessionStorage, cookies, Cache, Storage Buckets, service workers and workers recorded in each tab from before its first script; visits before a yes, and after a withdrawal that another tab made';

const kRounds = { short: 1, full: 10 };
const kTabs = 3;
/**
 * Whether there is a stored yes has to be looked up once when a page begins; asking for the names of databases and buckets reads nothing of
 * hers and creates nothing. It is counted apart, and its number is part of the figure.
 */
const kLooks = ['IDBFactory.databases', 'StorageBucketManager.keys'];

/** What was recorded, and the record emptied. */
const takeOperations = (page) => page.evaluate(() => globalThis.storageOperations.splice(0));

/** What a visitor does on a page, in the shop and through Noren. */
async function behave(page) {
  for (const path of ['/category/kitchen', `/product/${products[0]}`, '/cart', '/privacy', '/']) await turnTo(page, path);
  await withNoren(page, act, { events: canaryEvents(itemCanaries(1)[0]), answers, slots, products, look: products.slice(0, 2) });
  await page.waitForTimeout(300);
}

/** Storage calls that a script of the page may make, each of which must be seen. */
const breaches = {
  'localStorage by a member': () => void (localStorage.visited = '1'),
  'a cookie': () => void (document.cookie = 'visited=1'),
  'reading a cookie': () => void document.cookie,
  'a database': () => void indexedDB.open('planted'),
  'a file': () => void navigator.storage.getDirectory(),
  'a cache': () => void caches.open('planted'),
  'sessionStorage': () => sessionStorage.setItem('visited', '1'),
  'a service worker': () => void navigator.serviceWorker.register('/planted.js').catch(() => {}),
};

export async function run(options) {
  const { browsers } = options;
  const rounds = sizeOf(options, kRounds);
  const total = { tabs: 0, looks: 0, operations: [], missed: [], planted: 0 };
  const detail = {};
  for (const name of browsers) {
    const { origin, proxy, close } = await openProxiedShop();
    const browser = await openForVisitors(name, proxy);
    const mine = { before: [], after: [], looks: 0, tabs: 0, unwatched: [] };
    const count = async (page, into) => {
      for (const operation of await takeOperations(page)) {
        if (kLooks.includes(operation)) mine.looks++;
        else into.push(operation);
      }
    };
    try {
      for (let round = 0; round < rounds; round++) {
        const context = await browser.visitor();
        await context.addInitScript(watchStorage);
        const tabs = await Promise.all(Array.from({ length: kTabs }, () => context.newPage()));
        mine.tabs += kTabs;
        for (const page of tabs) {
          await open(page, origin, '/', round % 2 ? 'ja' : 'en');
          await behave(page);
        }
        for (const page of tabs) await count(page, mine.before);

        await sayYes(tabs[0]);
        for (const page of tabs) await page.waitForFunction(() => customElements.get('noren-slot').noren.consent.state.purposes.length > 0);
        for (const page of tabs) await behave(page);
        await withNoren(tabs[1], (noren) => noren.consent.withdraw());
        for (const page of tabs) {
          await page.waitForFunction(() => customElements.get('noren-slot').noren.consent.state.purposes.length === 0);
        }
        // The other tabs let go of what they held; then the count begins.
        await tabs[0].waitForTimeout(500);
        const during = [];
        for (const page of tabs) during.push(...(await takeOperations(page)));
        if (!during.includes('IDBFactory.deleteDatabase') && !during.includes('StorageBucketManager.delete')) mine.after.push('nothing was erased');
        for (const page of tabs) await behave(page);
        for (const page of tabs) await count(page, mine.after);
        for (const page of tabs) {
          await page.reload();
          await ready(page);
          await behave(page);
          await count(page, mine.after);
        }
        if (round === rounds - 1) {
          mine.unwatched = await tabs[0].evaluate(() => globalThis.storageUnwatched);
          for (const [breach, commit] of Object.entries(breaches)) {
            await tabs[0].evaluate(`void (${commit})()`);
            total.planted++;
            if ((await takeOperations(tabs[0])).length === 0) total.missed.push(`${breach} (${name})`);
          }
        }
        await context.close();
      }
    } finally {
      await browser.close();
      close();
    }
    detail[name] = mine;
    total.tabs += mine.tabs;
    total.looks += mine.looks;
    total.operations.push(...mine.before, ...mine.after);
  }
  return {
    figure:
      `${total.operations.length} storage operations in ${total.tabs} tabs, before consent and after withdrawal and in the pages loaded after it; ` +
      `beside them ${total.looks} looks whether there is a stored yes (names of databases and buckets), when a page begins`,
    holds: total.operations.length === 0 && total.tabs > 0 && total.missed.length === 0,
    control: { planted: total.planted, missed: total.missed },
    detail,
  };
}
