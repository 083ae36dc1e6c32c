/** Nothing of what she does leaves the page: in no request, in no form. */
import { openForVisitors } from '../support/browsers.mjs';
import { Search, itemKey } from '../support/canaries.mjs';
import { act, answers, canaries, canaryEvents, categories, itemCanaries, products, randomOf, siteWithQuestions, slots } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';
import { open, openProxiedShop, ready, sayYes, turnTo, withNoren } from '../support/visit.mjs';

export const promise = 'Nothing raw leaves the device';
export const method =
  'scripted shoppers with a canary in every event field and declared answer; all traffic through a proxy of the test’s own; canaries searched raw, percent-, base64- and hex-encoded, hashed, and as keys of the core';

const kShoppers = { short: 2, full: 25 };
const kViews = { short: 15, full: 24 };

/** Ways out that pass no proxy; a page that used one would be caught by the use. */
const watchOtherWays = () => {
  globalThis.otherWays = [];
  for (const name of ['RTCPeerConnection', 'WebTransport', 'PresentationRequest']) {
    const original = globalThis[name];
    if (!original) continue;
    globalThis[name] = new Proxy(original, {
      construct(target, parameters) {
        globalThis.otherWays.push(name);
        return Reflect.construct(target, parameters);
      },
    });
  }
};

/** One shopper: a yes (every third: none), page views with acts, reloads between them, and a withdrawal at the end. */
async function shop(page, origin, number, views) {
  const random = randomOf(number);
  const language = number % 2 ? 'ja' : 'en';
  let taken = 0;
  let otherWays = 0;
  const countOtherWays = async () => {
    otherWays += await page.evaluate(() => globalThis.otherWays.length + document.querySelectorAll('link[rel~=dns-prefetch],link[rel~=preconnect],a[ping]').length);
  };
  await open(page, origin, '/', language);
  if (number % 3 !== 2) await sayYes(page);
  for (let view = 1; view < views; view++) {
    const paths = ['/', '/cart', '/privacy', '/guide', `/category/${categories[random(categories.length)]}`, `/product/${products[random(products.length)]}`];
    const path = paths[random(paths.length)];
    if (view % 6 === 0) {
      // What she told a moment ago is on its way to storage; a page that goes must not send it elsewhere.
      await countOtherWays();
      await page.reload();
      await ready(page);
    } else await turnTo(page, path);
    taken += await withNoren(page, act, {
      events: canaryEvents(itemCanaries(8)[view % 8]),
      answers,
      slots,
      products,
      look: [products[random(products.length)], products[random(products.length)]],
    });
  }
  await countOtherWays();
  if (number % 2 === 0) await withNoren(page, (noren) => noren.consent.withdraw());
  return { taken, otherWays };
}

/** What was found in requests: words and where. Documents and tunnels to other origins are counted apart. */
function judge(requests, search) {
  const found = [];
  for (const { method: verb, url, headers, body, foreign } of requests) {
    const text = `${verb} ${url}\n${headers.join('\n')}`;
    const words = [...search.in(text), ...(body.length > 0 ? search.in(Buffer.concat(body)) : [])];
    if (words.length > 0) found.push({ url, words: [...new Set(words)] });
    else if (foreign) found.push({ url, words: [] });
  }
  return { found: found.filter(({ words }) => words.length > 0), foreign: requests.filter((request) => request.foreign).map(({ url }) => url) };
}

/** Leaks of every kind, planted in a page without a policy; each must be found. */
const leaks = {
  'raw in an address': (noren, word) => fetch(`/favicon.svg?q=${word}`),
  'percent-encoded twice': (noren, word) => fetch(`/favicon.svg?q=${encodeURIComponent([...word].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''))}`),
  'base64 in a beacon': (noren, word) => void navigator.sendBeacon('/collect', btoa(`{"x":"${word}"}`)),
  'hex in a header': (noren, word) => fetch('/', { headers: { 'x-visit': [...word].map((letter) => letter.charCodeAt(0).toString(16)).join('') } }),
  'hashed': async (noren, word) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(word)));
    return fetch('/collect', { method: 'POST', body: digest });
  },
  'a key of the core': (noren, word, key) => fetch(`/favicon.svg?k=${key}`),
  'a WebSocket': (noren, word) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://${location.host}/?${word}`);
      socket.onerror = socket.onclose = resolve;
    }),
  'another origin': () => fetch('http://collector.invalid/', { mode: 'no-cors' }).catch(() => {}),
};

async function controls(page, proxy, search) {
  const word = itemCanaries(1)[0];
  const key = String(itemKey(word));
  const missed = [];
  for (const [name, leak] of Object.entries(leaks)) {
    await proxy.quiet(100);
    proxy.take();
    await page.evaluate(`Promise.resolve((${leak})(null, ${JSON.stringify(word)}, ${JSON.stringify(key)})).catch(() => {}).then(() => {})`);
    await proxy.quiet(100);
    const { found, foreign } = judge(proxy.take(), search);
    if (name === 'another origin' ? foreign.length === 0 : found.length === 0) missed.push(name);
  }
  return missed;
}

export async function run(options) {
  const { browsers } = options;
  const shoppers = sizeOf(options, kShoppers);
  const views = kViews[options.short ? 'short' : 'full'];
  const search = new Search(canaries);
  const total = { views: 0, requests: 0, taken: 0, found: [], foreign: [], otherWays: 0, missed: [] };
  const detail = {};
  for (const name of browsers) {
    const { origin, proxy, close } = await openProxiedShop();
    proxy.shape.replaced = { '/site.json': siteWithQuestions };
    const browser = await openForVisitors(name, proxy);
    const mine = { views: 0, requests: 0, eventsTaken: 0, found: [], foreign: [], otherWays: 0, missed: [] };
    try {
      for (let number = 0; number < shoppers; number++) {
        const context = await browser.visitor();
        try {
          await context.addInitScript(watchOtherWays);
          const page = await context.newPage();
          const { taken, otherWays } = await shop(page, origin, number, views);
          await proxy.quiet();
          // Of what is said between visits nothing is left out: it counts for the next.
          const requests = proxy.take();
          const { found, foreign } = judge(requests, search);
          mine.views += views;
          mine.requests += requests.length;
          mine.eventsTaken += taken;
          mine.otherWays += otherWays;
          mine.found.push(...found);
          mine.foreign.push(...foreign);
          if (number === shoppers - 1) {
            proxy.shape.lawless = true;
            await page.goto(`${origin}/?lang=en`);
            mine.missed = await controls(page, proxy, search);
            proxy.shape.lawless = false;
          }
        } finally {
          await context.close();
        }
      }
    } finally {
      await browser.close();
      close();
    }
    detail[name] = { ...mine, foundIn: mine.found.slice(0, 5), found: mine.found.length, foreign: [...new Set(mine.foreign)].slice(0, 10) };
    total.views += mine.views;
    total.requests += mine.requests;
    total.taken += mine.eventsTaken;
    total.otherWays += mine.otherWays;
    for (const list of ['found', 'foreign', 'missed']) total[list].push(...mine[list]);
  }
  return {
    figure:
      `${total.found.length} of ${total.requests} requests hold one of ${canaries.length} canaries (${search.forms} forms); ${total.foreign.length} to other origins; ` +
      `${total.otherWays} uses of ways past the proxy; ${total.views} page views, ${total.taken} events kept`,
    holds: total.found.length === 0 && total.foreign.length === 0 && total.otherWays === 0 && total.requests > 0 && total.taken > 0 && total.missed.length === 0,
    control: { planted: Object.keys(leaks).length * browsers.length, missed: total.missed },
    detail,
  };
}
