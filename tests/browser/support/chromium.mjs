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

/** Quiet: without these Chromium talks to its maker on its own, which the tests of the network would see. */
export const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchOptions = { executablePath, args };
