/** Serves the built demo shop on a free port, for programs that are not Playwright tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const kRoot = new URL('../../../', import.meta.url);
const kFirstLine = /http:\/\/localhost:\d+/;

/** Resolves to the shop's origin and the way to close it. Rejects where the shop is not built. */
export async function openShop() {
  if (!existsSync(new URL('demo_site/dist/index.html', kRoot))) {
    throw new Error('the demo shop is not built; build it with: ./dev demo --build-only');
  }
  const server = spawn(process.execPath, [fileURLToPath(new URL('demo_site/serve.mjs', kRoot)), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  const [line] = await Promise.race([once(lines, 'line'), once(server, 'exit')]);
  const origin = kFirstLine.exec(String(line))?.[0];
  if (origin === undefined) throw new Error(`the demo shop did not open; it said: ${line}`);
  return { origin, close: () => server.kill() };
}
