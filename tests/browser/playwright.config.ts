/**
 * The demo shop in a real browser, served as a shop would serve it. Build it first (./dev demo --build-only), or run ./dev test e2e,
 * which does.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/chromium.mjs';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  testDir: '.',
  outputDir: root('build/browser/results'),
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${process.env['NOREN_SHOP_PORT']}`,
    browserName: 'chromium',
    launchOptions,
    actionTimeout: 10_000,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node demo_site/serve.mjs --port 0',
    cwd: root(''),
    // The named group becomes NOREN_SHOP_PORT in the environment of the tests.
    wait: { stdout: /http:\/\/localhost:(?<noren_shop_port>\d+)\// },
  },
});
