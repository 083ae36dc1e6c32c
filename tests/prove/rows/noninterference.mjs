/** What the page fetches, when and in which order does not depend on who she is. */
import { openForVisitors } from '../support/browsers.mjs';
import { kMark } from '../support/proxy.mjs';
import { catalog, randomOf, slots } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';
import { differenceOfVisits, stretchesOf } from '../support/traces.mjs';
import { open, openProxiedShop, ready, sayYes, turnTo, withNoren } from '../support/visit.mjs';

export const promise = 'The page’s traffic says nothing about her';
export const method =
  'pairs of visitors with opposite profiles run the same page script, from their first load over the making of the profile to the next load with it; addresses, number and sizes of all requests and answers compared as the proxy saw them, and their order from the moment in which a page first touches its storage';

const kPairs = { short: 1, full: 25 };

/**
 * The way to the shop, in milliseconds: what a page asks for at once is under way at once, as on any real network.
 * On a busy machine a browser may still be late with one request. What a profile decides it decides each time, so a pair that differs is
 * looked at again, this often at most; the figure says how many were.
 */
const kLatency = 40;
const kLooks = 3;

const departments = [...new Set(catalog.map(({ product_type: type }) => type.split(' > ')[0]))];
const inDepartment = (department) => catalog.filter(({ product_type: type }) => type.split(' > ')[0] === department).map(({ id }) => id);

/** Two who have nothing in common: other departments, one buys and the other does not, other answers; each fifth pair has one who did nothing. */
function pairOf(number) {
  const random = randomOf(number);
  const first = random(departments.length);
  const second = (first + 1 + random(departments.length - 1)) % departments.length;
  const some = (department) => {
    const all = inDepartment(departments[department]);
    return Array.from({ length: 8 }, () => all[random(all.length)]);
  };
  const buyer = { looks: some(first), buys: true, answers: { birthday: '05-14', 'present-for': 'coffee-lover' }, dislikes: some(first).slice(0, 2) };
  const looker = number % 5 === 4 ? { looks: [], buys: false, answers: {}, dislikes: [] } : { looks: some(second), buys: false, answers: { 'present-for': 'child' }, dislikes: [] };
  return number % 2 ? [buyer, looker] : [looker, buyer];
}

/** Makes the profile, in the page. */
const become = (noren, { looks, buys, answers, dislikes }) => {
  for (const id of looks) {
    noren.track('view_item', { items: [{ item_id: id }] });
    noren.track('add_to_cart', { items: [{ item_id: id, price: 9000, quantity: 1 }] });
  }
  if (buys) noren.track('purchase', { value: 90000, items: looks.slice(0, 3).map((id) => ({ item_id: id, price: 30000, quantity: 1 })) });
  for (const [question, value] of Object.entries(answers)) noren.answer(question, value);
  for (const id of dislikes) noren.dislike(id);
  return noren.profile() !== null;
};

/** Runs in a page before its scripts: leaves a mark among the requests before the page touches anything that is stored. */
const markOpening = (mark) => {
  if (location.protocol === 'about:') return;
  let marked = false;
  const leaveMark = () => {
    if (marked) return;
    marked = true;
    const request = new XMLHttpRequest();
    request.open('POST', mark, false); // nothing of the page runs until the mark has been left
    request.send();
  };
  const before = (type, member) => {
    const found = type && Object.getOwnPropertyDescriptor(type, member);
    if (!found) return;
    const after = (original) =>
      original &&
      function (...parameters) {
        leaveMark();
        return Reflect.apply(original, this, parameters);
      };
    Object.defineProperty(type, member, found.value ? { ...found, value: after(found.value) } : { ...found, get: after(found.get), set: after(found.set) });
  };
  before(IDBFactory.prototype, 'open');
  before(StorageManager.prototype, 'getDirectory');
  before(globalThis.StorageBucketManager?.prototype, 'open');
  before(CacheStorage.prototype, 'open');
  before(CacheStorage.prototype, 'match');
  before(Document.prototype, 'cookie');
  before(globalThis, 'localStorage');
  before(globalThis, 'sessionStorage');
};

/** The page script, the same for everybody. What it asks of Noren it asks in the same words; the answers differ. */
async function script(page) {
  for (const path of ['/', '/category/kitchen', '/product/road-runner-01', '/cart', '/privacy', '/']) {
    await turnTo(page, path);
    await withNoren(page, (noren, names) => {
      for (const name of names) {
        noren.decide(name);
        noren.seen(name);
      }
      for (const strategy of ['for-you', 'recently-viewed', 'trending', 'complete-the-cart', 'deals-for-you', 'content']) noren.recommend(strategy, { limit: 8 });
      for (const name of names) void noren.explain(name);
    }, slots);
    await page.waitForTimeout(60);
  }
}

