/** Invented shops of any size for the benchmark: a catalogue and a log, from which the native command builds the shop model. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const kItemsOfCategory = 50;
const kBrands = 120;
const kSessionsOfItem = 6;
const kMostSessions = 400_000;
const kBegin = 1_794_000_000;

const dice = (seed) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const idOf = (item) => `item-${item}`;

/** Leaves of a tree: four departments, of ten groups each, of as many leaves as it takes. */
const categoryOf = (item) => {
  const leaf = Math.floor(item / kItemsOfCategory);
  return `Department ${leaf % 4} > Group ${leaf % 40} > Leaf ${leaf}`;
};

/** Few items are looked at often: the square of a dice. One step in five leaves the leaf. */
const session = (random, items) => {
  const length = 3 + Math.floor(random() * 5);
  let leaf = Math.floor(random() * Math.max(1, items / kItemsOfCategory));
  return Array.from({ length }, () => {
    if (random() < 0.2) leaf = Math.floor(random() * Math.max(1, items / kItemsOfCategory));
    return Math.min(items - 1, leaf * kItemsOfCategory + Math.floor(random() ** 2 * kItemsOfCategory));
  });
};

/** Bytes of the shop model, and what `count` shoppers have looked at, oldest first. */
export function buildShop(command, folder, items, count) {
  mkdirSync(folder, { recursive: true });
  const random = dice(items);
  const catalog = Array.from({ length: items }, (_, item) => {
    const price = 500 + Math.floor(random() * 20_000);
    const sale = random() < 0.1 ? { sale_price: `${Math.floor(price * 0.8)} JPY` } : {};
    const [brand, margin] = [Math.floor(random() ** 2 * kBrands), Math.floor(random() * 60) / 100];
    return { id: idOf(item), title: idOf(item), product_type: categoryOf(item), brand: `Brand ${brand}`, price: `${price} JPY`, ...sale, availability: random() < 0.03 ? 'out_of_stock' : 'in_stock', custom_label_0: margin > 0.4 ? 'high' : 'low' };
  });
  const at = (name) => join(folder, `${items}.${name}`);
  writeFileSync(at('catalog.json'), JSON.stringify(catalog));
  const log = openSync(at('log.csv'), 'w');
  writeSync(log, 'session,time,event,item\n');
  for (let number = 0; number < Math.min(kMostSessions, items * kSessionsOfItem); ++number) {
    const time = kBegin + number;
    writeSync(log, session(random, items).map((item, step) => `s${number},${time + step},view_item,${idOf(item)}\n`).join(''));
  }
  closeSync(log);
  execFileSync(command, ['model', 'build', '--catalog', at('catalog.json'), '--log', at('log.csv'), '--parameters', 'default', '-o', at('model')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const shoppers = Array.from({ length: count }, () => [...session(random, items), ...session(random, items), ...session(random, items)].map(idOf));
  return { model: readFileSync(at('model')), shoppers };
}

const kSite = { noren: 1, site: 'bench', currency: 'JPY', languages: ['en'], profile: { price_bands: [2000, 5000, 10_000] } };

/** The site documents: nothing but the ranking; and all that a shop may ask of a list. */
export const sites = {
  bare: kSite,
  everything: {
    ...kSite,
    recommendations: { 'for-you': { diversity: 0.3, explore: 0.05 } },
    merchandising: [
      { id: 'dear', action: 'hide', items: { '>': [{ var: 'item.price' }, 18_000] } },
      { id: 'known', action: 'filter', items: { '!=': [{ var: 'item.brand' }, 'brand-7'] } },
      { id: 'margin', action: 'boost', by: 1.3, items: { '==': [{ var: 'item.label.custom_label_0' }, 'high'] } },
      { id: 'sale', action: 'boost', by: 1.2, items: { var: 'item.on_sale' }, when: { '<': [{ var: 'cart.value' }, 10_000] } },
      { id: 'cheap', action: 'bury', items: { '<': [{ var: 'item.price' }, 700] } },
      { id: 'star', action: 'pin', position: 3, items: { and: [{ var: 'item.on_sale' }, { '>': [{ var: 'item.discount' }, 0.15] }] } },
      { id: 'brands', action: 'limit', most: 8, per: 'brand' },
      { id: 'shelves', action: 'limit', most: 15, per: 'category' },
    ],
  },
};
