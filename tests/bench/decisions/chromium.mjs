/** Runs the benchmark in headless Chromium, in a page of its own that this machine serves. */
import { createServer } from 'node:http';
import { chromium } from '@playwright/test';
import { launchOptions } from '../../browser/support/chromium.mjs';
import { bundle } from './bundle.mjs';

/** Resolves to what measureAll gives, and the browser's name. `files` has the bytes of engine.wasm and zen.wasm. */
export async function measureInChromium(options, files) {
  const served = {
    '/': ['text/html', '<!doctype html><title>decisions</title><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', await bundle('page.mjs')],
    '/engine.wasm': ['application/wasm', files.engine],
    '/zen.wasm': ['application/wasm', files.zen],
  };
  const server = createServer((request, response) => {
    const [type, body] = served[request.url] ?? [];
    // Isolated pages have a finer clock: 5 microseconds instead of 100.
    const isolated = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
    response.writeHead(type ? 200 : 404, { 'content-type': type ?? 'text/plain', ...isolated });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) console.error(`page: ${message.text()}`);
    });
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => globalThis.measureDecisions);
    const result = await page.evaluate((given) => globalThis.measureDecisions(given), options);
    return { browser: `Chromium ${browser.version()}`, ...result };
  } finally {
    await browser.close();
    server.close();
  }
}
