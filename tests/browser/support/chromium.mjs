/** The browser that the tests, the benchmark and the screenshots run in: the machine's own Chromium, headless. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const kNames = ['chromium', 'chromium-browser', 'google-chrome'];

function find(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

export const executablePath = kNames.map(find).find((path) => path !== undefined);
if (executablePath === undefined) {
  throw new Error(`none of ${kNames.join(', ')} is on the PATH; on Debian: apt-get install --no-install-recommends chromium`);
}

/** Of these the last argument counts, so it repeats what Playwright switches off by itself. Autofill asks its maker about every page with a form. */
const kDisabledFeatures = [
  'AimEnabled',
  'AutofillServerCommunication',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'GlobalMediaControls',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'Translate',
];

/** Quiet: without these Chromium talks to its maker on its own, which the tests of the network would see. */
export const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${kDisabledFeatures.join(',')}`,
];

export const launchOptions = { executablePath, args };
