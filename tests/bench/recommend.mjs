#!/usr/bin/env node
/**
 * How fast Noren recommends, in Node and in headless Chromium:
 *
 *   ./dev bench recommend [--json] [--sizes 1000,10000,100000] [--rounds N] [--shoppers N] [--only node|chromium]
 *
 * One for-you call with 20 results, from the page's side of the boundary, for shoppers who have looked at 15 to 20 items, in invented shops
 * of each size: bare; and with eight merchandising rules (filters, boosts, a pin, limits), diversity and exploration. Beside it, in
 * Chromium, what a nearest-neighbour search in the page takes for 20 items (hnswlib-wasm, 32 dimensions). Figures are microseconds a call;
 * 32 calls are one sample, for clocks tick coarsely, and the same shopper's profile is in the caches after the first of them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser/support/chromium.mjs';
import { packJson } from '../wasm/replay.mjs';
import { bundle } from './decisions/bundle.mjs';
import { measureLists } from './recommend/measure.mjs';
import { buildShop, sites } from './recommend/shop.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasm = `${root}build/wasm/wasm`;
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '1000,10000,100000' },
    rounds: { type: 'string', default: '6' },
    shoppers: { type: 'string', default: '40' },
    only: { type: 'string' },
  },
});
const number = (name) => {
  const count = Number(values[name]);
  if (Number.isInteger(count) && count >= 1 && count <= 100_000) return count;
  throw new Error(`--${name}: found "${values[name]}", expected a whole number from 1 to 100000`);
};
const [rounds, shopperCount] = [number('rounds'), number('shoppers')];
const sizes = values.sizes.split(',').map(Number);
const places = values.only ? [values.only] : ['node', 'chromium'];
const parts = readdirSync(wasm).flatMap((name) => /^engine\.(?!profiling)(\w+)\.wasm$/.exec(name)?.[1] ?? []);

const command = process.env.NOREN_COMMAND ?? `${root}build/native/tools/noren`;
const shops = new Map(sizes.map((items) => [items, buildShop(command, `${root}build/bench/recommend`, items, shopperCount)]));

async function inNode(items, site) {
  const { default: factory } = await import(pathToFileURL(`${wasm}/engine.mjs`).href);
  const { model, shoppers } = shops.get(items);
  const read = (name) => readFileSync(`${wasm}/${name}.wasm`);
  return measureLists({ factory, wasm: read('engine'), parts: Object.fromEntries(parts.map((name) => [name, read(`engine.${name}`)])), site, model, shoppers, rounds });
}

async function openPage() {
  const code = await bundle(new URL('recommend/page.mjs', import.meta.url).href);
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    const model = shops.get(Number(/^(\d+)\.model$/.exec(name)?.[1]))?.model;
    const body = name === '' ? '<!doctype html><title>recommend</title><script type="module" src="/page.js"></script>' : name === 'page.js' ? code : (model ?? (name.endsWith('.wasm') ? readFileSync(`${wasm}/${name}`) : ''));
    const type = name === '' ? 'text/html' : name === 'page.js' ? 'text/javascript' : 'application/wasm';
    response.writeHead(200, { 'content-type': type, 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch(launchOptions);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.measureShop);
  const end = async () => {
    await browser.close();
    server.close();
  };
  return { page, end, name: `Chromium ${browser.version()}` };
}

const result = { machine: cpus()[0]?.model ?? '', node: process.version, commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(), results: 20, sizes: {} };
const chromiumPage = places.includes('chromium') ? await openPage() : null;
if (chromiumPage) result.chromium = chromiumPage.name;
for (const items of sizes) {
  const { model, shoppers } = shops.get(items);
  const size = (result.sizes[items] = { model_bytes: model.length });
  for (const place of places) {
    size[place] = {};
    for (const [name, document] of Object.entries(sites)) {
      const site = packJson(document);
      size[place][name] =
        place === 'node' ? await inNode(items, site) : await chromiumPage.page.evaluate((given) => globalThis.measureShop(given), { parts, site, items, shoppers, rounds });
    }
  }
  if (chromiumPage) size.chromium.nearest_neighbours = await chromiumPage.page.evaluate((given) => globalThis.measureNeighbours(given), { items, shoppers, rounds: 2 });
}
await chromiumPage?.end();

if (values.json) {
  console.log(JSON.stringify(result));
} else {
  console.log(`one for-you call, 20 results; ${result.machine}, Node ${result.node}${result.chromium ? `, ${result.chromium}` : ''}`);
  for (const [items, size] of Object.entries(result.sizes)) {
    console.log(`\n${items} items, model of ${size.model_bytes} bytes`);
    for (const place of places) {
      for (const [name, figures] of Object.entries(size[place])) {
        const rest = figures.load_ms === undefined ? `index built in ${figures.build_ms} ms` : `load ${figures.load_ms} ms, first list ${figures.first_list_ms} ms, memory ${(figures.memory_bytes / 2 ** 20).toFixed(1)} MiB`;
        console.log(`  ${place.padEnd(9)} ${name.padEnd(19)} ${String(figures.median_us).padStart(7)} µs, p99 ${String(figures.p99_us).padStart(7)} µs   ${rest}`);
      }
    }
  }
}
