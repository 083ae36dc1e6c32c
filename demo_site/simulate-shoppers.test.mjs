// What the demo catalogue and the shopper simulator promise. Run with `node --test demo_site/`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { InputError, kBestSellers, kCsvHeader, kSeasons, kTastes, parseArguments, readShop, simulate, toCsv } from './simulate-shoppers.mjs';

const kProgram = fileURLToPath(new URL('simulate-shoppers.mjs', import.meta.url));
const pathOf = (name) => fileURLToPath(new URL(`catalog/${name}`, import.meta.url));
const read = (name) => JSON.parse(readFileSync(pathOf(name), 'utf8'));
const catalog = read('catalog.json');
const categories = read('categories.json');
const complements = read('complements.json');
const shop = readShop(catalog, complements);
const slugsOf = (product) => product.product_type.split(' > ').map((level) => level.toLowerCase().replaceAll(' ', '-'));

/** The pictures' folder in the nearest node_modules, or null. */
function pictureFolder() {
  for (let up = new URL('./', import.meta.url); ; up = new URL('../', up)) {
    const folder = fileURLToPath(new URL('node_modules/@lobehub/fluent-emoji-3d/assets/', up));
    if (existsSync(folder)) return folder;
    if (up.pathname === new URL('../', up).pathname) return null;
  }
}

function assertBothLanguages(text, place) {
  assert.deepEqual(Object.keys(text), ['en', 'ja'], place);
  assert.match(text.en, /^[\x20-\x7e]+$/, `${place}.en should be plain English`);
  assert.match(text.ja, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, `${place}.ja should be Japanese`);
}

describe('The catalogue', () => {
  test('has 140 to 160 products, each id and title once', () => {
    assert.ok(catalog.length >= 140 && catalog.length <= 160, `${catalog.length} products`);
    for (const value of [(p) => p.id, (p) => p.title.en, (p) => p.title.ja]) {
      assert.equal(new Set(catalog.map(value)).size, catalog.length);
    }
  });

  test('gives every product every field, in the right form', () => {
    const required = ['id', 'title', 'description', 'product_type', 'brand', 'price', 'availability', 'image_link', 'link', 'emoji', 'hue'];
    const optional = ['sale_price', 'added', 'availability_date', 'custom_label_0'];
    for (const product of catalog) {
      for (const field of required) assert.ok(Object.hasOwn(product, field), `${product.id} lacks ${field}`);
      for (const field of Object.keys(product)) assert.ok([...required, ...optional].includes(field), `${product.id} has an unknown ${field}`);
      assert.match(product.id, /^[a-z0-9]+(-[a-z0-9]+)*-\d\d$/);
      assert.match(product.price, /^[1-9]\d* JPY$/, product.id);
      assert.ok(['in_stock', 'out_of_stock', 'preorder'].includes(product.availability), product.id);
      assert.equal(product.availability === 'preorder', Object.hasOwn(product, 'availability_date'), product.id);
      assert.equal(product.image_link, `/images/${product.emoji}.webp`);
      assert.equal(product.link, `/product/${product.id}`);
      assert.ok(Number.isInteger(product.hue) && product.hue >= 0 && product.hue < 360, product.id);
      if (product.sale_price) assert.ok(parseInt(product.sale_price) < parseInt(product.price), product.id);
    }
  });

  test('is written in both languages', () => {
    for (const product of catalog) {
      assertBothLanguages(product.title, `${product.id}.title`);
      assertBothLanguages(product.description, `${product.id}.description`);
    }
    for (const [slug, category] of Object.entries(categories)) {
      assert.ok(category.name.en && category.name.ja, slug);
    }
  });

  test('puts each product under known categories whose parents agree', () => {
    const used = new Set();
    for (const product of catalog) {
      const slugs = slugsOf(product);
      assert.ok(slugs.length >= 2 && slugs.length <= 3, product.id);
      slugs.forEach((slug, level) => {
        assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/);
        assert.ok(categories[slug], `${product.id}: categories.json lacks ${slug}`);
        assert.equal(categories[slug].parent, level === 0 ? null : slugs[level - 1], slug);
        assert.equal(categories[slug].name.en, product.product_type.split(' > ')[level]);
        used.add(slug);
      });
      assert.ok(!Object.values(categories).some((category) => category.parent === slugs.at(-1)), `${product.id} isn't in a lowest category`);
    }
    assert.deepEqual(Object.keys(categories).filter((slug) => !used.has(slug)), [], 'categories without products');
  });

  test('has eight top categories, with 14 products and two to four subcategories at least', () => {
    const tops = Object.keys(categories).filter((slug) => categories[slug].parent === null);
    assert.equal(tops.length, 8);
    for (const top of tops) {
      const subcategories = Object.values(categories).filter((category) => category.parent === top).length;
      assert.ok(subcategories >= 2 && subcategories <= 4, `${top} has ${subcategories} subcategories`);
      assert.ok(catalog.filter((product) => slugsOf(product)[0] === top).length >= 14, top);
    }
  });

  test('shows no picture on more than four products, and only pictures that exist', (context) => {
    const uses = new Map();
    for (const { emoji } of catalog) uses.set(emoji, (uses.get(emoji) ?? 0) + 1);
    for (const [emoji, count] of uses) assert.ok(count <= 4, `${emoji} is on ${count} products`);
    const folder = pictureFolder();
    if (folder === null) return context.skip('@lobehub/fluent-emoji-3d is not installed, so the pictures were not looked for');
    for (const { emoji } of [...catalog, ...Object.values(categories)]) {
      assert.ok(existsSync(join(folder, `${emoji}.webp`)), `no picture ${emoji}.webp`);
    }
  });

  test('never gives an item and a category the same name', () => {
    for (const { id } of catalog) assert.ok(!Object.hasOwn(categories, id), id);
  });

  test('knows every name that tastes, seasons and best-sellers use', () => {
    for (const name of [...kBestSellers, ...kTastes.flatMap((taste) => Object.keys(taste.weights)), ...Object.keys(kSeasons)]) {
      assert.ok(shop.byName.has(name), name);
    }
  });
});

