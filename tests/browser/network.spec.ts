/** The network stays silent: every request is for one of the page's own files, and says nothing about who is asking. */
import type { Browser } from '@playwright/test';
import { openProxy } from './support/proxy.mjs';
import { Noise, Shop, expect, test } from './support/shop.js';

type Proxy = Awaited<ReturnType<typeof openProxy>>;

interface Visit {
  readonly proxy: Proxy;
  readonly shop: Shop;
  readonly noise: Noise;
  /** What the browser says it asked for, all pages and workers. */
  readonly asked: readonly string[];
}

/** A visit whose whole traffic goes through a proxy that remembers it; what Chromium does for itself goes another way. */
async function visit(browser: Browser, baseURL: string | undefined, body: (visit: Visit) => Promise<void>): Promise<Visit> {
  const origin = new URL(baseURL ?? '').origin;
  const proxy = await openProxy(origin);
  const context = await browser.newContext({ baseURL: origin, locale: 'en-GB', proxy: { server: proxy.server } });
  try {
    const noise = new Noise();
    await noise.listenTo(context);
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    const done: Visit = { proxy, shop: new Shop(await context.newPage()), noise, asked };
    await body(done);
    return done;
  } finally {
    await context.close();
    proxy.close();
  }
}

/** From a stranger through consent, interests, cart and order to the withdrawal, in both languages. */
async function wholeVisit(shop: Shop): Promise<void> {
  await shop.open();
  await shop.follow('/category/outdoor');
  await shop.home();
  await shop.answer('yes');
  await shop.lookAtRunningShoes();
  await shop.browse(['outdoor', 'running', 'running-shoes'], 'road-runner-01');
  await shop.addToCart();
  await shop.follow('/cart');
  await shop.page.getByTestId('checkout').click();
  await shop.page.getByTestId('thanks').waitFor();
  await shop.page.getByTestId('language-ja').click();
  await shop.home();
  await shop.page.locator('#dock-button').click();
  await shop.page.getByTestId('explain-home-hero').waitFor();
  await shop.page.keyboard.press('Escape');
  await shop.page.reload();
  await shop.page.locator('noren-slot[data-outcome="campaign"]').first().waitFor();
  await shop.follow('/privacy');
  await shop.page.getByTestId('withdraw-consent').click();
  await expect(shop.page.getByTestId('choice')).toHaveAttribute('data-given', 'false');
  await shop.home();
}

test('A long visit asks for nothing but the page’s own files, and sends nothing along', async ({ browser, baseURL }) => {
  const origin = new URL(baseURL ?? '').origin;
  const { proxy, asked, noise } = await visit(browser, baseURL, ({ shop }) => wholeVisit(shop));

  expect(asked.length).toBeGreaterThan(100);
  expect(asked.filter((url) => new URL(url).origin !== origin)).toEqual([]);
  expect(proxy.passed.filter(({ url }) => new URL(url).origin !== origin)).toEqual([]);
  for (const { method, url, headers, bytes } of proxy.passed) {
    const { pathname, search } = new URL(url);
    expect(method, url).toBe('GET');
    expect(bytes, `${url}: bytes sent`).toBe(0);
    expect(headers.cookie, url).toBeUndefined();
    expect(headers.referer, url).toBeUndefined();
    // A page's address names its language; a file's address says nothing but its name.
    expect(search, url).toMatch(pathname.includes('.') ? /^$/ : /^\?lang=(en|ja)$/);
  }
  expect(noise.heard).toEqual([]);
});

test('After the shop is complete, nothing more is asked for, whatever she does', async ({ browser, baseURL }) => {
  await visit(browser, baseURL, async ({ shop, proxy }) => {
    await shop.openWithYes();
    const complete = proxy.passed.length;
    await shop.lookAtRunningShoes();
    await shop.lookAtCoffee();
    await shop.follow('/cart');
    await shop.follow('/privacy');
    expect(proxy.passed.slice(complete).map(({ url }) => url)).toEqual([]);
    await expect(shop.page.getByTestId('since-complete')).toHaveAttribute('data-count', '0');
    await expect(shop.page.getByTestId('network-claim')).toHaveAttribute('data-carrying', '0');
  });
});

test('Two shoppers with different interests ask for the same files', async ({ browser, baseURL }) => {
  const files = async (body: (shop: Shop) => Promise<void>): Promise<readonly string[]> => {
    const { proxy } = await visit(browser, baseURL, async ({ shop }) => {
      await shop.openWithYes();
      await body(shop);
      await shop.page.reload();
      await shop.page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
      await expect(shop.question).toBeHidden();
    });
    return proxy.passed.map(({ url }) => url).sort();
  };
  const [stranger, runner, coffee] = [
    await files(() => Promise.resolve()),
    await files((shop) => shop.lookAtRunningShoes()),
    await files((shop) => shop.lookAtCoffee()),
  ];
  expect(stranger.length).toBeGreaterThan(100);
  expect(runner).toEqual(stranger);
  expect(coffee).toEqual(stranger);
});

test('The page is served under the policy that the architecture promises, and keeps it', async ({ page, shop, noise }) => {
  const response = await page.goto('/');
  const policy = new Map(
    (response?.headers()['content-security-policy'] ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(/\s+/);
      return [name, values.join(' ')] as const;
    }),
  );
  expect(policy.get('default-src')).toBe("'none'");
  expect(policy.get('script-src')).toBe("'self' 'wasm-unsafe-eval'");
  expect(policy.get('connect-src')).toBe("'self'");
  expect(policy.get('require-trusted-types-for')).toBe("'script'");
  // Whatever else the shop needs, it needs from itself; nothing is inline and nothing evaluated.
  for (const [name, values] of policy) expect(values.replace("'wasm-unsafe-eval'", '').trim(), name).toMatch(/^('self'|'none'|'self' 'none'|'script')$/);
  expect(policy.get('img-src')).toBe("'self'");
  expect(policy.get('style-src')).toBe("'self'");

  await wholeVisit(shop);
  expect(noise.heard).toEqual([]);
});

test('The policy is enforced: markup as text, evaluated code and foreign addresses are refused', async ({ page, shop, noise }) => {
  noise.expected.push(/^violation: (require-trusted-types-for|connect-src)/, /^error: .*(Content Security Policy|TrustedHTML|TrustedScript)/);
  await shop.open();
  const refused = await page.evaluate(async () => {
    // The task in which a test's own script begins is exempt.
    await new Promise((resolve) => setTimeout(resolve));
    const refusal = async (attempt: () => unknown): Promise<string> => {
      try {
        await attempt();
        return 'allowed';
      } catch (error) {
        return (error as Error).name;
      }
    };
    return {
      markup: await refusal(() => (document.createElement('div').innerHTML = '<b>bold</b>')),
      code: await refusal(() => new Function('return 1')()),
      foreign: await refusal(() => fetch('https://example.com/')),
    };
  });
  expect(refused).toEqual({ markup: 'TypeError', code: 'EvalError', foreign: 'TypeError' });
  expect(noise.heard.filter((line) => line.startsWith('violation: '))).toEqual([
    'violation: require-trusted-types-for trusted-types-sink',
    'violation: require-trusted-types-for trusted-types-sink',
    'violation: connect-src https://example.com/',
  ]);
});
