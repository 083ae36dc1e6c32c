#!/usr/bin/env node
// Invented shoppers for the demo shop: writes the click log that `noren model` learns from, so that the shop can be
// shown without a single real visitor. The same catalogue, seed and arguments give the same bytes on every machine:
// there is no clock here, and no arithmetic beyond + - * / whose last digit could differ between engines.
//
//   node demo_site/simulate-shoppers.mjs --catalog demo_site/catalog/catalog.json --seed 1 --sessions 20000 --out clicks.csv
//
// Output: CSV with the header `session,time,event,item,quantity,price`, in order of session start. `time` is Unix
// seconds; `event` is GA4's view_item, add_to_cart or purchase; one line per item. Quantity and unit price are filled
// for add_to_cart and purchase only. Progress goes to stderr.
//
// How the shoppers behave
//   When     A session starts on a day of the twelve months before `--until`; weekends and December are busier, and the
//            hours follow a shop in Japan (UTC+9), busiest at nine in the evening.
//   Who      Each session has one of the tastes in kTastes: weights over categories, a price level (0 the cheapest of a
//            top category, 1 the dearest), patience (how likely another look is) and how readily she puts things in the
//            cart. Three sessions in ten also have a favourite brand: that of the first item seen.
//   What     Popularity is long-tailed, and a property of the shop: kBestSellers first, the others in an order that hangs
//            on their ids, not on the seed, so that a model learnt from one seed can be tested on another. kSeasons
//            raises and lowers it by month.
//   Walk     After each look she goes on to another item of the same subcategory, to a neighbouring subcategory, to
//            a complement, back to something seen earlier, or starts afresh from her taste (kWalk).
//   Cart     A second look at an item makes her likelier to take it; dear things are taken less often. What is sold out
//            is looked at but never taken. Each thing taken calls for its complements (complements.json: the chance
//            that whoever takes `from` also takes something of `to`), and these for theirs, half as strongly.
//   Buying   Somewhat more than half of the carts are bought, now and then without one of their lines.
// What is not modelled: returning visitors (sessions are strangers to one another), search, and bots. More carts are
// filled than in a real shop, so that a small log holds enough purchases to learn from.
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const kSecondsPerDay = 86400;
const kShopOffsetSeconds = 9 * 3600;
const kMostSessions = 1_000_000;