describe('The simulator', () => {
  const options = { seed: 1, sessions: 20000, until: '2026-11-01' };
  const sessions = [...simulate(shop, options)];
  const csv = (some) => createHash('sha256').update(some.map(toCsv).join('')).digest('hex');
  const linesOf = (event) => sessions.flatMap(({ lines }) => lines.filter((line) => line.event === event));
  const inCategory = (slug) => new Set(shop.byName.get(slug).map((i) => shop.items[i].id));

  test('writes the same bytes for the same seed, and others for another', () => {
    const few = { ...options, sessions: 500 };
    assert.equal(csv([...simulate(shop, few)]), csv([...simulate(shop, few)]));
    assert.notEqual(csv([...simulate(shop, few)]), csv([...simulate(shop, { ...few, seed: 2 })]));
  });

  test('starts every session within the twelve months, in order', () => {
    const first = Date.parse('2025-11-01T00:00:00+09:00') / 1000, end = Date.parse('2026-11-01T00:00:00+09:00') / 1000;
    const starts = sessions.map(({ lines }) => lines[0].time);
    assert.ok(starts.every((time) => time >= first && time < end));
    assert.deepEqual(starts, [...starts].sort((a, b) => a - b));
    for (const { lines } of sessions) assert.deepEqual(lines, [...lines].sort((a, b) => a.time - b.time));
  });

  test('puts in the cart only what was seen, and buys only what is in the cart', () => {
    for (const { session, lines } of sessions) {
      const seen = new Set(), taken = new Map();
      for (const line of lines) {
        if (line.event === 'view_item') seen.add(line.item);
        if (line.event === 'add_to_cart') {
          assert.ok(seen.has(line.item) && !taken.has(line.item), session);
          taken.set(line.item, line);
        }
        if (line.event === 'purchase') {
          const { quantity, price } = taken.get(line.item);
          assert.deepEqual([line.quantity, line.price], [quantity, price], session);
        }
      }
    }
  });

  test('looks at what is sold out but never sells it', () => {
    const soldOut = new Set(catalog.filter((product) => product.availability === 'out_of_stock').map((product) => product.id));
    assert.ok(linesOf('view_item').some((line) => soldOut.has(line.item)));
    assert.ok(!linesOf('add_to_cart').some((line) => soldOut.has(line.item)));
  });

  test('reaches every product, with a long tail', () => {
    const views = new Map();
    for (const { item } of linesOf('view_item')) views.set(item, (views.get(item) ?? 0) + 1);
    assert.equal(views.size, catalog.length);
    const counts = [...views.values()].sort((a, b) => b - a), sum = (list) => list.reduce((a, b) => a + b, 0);
    const head = sum(counts.slice(0, Math.round(counts.length / 5))) / sum(counts);
    assert.ok(head > 0.35 && head < 0.8, `a fifth of the products has ${head} of the views`);
  });

  // Lift over the baskets that hold anything: 1 is chance. Tastes alone lift neighbours, so the bar is well above 1, and
  // the same shop without declared complements must fall far below it.
  const lift = (some, from, to) => {
    const [a, b] = [inCategory(from), inCategory(to)];
    let baskets = 0, withA = 0, withB = 0, both = 0;
    for (const { lines } of some) {
      const basket = lines.filter((line) => line.event === 'purchase').map((line) => line.item);
      if (basket.length === 0) continue;
      const hasA = basket.some((item) => a.has(item)), hasB = basket.some((item) => b.has(item));
      baskets++; withA += hasA; withB += hasB; both += hasA && hasB;
    }
    return both * baskets / (withA * withB);
  };
  const withoutComplements = [...simulate(readShop(catalog, []), options)];
  for (const [from, to] of [
    ['running-shoes', 'running-wear'], ['running-shoes', 'running-nutrition'], ['tents-and-bedding', 'camp-lighting'],
    ['coffee', 'coffee-gear'], ['swimwear', 'sun-care'], ['tea', 'sweets'], ['notebooks', 'pens'], ['noodles', 'chopsticks-01'],
    ['donabe-01', 'hotpot-soup-01'], ['pour-over-01', 'drip-kettle-01'], ['teapot-01', 'tea'], ['bicycles', 'bike-lock-01'],
  ]) {
    test(`sells ${to} together with ${from}, more than chance and taste would`, () => {
      const declared = lift(sessions, from, to), undeclared = lift(withoutComplements, from, to);
      assert.ok(declared > 2.5, `lift ${declared}`);
      assert.ok(declared > 1.3 * undeclared, `lift ${declared}, but ${undeclared} without complements`);
    });
  }

  const shareInMonths = (name, months) => {
    const wanted = inCategory(name);
    let inside = 0, all = 0;
    for (const { time, item } of linesOf('view_item')) {
      if (!months.includes(new Date((time + 9 * 3600) * 1000).getUTCMonth() + 1)) continue;
      all++; inside += wanted.has(item);
    }
    return inside / all;
  };
  const summer = [6, 7, 8], winter = [12, 1, 2];
  for (const [name, high, low] of [
    ['swimwear', summer, winter], ['sun-care', summer, winter], ['wind-chime-01', summer, winter],
    ['tents-and-bedding', [4, 5, 9, 10], winter], ['kotatsu-quilt-01', winter, summer], ['donabe-01', winter, summer],
    ['hotpot-soup-01', winter, summer], ['wool-scarf-01', winter, summer], ['gift-wrap', [12], [7, 8]],
  ]) {
    test(`shows the season of ${name}`, () => {
      const [inSeason, outOfSeason] = [shareInMonths(name, high), shareInMonths(name, low)];
      assert.ok(inSeason > 1.5 * outOfSeason, `${inSeason} in season, ${outOfSeason} out of it`);
    });
  }

  test('keeps coffee selling the year round', () => {
    const ratio = shareInMonths('coffee', summer) / shareInMonths('coffee', winter);
    assert.ok(ratio > 0.6 && ratio < 1.6, `${ratio}`);
  });
});

