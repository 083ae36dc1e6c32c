/** After a withdrawal nothing of her is left in any memory that WebAssembly ever had on the page. */
import { openForVisitors } from '../support/browsers.mjs';
import { itemKeyBytes } from '../support/canaries.mjs';
import { act, answers, canaries, canaryEvents, itemCanaries, products, siteWithQuestions, slots } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';
import { open, openProxiedShop, sayYes, withNoren } from '../support/visit.mjs';
import { scanMemories, watchMemory } from '../support/watch-memory.mjs';

export const promise = 'After withdrawal nothing of her is in WebAssembly’s memory';
export const method =
  'every WebAssembly memory of the page held from before its first script; after a withdrawal in this tab and in another one, all of them searched for canaries as text and as the keys that the profile holds';

const kRounds = { short: 2, full: 20 };

// What the vocabulary of the site document names anyway is no sign of her: its own questions and options are left out.
const items = itemCanaries(8);
const isOfSite = (word) => siteWithQuestions.includes(word);
const keys = items.map((item) => itemKeyBytes(item).toString('hex'));
const texts = canaries.filter((word) => !isOfSite(word)).map((word) => Buffer.from(word).toString('hex'));

export async function run(options) {
  const { browsers } = options;
  const rounds = sizeOf(options, kRounds);
  const total = { scans: 0, bytes: 0, left: 0, before: 0, missed: [], planted: 0 };
  const detail = {};
  for (const name of browsers) {
    const { origin, proxy, close } = await openProxiedShop();
    proxy.shape.replaced = { '/site.json': siteWithQuestions };
    const browser = await openForVisitors(name, proxy);
    const mine = { scans: 0, memories: 0, bytes: 0, keysBefore: 0, textsBefore: 0, left: {} };
    try {
      for (let round = 0; round < rounds; round++) {
        const context = await browser.visitor();
        await context.addInitScript(watchMemory);
        const tabs = [await context.newPage(), await context.newPage()];
        for (const page of tabs) await open(page, origin);
        await sayYes(tabs[0]);
        await tabs[1].waitForFunction(() => customElements.get('noren-slot').noren.consent.state.purposes.length > 0);
        for (const page of tabs) {
          for (const item of items) {
            await withNoren(page, act, { events: canaryEvents(item), answers, slots, products, look: [products[round % products.length]] });
          }
        }
        // The control: while she is known, the same search finds her in both tabs.
        for (const page of tabs) {
          const { found } = await page.evaluate(scanMemories, [...keys, ...texts]);
          const seen = keys.filter((key) => found[key]).length;
          mine.keysBefore += seen;
          mine.textsBefore += texts.filter((text) => found[text]).length;
          total.planted++;
          if (seen < keys.length) total.missed.push(`${keys.length - seen} keys of a living profile (${name})`);
        }
        await withNoren(tabs[round % 2], (noren) => noren.consent.withdraw());
        for (const page of tabs) await page.waitForFunction(() => customElements.get('noren-slot').noren.consent.state.purposes.length === 0);
        for (const page of tabs) {
          const { memories, bytes, found } = await page.evaluate(scanMemories, [...keys, ...texts]);
          mine.scans++;
          mine.memories += memories;
          mine.bytes += bytes;
          for (const [hex, count] of Object.entries(found)) mine.left[Buffer.from(hex, 'hex').toString('latin1')] = count;
        }
        if (round === rounds - 1) {
          // A memory that somebody forgot.
          const { found } = await tabs[0].evaluate(
            `(() => {
              const bytes = ${JSON.stringify(keys[0])}.match(/../g).map((pair) => parseInt(pair, 16));
              new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer).set(bytes, 4099);
              return (${scanMemories})([${JSON.stringify(keys[0])}]);
            })()`,
          );
          total.planted++;
          if (!found[keys[0]]) total.missed.push(`a key in a memory that stayed (${name})`);
        }
        await context.close();
      }
    } finally {
      await browser.close();
      close();
    }
    detail[name] = mine;
    total.scans += mine.scans;
    total.bytes += mine.bytes;
    total.before += mine.keysBefore + mine.textsBefore;
    total.left += Object.keys(mine.left).length;
  }
  return {
    figure: `${total.left} canaries or keys left in ${Math.round(total.bytes / 2 ** 20)} MiB of WebAssembly memory over ${total.scans} withdrawals (tabs); ${total.before} found by the same search before`,
    holds: total.left === 0 && total.scans > 0 && total.missed.length === 0,
    control: { planted: total.planted, missed: total.missed },
    detail,
  };
}