// Weights are per item; the most specific name wins: an item id, else its subcategory, and so on up to the top category.
// `elsewhere` is the weight of everything not named. `months` (January first) makes a taste commoner in some months.
export const kTastes = [
  { name: 'runner', share: 12, patience: 0.86, readiness: 0.10, priceLevel: 0.5, elsewhere: 0.3,
    weights: { running: 30, 'running-shoes': 42, 'hiking-gear': 4, 'skin-care': 1, 'sport-sunglasses-01': 8 } },
  { name: 'camper', share: 11, patience: 0.88, readiness: 0.09, priceLevel: 0.55, elsewhere: 0.3,
    weights: { camping: 30, hiking: 14, cookware: 5, 'coffee-gear': 4, 'travel-books': 6, 'drip-bags-01': 6 } },
  { name: 'cyclist', share: 5, patience: 0.86, readiness: 0.10, priceLevel: 0.5, elsewhere: 0.3,
    weights: { cycling: 40, 'running-gear': 5, 'running-nutrition': 6, hiking: 3 } },
  { name: 'home cook', share: 14, patience: 0.86, readiness: 0.11, priceLevel: 0.45, elsewhere: 0.4,
    weights: { cookware: 26, tableware: 18, groceries: 24, cookbooks: 14, sweets: 5, 'home-care': 3 } },
  { name: 'coffee lover', share: 12, patience: 0.85, readiness: 0.12, priceLevel: 0.6, elsewhere: 0.3,
    weights: { coffee: 36, 'coffee-gear': 28, 'coffee-book-01': 20, 'chocolate-01': 12, 'cookies-01': 8, novels: 3 } },
  { name: 'tea drinker', share: 8, patience: 0.85, readiness: 0.12, priceLevel: 0.45, elsewhere: 0.4,
    weights: { tea: 34, 'tea-ware': 28, sweets: 16, living: 4, 'lighting-and-scent': 5 } },
  { name: 'beauty', share: 12, patience: 0.88, readiness: 0.11, priceLevel: 0.55, elsewhere: 0.4,
    weights: { beauty: 26, makeup: 32, apparel: 7, 'lighting-and-scent': 5 } },
  { name: 'summer traveller', share: 7, patience: 0.86, readiness: 0.11, priceLevel: 0.5, elsewhere: 0.4,
    weights: { swimwear: 36, 'sun-care': 24, 'beach-sandals-01': 24, 'straw-hat-01': 18, 'cotton-yukata-01': 16,
      'hand-fan-01': 14, 'travel-books': 6 },
    months: [0.3, 0.3, 0.5, 0.8, 1.3, 2, 2.6, 2.4, 1, 0.4, 0.3, 0.3] },
  { name: 'dresser', share: 10, patience: 0.89, readiness: 0.09, priceLevel: 0.55, elsewhere: 0.4,
    weights: { apparel: 30, swimwear: 10, makeup: 5, 'parasol-01': 8 } },
  { name: 'reader', share: 10, patience: 0.84, readiness: 0.12, priceLevel: 0.4, elsewhere: 0.4,
    weights: { books: 32, stationery: 24, tea: 4, coffee: 3, 'lighting-and-scent': 4 } },
  { name: 'parent', share: 12, patience: 0.87, readiness: 0.11, priceLevel: 0.4, elsewhere: 0.4,
    weights: { 'kids-and-toys': 28, groceries: 5, 'bath-and-hair': 4, 'home-care': 5, 'family-tent-01': 8, pens: 4 } },
  { name: 'homemaker', share: 9, patience: 0.87, readiness: 0.09, priceLevel: 0.5, elsewhere: 0.4,
    weights: { home: 28, tableware: 6, 'bath-and-hair': 5 } },
  { name: 'gift buyer', share: 8, patience: 0.86, readiness: 0.13, priceLevel: 0.75, elsewhere: 1,
    weights: { 'gift-wrap': 12, sweets: 14, 'teddy-bear-01': 14, 'games-and-puzzles': 10, 'bouquet-01': 16, 'tea-ware': 8,
      'sake-set-01': 10, 'wool-scarf-01': 8, makeup: 6, 'fountain-pen-01': 10 },
    months: [0.7, 1.2, 1.1, 0.8, 1.2, 0.9, 0.8, 0.7, 0.9, 0.8, 1.3, 2.6] },
  { name: 'bargain hunter', share: 10, patience: 0.9, readiness: 0.10, priceLevel: 0.1, onSale: 6, elsewhere: 1, weights: {} },
  { name: 'no aim', share: 14, patience: 0.78, readiness: 0.04, priceLevel: 0.5, elsewhere: 1, weights: {} },
];

const kSummer = [0.15, 0.15, 0.3, 0.6, 1.2, 2, 3, 2.6, 0.9, 0.3, 0.15, 0.15];
const kWinter = [2.6, 2.2, 1.2, 0.5, 0.25, 0.15, 0.15, 0.15, 0.4, 1.2, 2, 2.6];
const kSpringToAutumn = [0.3, 0.4, 0.9, 1.5, 1.8, 1.3, 1.5, 1.6, 1.5, 1.4, 0.7, 0.3];
const kAutumn = [0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.8, 2.2, 2.6, 2.2, 0.8];
const kSpring = [0.5, 0.8, 2, 2.4, 2, 0.9, 0.6, 0.5, 0.8, 0.9, 0.6, 0.5];
const kYearsTurn = [2.4, 1, 1, 0.5, 0.3, 0.3, 0.3, 0.4, 0.8, 1.4, 2.2, 2.6];