/** What was shown to her: the traces must be the same although this is not. */
const shown = (page) =>
  withNoren(page, (noren, names) => JSON.stringify([names.map((name) => noren.decide(name).variant), noren.recommend('for-you', { limit: 8 }).map(({ item_id: id }) => id)]), slots);

/** With `more` there is no page script: that runs instead of it. */
async function visit(browser, { origin, proxy }, profile, more) {
  const context = await browser.visitor();
  try {
    await context.addInitScript(markOpening, kMark);
    const page = await context.newPage();
    await proxy.quiet(150);
    proxy.take();
    await open(page, origin);
    await sayYes(page);
    await proxy.quiet(150);
    if (!(await withNoren(page, become, profile))) throw new Error('there is no profile');
    if (!more) await script(page);
    await page.waitForFunction(() => customElements.get('noren-slot').noren.consent.settle().then(() => true));
    await page.goto(`${origin}/?lang=en`);
    await ready(page);
    await proxy.quiet(150);
    if (!more) await script(page);
    const what = await shown(page);
    await more?.(page);
    await proxy.quiet();
    return { stretches: stretchesOf(proxy.take()), what };
  } finally {
    await context.close();
  }
}

/** Pages that tell who she is without sending a word of it; each must be caught. */
const breaches = {
  'a picture of what is recommended': (noren) => fetch(`/images/${noren.recommend('for-you', { limit: 1 })[0]?.item_id}.webp`),
  'the same files in the order of her interests': async (noren) => {
    const files = noren.recommend('recently-viewed', { limit: 1 }).length > 0 ? ['/favicon.svg?a', '/favicon.svg?b'] : ['/favicon.svg?b', '/favicon.svg?a'];
    for (const file of files) await fetch(file, { cache: 'no-store' });
  },
  'one request more': async (noren) => {
    if (noren.profile().bought.length > 0) await fetch('/licences.txt', { cache: 'no-store' });
  },
  'a longer request': (noren) => fetch('/favicon.svg', { cache: 'no-store', headers: { 'x-visit': 'x'.repeat(1 + noren.profile().bought.length) } }),
};

export async function run(options) {
  const { short, browsers } = options;
  const pairs = sizeOf(options, kPairs);
  const total = { pairs: 0, requests: 0, differences: [], lookedAgain: 0, alike: 0, planted: 0, missed: [] };
  const detail = {};
  for (const name of browsers) {
    const shop = await openProxiedShop();
    const browser = await openForVisitors(name, shop.proxy);
    shop.proxy.shape.latency = kLatency;
    const mine = { pairs: 0, requestsOfAVisit: 0, shownDifferently: 0, lookedAgain: [], differences: [] };
    /** What tells two visitors apart, each time that one looks. */
    const compare = async ([first, second], leak) => {
      let result;
      for (let looks = leak ? (short ? 1 : 2) : kLooks; looks > 0; looks--) {
        const one = await visit(browser, shop, first, leak);
        const other = await visit(browser, shop, second, leak);
        const all = [...one.stretches, ...other.stretches];
        result = { found: differenceOfVisits(one.stretches, other.stretches), requests: all.reduce((sum, { trace }) => sum + trace.length, 0), differs: one.what !== other.what };
        if (!all.some(({ known }) => known)) throw new Error('no profile was opened');
        if (result.found === null) return result;
        if (looks > 1 && !leak) mine.lookedAgain.push(result.found);
      }
      return result;
    };
    try {
      for (let number = 0; number < pairs; number++) {
        const { found, requests, differs } = await compare(pairOf(number + (name === 'firefox' ? 100 : 0)));
        mine.pairs++;
        mine.requestsOfAVisit = requests / 2;
        total.requests += requests;
        if (differs) mine.shownDifferently++;
        if (found !== null) mine.differences.push(`pair ${number}: ${found}`);
      }
      for (const [breach, commit] of Object.entries(breaches)) {
        const leak = (page) => page.evaluate(`Promise.resolve((${commit})(customElements.get('noren-slot').noren)).then(() => {})`);
        total.planted++;
        if ((await compare(pairOf(4), leak)).found === null) total.missed.push(`${breach} (${name})`);
      }
    } finally {
      await browser.close();
      shop.close();
    }
    detail[name] = mine;
    total.pairs += mine.pairs;
    total.alike += mine.pairs - mine.shownDifferently;
    total.lookedAgain += mine.lookedAgain.length;
    total.differences.push(...mine.differences);
  }
  return {
    figure:
      `${total.differences.length} of ${total.pairs} pairs can be told apart by ${total.requests} requests; what the two of a pair were shown differed in ${total.pairs - total.alike} of ${total.pairs} pairs; ${total.lookedAgain} second looks`,
    holds: total.differences.length === 0 && total.pairs > 0 && total.alike === 0 && total.missed.length === 0,
    control: { planted: total.planted, missed: total.missed },
    detail,
  };
}