describe('The command', () => {
  const run = (...args) => spawnSync(process.execPath, [kProgram, ...args], { encoding: 'utf8' });

  test('writes the CSV it promises, the same to a file and to standard output', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shoppers-'));
    try {
      const out = join(folder, 'clicks.csv');
      const args = ['--catalog', pathOf('catalog.json'), '--seed', '7', '--sessions', '200'];
      const [toFile, toOutput] = [run(...args, '--out', out), run(...args)];
      assert.equal(toFile.status, 0, toFile.stderr);
      assert.match(toFile.stderr, /200 of 200 sessions/);
      const text = readFileSync(out, 'utf8');
      assert.equal(text, toOutput.stdout);
      assert.ok(text.startsWith(kCsvHeader));
      for (const line of text.trimEnd().split('\n').slice(1)) {
        assert.match(line, /^s\d{3},\d{10},(view_item,[a-z0-9-]+,,|(add_to_cart|purchase),[a-z0-9-]+,[123],[1-9]\d*)$/);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  for (const [why, args, message] of [
    ['no catalogue', [], /--catalog: missing/],
    ['an unknown option', ['--sesions', '5'], /--sesions: not an option; expected one of .*--sessions/],
    ['an option without a value', ['--catalog', 'x.json', '--seed'], /--seed: expected a value/],
    ['a seed that is no number', ['--catalog', 'x.json', '--seed', 'abc'], /--seed: found "abc", expected a whole number/],
    ['no sessions', ['--catalog', 'x.json', '--sessions', '0'], /--sessions: found "0", expected a whole number from 1/],
    ['a day that does not exist', ['--catalog', 'x.json', '--until', '2026-02-30'], /--until: found "2026-02-30", expected a date/],
  ]) {
    test(`refuses ${why} and says so`, () => {
      assert.throws(() => parseArguments(args), (error) => error instanceof InputError && message.test(error.message));
    });
  }

  test('names the file it cannot read, without a stack trace', () => {
    const { status, stderr } = run('--catalog', 'no-such-catalog.json');
    assert.equal(status, 2);
    assert.match(stderr, /^simulate-shoppers: no-such-catalog\.json: cannot be read/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  for (const [why, products, pairs, message] of [
    ['a price without a currency', [{ ...catalog[0], price: '3900' }], [], /^catalog\[0\]\.price: found "3900", expected a price/],
    ['a product without a brand', [{ ...catalog[0], brand: undefined }], [], /^catalog\[0\]\.brand: expected a non-empty string/],
    ['an id that breaks CSV', [{ ...catalog[0], id: 'a,b' }], [], /^catalog\[0\]\.id: found "a,b"/],
    ['an empty catalogue', [], [], /^catalog: expected a non-empty array/],
    ['a complement nobody sells', catalog, [{ from: 'tea', to: 'teapots', strength: 0.5 }], /^complements\[0\]\.to: no item or category is called "teapots"/],
    ['a strength above one', catalog, [{ from: 'tea', to: 'sweets', strength: 2 }], /^complements\[0\]\.strength: found 2/],
  ]) {
    test(`refuses ${why} and gives the place`, () => {
      assert.throws(() => readShop(products, pairs), (error) => error instanceof InputError && message.test(error.message));
    });
  }
});