// Multipliers for January to December; here too the most specific name wins. Everything else sells the year round.
export const kSeasons = {
  swimwear: kSummer, 'sun-care': kSummer, 'beach-sandals-01': kSummer, 'straw-hat-01': kSummer,
  'cotton-yukata-01': kSummer, 'wind-chime-01': kSummer, 'hand-fan-01': kSummer, 'shaved-ice-syrup-01': kSummer,
  'water-pistol-01': kSummer, 'electrolyte-01': kSummer, bottoms: [0.8, 0.8, 1, 1.1, 1.2, 1.2, 1.2, 1, 1, 1, 0.9, 0.8],
  camping: kSpringToAutumn, hiking: kSpringToAutumn, cycling: kSpringToAutumn,
  'donabe-01': kWinter, 'hotpot-soup-01': kWinter, 'cookbook-donabe-01': kWinter, 'kotatsu-quilt-01': kWinter,
  'mikan-01': kWinter, 'wool-throw-01': kWinter, 'wool-coat-01': kWinter, 'wool-scarf-01': kWinter,
  'knit-gloves-01': kWinter, 'red-boots-01': kWinter, 'sled-01': kWinter, 'bath-salts-01': kWinter,
  'fondue-set-01': kWinter, 'ramen-miso-01': [1.6, 1.5, 1.2, 0.9, 0.7, 0.6, 0.5, 0.5, 0.8, 1.1, 1.4, 1.6],
  'chestnuts-01': kAutumn, 'rice-01': kAutumn, 'tulip-bulbs-01': kAutumn,
  'dango-01': kSpring, 'sencha-01': kSpring, 'diary-01': kYearsTurn, 'hanafuda-01': kYearsTurn, 'kite-01': kYearsTurn,
};

export const kBestSellers = [
  'road-runner-01', 'beans-morning-01', 'sunscreen-01', 'ramen-shoyu-01', 'dew-lotion-01', 'dome-tent-01', 'running-socks-01',
  'grid-notebook-01', 'teddy-bear-01', 'coffee-mug-01', 'cookies-01', 'everyday-tee-01', 'green-tea-bags-01', 'water-bottle-01',
  'donabe-01', 'red-lipstick-01', 'one-piece-swim-01', 'ballpoint-01', 'paper-lantern-01', 'mikan-01',
];

const kWalk = [['same subcategory', 0.44], ['neighbour', 0.14], ['complement', 0.12], ['earlier', 0.14], ['afresh', 0.16]];
const kHourWeights = [3, 2, 1, 1, 1, 1, 2, 4, 5, 4, 4, 5, 8, 6, 4, 4, 4, 5, 6, 7, 9, 10, 8, 5];
const kMonthTraffic = [1, 0.9, 1, 1, 1.1, 1, 1.1, 1, 1, 1, 1.1, 1.4];
const kBoughtByTheHandful = new Set(['food-and-drink', 'running-nutrition', 'gift-wrap', 'firewood-01', 'running-wear']);
const kCartIsBought = 0.56;
const kLineIsDropped = 0.06;

/** A mistake in the arguments or in a file: its message is meant for the person at the keyboard. */
export class InputError extends Error {}

function hash32(text) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

