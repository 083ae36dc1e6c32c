#!/usr/bin/env node
/**
 * What Noren costs a visitor of the demo shop, in headless Chromium by the page's own clock:
 *
 *   ./dev bench browser [--json] [--boots N] [--samples N]
 *
 * The shop is served from this machine, so the network costs next to nothing and what is left is the work. "Boot" is told for a
 * stranger with an empty cache and for a visitor who comes back. Calls are told twice: as the shop itself makes them during a short
 * first visit, when the browser has compiled little of the code; and in a page that has been used for a while, again and again, where
 * between samples the page draws and stores what the calls have changed.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from '../browser/support/chromium.mjs';
import { openShop } from '../browser/support/demo-server.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      boots: { type: 'string', default: '25' },
      samples: { type: 'string', default: '400' },
    },
  });
  const count = (name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
    throw new Error(`--${name}: found "${values[name]}", expected a whole number from 1 to 100000`);
  };
  return { json: values.json, boots: count('boots'), samples: count('samples') };
}

/** The value that this share of all do not exceed. */
const quantile = (sorted, share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

function summary(unit, values, callsPerSample = 1) {
  const sorted = [...values].sort((a, b) => a - b);
  const rounded = (value) => Number(value.toPrecision(3));
  return { unit, median: rounded(quantile(sorted, 0.5)), p99: rounded(quantile(sorted, 0.99)), samples: sorted.length, calls_per_sample: callsPerSample };
}

/** Notes when the first slot of the page was told what to show. */
const noteFirstDecision = () => {
  addEventListener(
    'noren-decision',
    () => {
      globalThis.firstDecision = performance.now();
    },
    { once: true },
  );
};

/** Loads the entrance; tells, in milliseconds, how long createNoren took and when the first decision was there and shown. */
async function boot(page, origin) {
  await page.goto(`${origin}/?lang=en`);
  await page.waitForFunction(() => globalThis.firstDecision !== undefined);
  return page.evaluate(() => {
    const [opened] = performance.getEntriesByName('noren:open');
    if (!opened) throw new Error('the shop has not noted how long it took to open Noren (noren:open)');
    return { create: opened.duration, decided: opened.startTime + opened.duration, shown: globalThis.firstDecision };
  });
}

async function sayYes(page) {
  await page.locator('noren-consent [part~="yes"]').click();
  await page.waitForFunction(() => customElements.get('noren-slot').noren.status.storage === 'encrypted');
}

/** First visits of strangers who say yes: their boots, and what the shop notes of each of its own calls, in microseconds. */
async function firstVisits(browser, origin, count) {
  const visits = { boots: [], event: [], recommend: [] };
  for (let index = 0; index < count; index++) {
    const context = await browser.newContext();
    await context.addInitScript(noteFirstDecision);
    const page = await context.newPage();
    visits.boots.push(await boot(page, origin));
    await sayYes(page);
    await useForAWhile(page);
    for (const step of ['event', 'recommend']) {
      const noted = await page.evaluate((name) => performance.getEntriesByName(name).map(({ duration }) => duration * 1000), `noren:${step}`);
      if (noted.length === 0) throw new Error(`the shop has not noted what its calls cost (noren:${step})`);
      visits[step].push(...noted);
    }
    await context.close();
  }
  return visits;
}

async function bootsOfAVisitor(browser, origin, count) {
  const context = await browser.newContext();
  await context.addInitScript(noteFirstDecision);
  const first = await context.newPage();
  await boot(first, origin);
  await sayYes(first);
  await useForAWhile(first);
  await first.close();
  const boots = [];
  for (let index = 0; index < count; index++) {
    const page = await context.newPage();
    boots.push(await boot(page, origin));
    await page.close();
  }
  await context.close();
  return boots;
}

/** Fills the profile through the shop's own links. */
async function useForAWhile(page) {
  for (const path of ['/category/running-shoes', '/product/road-runner-01', '/product/pour-over-01', '/product/donabe-01', '/']) {
    await page.evaluate((to) => {
      history.pushState(null, '', to + location.search);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    await page.locator('main[data-page]').waitFor();
  }
}

/** Durations of calls in microseconds, `callsPerSample` of them together, as many as the clock's grain asks for. */
const measureCalls = async ({ what, samples }) => {
  const { noren } = customElements.get('noren-slot');
  const slots = ['home-hero', 'home-message', 'category-banner', 'product-note', 'cart-nudge'];
  const products = [
    ['road-runner-01', 'Outdoor', 'Running', 'Running shoes', 'Hashirido', 13_800],
    ['pour-over-01', 'Kitchen', 'Coffee gear', undefined, 'Kamadoro', 4_200],
    ['hiking-boots-01', 'Outdoor', 'Hiking', 'Hiking boots', 'Mineguri', 23_800],
    ['beans-morning-01', 'Food and drink', 'Coffee', undefined, 'Mamekagari', 1_480],
  ];
  let turn = 0;
  const calls = {
    event() {
      const [item_id, item_category, item_category2, item_category3, item_brand, price] = products[turn++ % products.length];
      const outcome = noren.track('view_item', { items: [{ item_id, item_category, item_category2, item_category3, item_brand, price }] });
      if (!outcome.accepted) throw new Error(`the event was not taken: ${JSON.stringify(outcome)}`);
      for (const slot of slots) noren.decide(slot);
    },
    recommend() {
      if (noren.recommend('for-you', { limit: 8 }).length !== 8) throw new Error('there are no 8 recommendations');
    },
  };
  const call = calls[what];
  const time = (count) => {
    const begun = performance.now();
    for (let index = 0; index < count; index++) call();
    return performance.now() - begun;
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve));

  let grain = Number.POSITIVE_INFINITY;
  for (let index = 0, before = performance.now(); index < 100_000; index++) {
    const now = performance.now();
    if (now > before) grain = Math.min(grain, now - before);
    before = now;
  }
  let callsPerSample = 1;
  for (let warm = 0; warm < 50; warm++) {
    time(callsPerSample);
    await pause();
  }
  while (callsPerSample < 1024 && Math.min(time(callsPerSample), time(callsPerSample)) < 40 * grain) callsPerSample *= 2;

  const durations = [];
  while (durations.length < samples) {
    await pause();
    durations.push((time(callsPerSample) / callsPerSample) * 1000);
  }
  return { durations, callsPerSample };
};

async function calls(browser, origin, samples) {
  const context = await browser.newContext();
  await context.addInitScript(noteFirstDecision);
  const page = await context.newPage();
  await boot(page, origin);
  await sayYes(page);
  await useForAWhile(page);
  const event = await page.evaluate(measureCalls, { what: 'event', samples });
  const recommend = await page.evaluate(measureCalls, { what: 'recommend', samples });
  await context.close();
  return { event, recommend };
}

function table(result) {
  const rows = Object.entries(result.measured).map(([name, { unit, median, p99, samples, calls_per_sample: each }]) => [
    name.replaceAll('_', ' '),
    `${median} ${unit}`,
    `${p99} ${unit}`,
    each === 1 ? `${samples}` : `${samples} of ${each} calls`,
  ]);
  const all = [['', 'median', 'p99', 'samples'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ')).join('\n');
}

const options = readOptions();
const shop = await openShop();
const browser = await chromium.launch(launchOptions);
try {
  const first = await firstVisits(browser, shop.origin, options.boots);
  const visitor = await bootsOfAVisitor(browser, shop.origin, options.boots);
  const { event, recommend } = await calls(browser, shop.origin, options.samples);
  const boots = (list, member) => summary('ms', list.map((each) => each[member]));
  const result = {
    browser: `Chromium ${browser.version()}`,
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    measured: {
      create_noren_for_a_stranger: boots(first.boots, 'create'),
      create_noren_for_a_visitor: boots(visitor, 'create'),
      first_decision_for_a_stranger: boots(first.boots, 'decided'),
      first_decision_for_a_visitor: boots(visitor, 'decided'),
      first_decision_shown_to_a_stranger: boots(first.boots, 'shown'),
      first_decision_shown_to_a_visitor: boots(visitor, 'shown'),
      event_to_all_decisions_on_a_first_visit: summary('µs', first.event),
      one_list_of_recommendations_on_a_first_visit: summary('µs', first.recommend),
      event_to_all_decisions: summary('µs', event.durations, event.callsPerSample),
      one_list_of_8_recommendations: summary('µs', recommend.durations, recommend.callsPerSample),
    },
  };
  if (options.json) {
    console.log(JSON.stringify(result, null, 2));
  } else {
    console.log(`${result.browser}, ${result.processor}\n`);
    console.log(table(result));
    console.log('\nFirst decision: since navigation began. Shown: the demo shop waits for all its pictures first, so that requests say nothing.');
  }
} finally {
  await browser.close();
  shop.close();
}
