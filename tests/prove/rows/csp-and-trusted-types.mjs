/** The whole shop runs under the strict Content Security Policy, with Trusted Types. */
import { openForVisitors } from '../support/browsers.mjs';
import { act, answers, canaryEvents, categories, itemCanaries, products, slots } from '../support/shopper.mjs';
import { openProxiedShop, ready, sayYes, turnTo, withNoren } from '../support/visit.mjs';

export const promise = 'Noren needs no hole in the Content Security Policy';
export const method =
  'every kind of page in both languages with the banner, messages and recommendations, under the policy that the shop is served with (strict, Trusted Types); violations counted in the page and in the console';

/** What the policy of the architecture must say; a shop served with a weaker one would prove nothing. */
const kDemanded = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'require-trusted-types-for': "'script'",
};

const watchViolations = () => {
  globalThis.violations = [];
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => globalThis.violations.push(`${effectiveDirective} ${blockedURI}`));
};

const breaches = {
  'markup as text': () => void (document.createElement('div').innerHTML = '<b>bold</b>'),
  'code as text': () => void new Function('return 1')(),
  'an inline script': () => {
    const script = document.createElement('script');
    script.append('globalThis.ran = true');
    document.head.append(script);
  },
  'an inline style': () => {
    const style = document.createElement('style');
    style.append('body { color: red }');
    document.head.append(style);
  },
  'a foreign picture': () => void (new Image().src = 'http://collector.invalid/pixel.gif'),
  'a foreign request': () => void fetch('http://collector.invalid/').catch(() => {}),
};

const takeViolations = (page) => page.evaluate(() => globalThis.violations.splice(0));

export async function run({ short, browsers }) {
  const total = { pages: 0, violations: [], missed: [], planted: 0, weak: [] };
  const detail = {};
  for (const name of browsers) {
    const { origin, proxy, close } = await openProxiedShop();
    const browser = await openForVisitors(name, proxy);
    const mine = { pages: 0, violations: [], slots: {} };
    try {
      for (const language of short ? ['en'] : ['en', 'ja']) {
        const context = await browser.visitor();
        await context.addInitScript(watchViolations);
        const page = await context.newPage();
        page.on('console', (message) => {
          if (/Content[- ]Security[- ]Policy|TrustedHTML|TrustedScript/i.test(message.text())) mine.violations.push(`console: ${message.text()}`);
        });
        const response = await page.goto(`${origin}/?lang=${language}`);
        const policy = new Map((response.headers()['content-security-policy'] ?? '').split(';').map((part) => {
          const [directive, ...values] = part.trim().split(/\s+/);
          return [directive, values.join(' ')];
        }));
        for (const [directive, values] of Object.entries(kDemanded)) {
          if (policy.get(directive) !== values) total.weak.push(`${directive} ${policy.get(directive)}`);
        }
        await ready(page);
        await page.waitForTimeout(200);
        await sayYes(page);
        const shelves = short ? categories.slice(0, 4) : categories;
        const things = short ? products.slice(0, 6) : products;
        const paths = ['/', ...shelves.map((id) => `/category/${id}`), ...things.map((id) => `/product/${id}`), '/cart', '/complete', '/guide', '/search', '/privacy', '/nowhere', '/'];
        for (const [number, path] of paths.entries()) {
          await turnTo(page, path);
          await page.waitForFunction(() => document.querySelector('main[data-page]') !== null);
          await withNoren(page, act, { events: canaryEvents(itemCanaries(8)[number % 8]).slice(0, 8), answers: {}, slots, products, look: [products[number % products.length]] });
          mine.pages++;
          for (const slot of await page.locator('noren-slot[data-outcome=campaign]').evaluateAll((all) => all.map((each) => each.getAttribute('name')))) {
            mine.slots[slot] = (mine.slots[slot] ?? 0) + 1;
          }
        }
        await page.locator('#dock-button').click();
        await page.waitForTimeout(200);
        await page.keyboard.press('Escape');
        await withNoren(page, (noren) => noren.consent.withdraw());
        await page.waitForTimeout(200);
        mine.violations.push(...(await takeViolations(page)));

        const before = mine.violations.length;
        for (const [breach, commit] of Object.entries(breaches)) {
          total.planted++;
          await page.evaluate(`new Promise((done) => setTimeout(() => { try { (${commit})() } catch {} setTimeout(done, 150) }))`);
          if ((await takeViolations(page)).length === 0) total.missed.push(`${breach} (${name})`);
        }
        mine.violations.length = before; // what the console said of planted ones
        await context.close();
      }
    } finally {
      await browser.close();
      close();
    }
    detail[name] = mine;
    total.pages += mine.pages;
    total.violations.push(...mine.violations);
  }
  return {
    figure: `${total.violations.length} violations on ${total.pages} pages`,
    holds: total.violations.length === 0 && total.weak.length === 0 && total.pages > 0 && total.missed.length === 0,
    control: { planted: total.planted, missed: total.missed },
    detail: { ...detail, weak: total.weak },
  };
}