function mix(value) {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** A small counter-based generator: `next()` is uniform in [0, 1). Each session has its own, so none disturbs another. */
function generator(seed, stream) {
  let a = mix(seed ^ 0x9e3779b9), b = mix(stream + 0x7f4a7c15), c = 1;
  const next = () => {
    const sum = (a + b + c) | 0;
    c = (c + 0x6d2b79f5) | 0;
    a = b ^ (b >>> 9);
    b = (Math.imul(sum, 0x2c1b3c6d) ^ (sum >>> 15)) + a | 0;
    return mix(sum) / 4294967296;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

/** An index of `weights`, drawn in proportion to its weight; -1 if none weighs anything. */
function pickIndex(next, weights) {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i];
  let left = next() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return -1;
}

const slugOf = (levelName) => levelName.toLowerCase().replaceAll(' ', '-');

/** The value that `table` holds for the item's id or, failing that, for the nearest category above it. */
function mostSpecific(table, item, otherwise) {
  for (const name of item.names) if (Object.hasOwn(table, name)) return table[name];
  return otherwise;
}

function priceOf(product, field, place) {
  const found = /^(\d+) JPY$/.exec(product[field]);
  if (!found) throw new InputError(`${place}.${field}: found ${JSON.stringify(product[field])}, expected a price like "1200 JPY"`);
  return Number(found[1]);
}

/**
 * What the simulator needs to know of a shop: its items, who is whose neighbour, and what goes with what.
 * Throws InputError, with the place, if either document isn't what it should be.
 */
export function readShop(catalog, complements) {
  if (!Array.isArray(catalog) || catalog.length === 0) throw new InputError('catalog: expected a non-empty array of products');
  if (!Array.isArray(complements)) throw new InputError('complements: expected an array of { from, to, strength }');
  const items = catalog.map((product, i) => {
    const place = `catalog[${i}]`;
    for (const field of ['id', 'product_type', 'brand', 'availability']) {
      if (typeof product?.[field] !== 'string' || product[field] === '') throw new InputError(`${place}.${field}: expected a non-empty string`);
    }
    // The simulator writes unquoted CSV.
    if (/[",\r\n]/.test(product.id)) throw new InputError(`${place}.id: found ${JSON.stringify(product.id)}, expected no comma, quote or line break`);
    const onSale = product.sale_price !== undefined;
    return {
      id: product.id, brand: product.brand, onSale,
      price: priceOf(product, onSale ? 'sale_price' : 'price', place),
      sellable: product.availability !== 'out_of_stock',
      names: [product.id, ...product.product_type.split(' > ').map(slugOf).reverse()],
    };
  });
  const byName = new Map();
  items.forEach((item, i) => item.names.forEach((name) => byName.set(name, [...(byName.get(name) ?? []), i])));
  for (const item of items) {
    const top = byName.get(item.names.at(-1)).map((i) => items[i].price);
    item.priceLevel = top.filter((price) => price < item.price).length / Math.max(1, top.length - 1);
    item.calls = [];
  }
  const shelf = (item) => kBestSellers.includes(item.id) ? kBestSellers.indexOf(item.id) : kBestSellers.length + hash32(item.id);
  [...items].sort((a, b) => shelf(a) - shelf(b)).forEach((item, rank) => { item.popularity = 1 / (rank + 10); });
  complements.forEach(({ from, to, strength } = {}, i) => {
    for (const [field, name] of [['from', from], ['to', to]]) {
      if (!byName.has(name)) throw new InputError(`complements[${i}].${field}: no item or category is called ${JSON.stringify(name)}`);
    }
    if (!(strength > 0 && strength <= 1)) throw new InputError(`complements[${i}].strength: found ${strength}, expected more than 0 and at most 1`);
    for (const item of byName.get(from)) items[item].calls.push({ strength, among: byName.get(to) });
  });
  return { items, byName };
}

/** How much each item draws a shopper of this taste in this month. */
function attraction(shop, taste, month) {
  return Float64Array.from(shop.items, (item) => {
    const distance = (item.priceLevel - taste.priceLevel) / 0.4;
    return item.popularity * mostSpecific(taste.weights, item, taste.elsewhere) / (1 + distance * distance)
      * (mostSpecific(kSeasons, item, null)?.[month] ?? 1) * (item.onSale ? taste.onSale ?? 1.2 : 1);
  });
}

/** The days of the twelve months before `until` ("2026-11-01", exclusive, in the shop's time zone). */
function calendar(until) {
  const [year, month, day] = until.split('-').map(Number);
  const last = Date.UTC(year, month - 1, day) / 1000, first = Date.UTC(year - 1, month - 1, day) / 1000;
  const days = [];
  for (let time = first; time < last; time += kSecondsPerDay) {
    const date = new Date(time * 1000), month = date.getUTCMonth(), weekend = date.getUTCDay() % 6 === 0;
    days.push({ start: time - kShopOffsetSeconds, month, weight: kMonthTraffic[month] * (weekend ? 1.35 : 1) });
  }
  return days;
}

/** One visit: the lines it leaves in the log, in order. `pull` is attraction() for this shopper's taste and month. */
function visit(shop, taste, pull, start, next) {
  const { items, byName } = shop;
  const lines = [], looks = new Map(), cart = new Map();
  let time = start, favouriteBrand = null;

  const choose = (among, unwanted = () => false) => {
    const weights = among.map((i) => unwanted(i) ? 0 : pull[i] * (items[i].brand === favouriteBrand ? 2 : 1));
    const index = pickIndex(next, weights);
    return index < 0 ? null : among[index];
  };
  const wait = (atLeast, atMost) => { time += atLeast + Math.floor(next() * (atMost - atLeast)); };
  const look = (i) => {
    lines.push({ time, event: 'view_item', item: items[i].id });
    looks.set(i, (looks.get(i) ?? 0) + 1);
    wait(6, 95);
  };
  const take = (i, eagerness) => {
    const quantity = items[i].names.some((name) => kBoughtByTheHandful.has(name)) && next() < 0.35 ? 2 + Math.floor(next() * 2) : 1;
    cart.set(i, quantity);
    lines.push({ time, event: 'add_to_cart', item: items[i].id, quantity, price: items[i].price });
    wait(3, 40);
    if (eagerness < 0.4) return;
    for (const call of items[i].calls) {
      if (next() >= call.strength * eagerness) continue;
      const other = choose(call.among, (j) => cart.has(j) || !items[j].sellable);
      if (other === null) continue;
      look(other);
      take(other, eagerness / 2);
    }
  };
  const everything = items.map((_, i) => i);
  const onwards = (current) => {
    const [, subcategory, parent] = items[current].names;
    const isCurrent = (i) => i === current;
    switch (kWalk[pickIndex(next, kWalk.map(([, weight]) => weight))][0]) {
      case 'same subcategory': return choose(byName.get(subcategory), isCurrent);
      case 'neighbour': return choose(byName.get(parent ?? subcategory), (i) => items[i].names[1] === subcategory);
      case 'complement': return choose(items[current].calls.flatMap((call) => call.among), isCurrent);
      case 'earlier': return looks.size < 2 ? null : choose([...looks.keys()], isCurrent);
      default: return choose(everything, isCurrent);
    }
  };

  let current = choose(everything);
  if (next() < 0.3) favouriteBrand = items[current].brand;
  for (;;) {
    look(current);
    const readiness = taste.readiness * (looks.get(current) > 1 ? 2.5 : 1) * (12000 / (12000 + items[current].price));
    if (items[current].sellable && !cart.has(current) && next() < readiness) take(current, 1);
    if (next() >= taste.patience) break;
    current = onwards(current) ?? choose(everything);
  }
  if (cart.size > 0 && next() < kCartIsBought) {
    wait(30, 240);
    const bought = [...cart].filter(() => cart.size === 1 || next() >= kLineIsDropped);
    for (const [i, quantity] of bought) lines.push({ time, event: 'purchase', item: items[i].id, quantity, price: items[i].price });
  }
  return lines;
}

/**
 * Yields each session as { session, taste, lines: [{ time, event, item, quantity?, price? }] }, in order of start.
 * `until` is a date like "2026-11-01".
 */
export function* simulate(shop, { seed, sessions, until }) {
  const days = calendar(until);
  const dayWeights = days.map((day) => day.weight);
  const shares = Array.from({ length: 12 }, (_, month) => kTastes.map((taste) => taste.share * (taste.months?.[month] ?? 1)));
  const pulls = kTastes.map((taste) => Array.from({ length: 12 }, (_, month) => attraction(shop, taste, month)));
  // Starts are drawn first, because sessions are numbered and written in the order in which they begin.
  const starts = Array.from({ length: sessions }, (_, index) => {
    const next = generator(seed, 2 * index);
    const day = days[pickIndex(next, dayWeights)];
    return { index, month: day.month, time: day.start + pickIndex(next, kHourWeights) * 3600 + Math.floor(next() * 3600) };
  }).sort((a, b) => a.time - b.time || a.index - b.index);
  const digits = String(sessions).length;
  for (const [position, { index, month, time }] of starts.entries()) {
    const next = generator(seed, 2 * index + 1);
    const taste = pickIndex(next, shares[month]);
    const lines = visit(shop, kTastes[taste], pulls[taste][month], time, next);
    yield { session: `s${String(position + 1).padStart(digits, '0')}`, taste: kTastes[taste].name, lines };
  }
}

export const kCsvHeader = 'session,time,event,item,quantity,price\n';

/** A session's lines as CSV, each ended by a line feed. */
export function toCsv({ session, lines }) {
  return lines.map((line) => `${session},${line.time},${line.event},${line.item},${line.quantity ?? ''},${line.price ?? ''}\n`).join('');
}

const kUsage = `Usage: node demo_site/simulate-shoppers.mjs --catalog FILE [options]
  --catalog FILE       the shop's products (demo_site/catalog/catalog.json)
  --complements FILE   what is bought with what; default: complements.json beside the catalogue
  --seed N             0 to 4294967295; default 1
  --sessions N         1 to ${kMostSessions}; default 20000
  --until DATE         the first day after the twelve months simulated; default 2026-11-01
  --out FILE           where the CSV goes; default: standard output
`;

function wholeNumber(name, text, least, most) {
  if (/^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new InputError(`${name}: found ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`);
}

export function parseArguments(argv) {
  const given = { catalog: null, complements: null, seed: '1', sessions: '20000', until: '2026-11-01', out: null };
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].startsWith('--') ? argv[i].slice(2) : '';
    if (!Object.hasOwn(given, name)) {
      throw new InputError(`${argv[i]}: not an option; expected one of ${Object.keys(given).map((option) => `--${option}`).join(', ')}`);
    }
    if (argv[i + 1] === undefined || argv[i + 1].startsWith('--')) throw new InputError(`${argv[i]}: expected a value after it`);
    given[name] = argv[i + 1];
  }
  if (given.catalog === null) throw new InputError('--catalog: missing; give the path of the catalogue');
  const date = /^\d{4}-\d{2}-\d{2}$/.test(given.until) ? new Date(`${given.until}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== given.until) {
    throw new InputError(`--until: found ${JSON.stringify(given.until)}, expected a date like 2026-11-01`);
  }
  return {
    ...given,
    complements: given.complements ?? join(dirname(given.catalog), 'complements.json'),
    seed: wholeNumber('--seed', given.seed, 0, 4294967295),
    sessions: wholeNumber('--sessions', given.sessions, 1, kMostSessions),
  };
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`${path}: ${error instanceof SyntaxError ? 'not JSON' : 'cannot be read'} (${error.message})`);
  }
}

function openForWriting(path) {
  if (path === null) return 1;
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new InputError(`--out: cannot write ${path} (${error.message})`);
  }
}

function main(argv) {
  if (argv.includes('--help')) return void process.stdout.write(kUsage);
  const options = parseArguments(argv);
  const shop = readShop(readJson(options.catalog), readJson(options.complements));
  const file = openForWriting(options.out);
  const count = { view_item: 0, add_to_cart: 0, purchase: 0 };
  const step = Math.max(1, Math.floor(options.sessions / 10));
  let done = 0, text = kCsvHeader;
  for (const session of simulate(shop, options)) {
    for (const line of session.lines) count[line.event]++;
    text += toCsv(session);
    if (text.length > 65536) { writeFileSync(file, text); text = ''; }
    if (++done % step === 0) process.stderr.write(`${done} of ${options.sessions} sessions\n`);
  }
  writeFileSync(file, text);
  if (file !== 1) closeSync(file);
  process.stderr.write(`${count.view_item} view_item, ${count.add_to_cart} add_to_cart, ${count.purchase} purchase lines\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (error.code === 'EPIPE') process.exit(0); // whoever read the output, `head` for one, has seen enough
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`simulate-shoppers: ${error.message}\n`);
    process.exitCode = 2;
  }
}
