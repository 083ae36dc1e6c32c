// Promise 7: the same events, site and seed give the same decisions natively and in WebAssembly, and the same as when the golden trace
// was written down. Its answers are in tests/golden/expected.ndjson, for a human to review; NOREN_UPDATE_GOLDEN=1 writes them anew.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { loadModule, Replay } from './replay.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = path.join(root, 'tests/golden');
const command = process.env.NOREN_COMMAND ?? path.join(root, 'build/native/tools/noren');
const wasm = process.env.NOREN_WASM_DIR ?? path.join(root, 'build/wasm/wasm');
const seed = 7;

const scratch = mkdtempSync(path.join(tmpdir(), 'noren-golden-'));
after(() => rmSync(scratch, { recursive: true }));

const model = path.join(scratch, 'shop.model');
execFileSync(command, ['model', 'build', '--catalog', 'catalog.json', '--log', 'clicks.csv', '-o', model], {
  cwd: golden,
  stdio: ['ignore', 'ignore', 'inherit'],
});

function natively(trace) {
  const events = path.join(scratch, 'trace.ndjson');
  writeFileSync(events, trace);
  const site = path.join(golden, 'site.json');
  return execFileSync(command, ['replay', '--site', site, '--model', model, '--events', events, '--seed', `${seed}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

async function inWebAssembly(trace, files = [model]) {
  const models = files.map((file) => readFileSync(file));
  const replay = new Replay(await loadModule(wasm), readFileSync(path.join(golden, 'site.json')), models, seed);
  return trace.trimEnd().split('\n').map((line) => `${replay.step(line)}\n`).join('');
}

function assertSameLines(actual, expected, what) {
  const [ours, theirs] = [actual.split('\n'), expected.split('\n')];
  assert.equal(ours.length, theirs.length, `${what}: number of lines`);
  ours.forEach((line, i) => assert.equal(line, theirs[i], `${what}: line ${i + 1}`));
}

/** A long trace that a seed makes: every event, items known and unknown, hours and weeks between, consent given and taken. */
function randomTrace(steps) {
  let state = 12345;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const items = JSON.parse(readFileSync(path.join(golden, 'catalog.json'), 'utf8')).map((item) => item.id);
  const events = ['page_view', 'view_item', 'view_item', 'view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'purchase', 'refund'];
  let time = 1795341600000;
  const lines = [{ time, consent: 3 }];
  while (lines.length < steps) {
    time += [1000, 20_000, 600_000, 90_000_000, 1_000_000_000][below(5)];
    const roll = below(100);
    if (roll === 0) lines.push({ time, consent: [0, 3, 7][below(3)] });
    else if (roll < 5) lines.push({ time, context: { page: ['home', 'cart'][below(2)], utc_offset_minutes: 60 * below(24) - 660, device: ['phone', 'desktop'][below(2)] } });
    else {
      const chosen = Array.from({ length: below(4) }, () => ({
        item_id: below(10) === 0 ? `unknown-${below(50)}` : items[below(items.length)],
        price: below(20_000),
        quantity: below(5),
      }));
      lines.push({ time, event: events[below(events.length)], parameters: { currency: 'JPY', items: chosen } });
    }
  }
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

test('the golden trace gives the answers that were written down', () => {
  const answers = natively(readFileSync(path.join(golden, 'trace.ndjson'), 'utf8'));
  const file = path.join(golden, 'expected.ndjson');
  if (process.env.NOREN_UPDATE_GOLDEN) writeFileSync(file, answers);
  assertSameLines(answers, readFileSync(file, 'utf8'), 'native');
});

test('the golden trace gives the same answers in WebAssembly', async () => {
  const trace = readFileSync(path.join(golden, 'trace.ndjson'), 'utf8');
  assertSameLines(await inWebAssembly(trace), readFileSync(path.join(golden, 'expected.ndjson'), 'utf8'), 'WebAssembly');
});

test('two thousand random steps give the same answers natively and in WebAssembly', async () => {
  const trace = randomTrace(2000);
  assertSameLines(await inWebAssembly(trace), natively(trace), 'random trace');
});

test('a model that was split gives the same answers in WebAssembly as the whole one', async () => {
  execFileSync(command, ['model', 'split', model, '--out-dir', scratch, '--later', 'viewed', '--later', 'bought,bought-after-view,complements'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [first, viewed, bought] = ['first', 'viewed', 'bought'].map((name) => path.join(scratch, `shop.${name}.model`));
  const trace = readFileSync(path.join(golden, 'trace.ndjson'), 'utf8');
  const expected = await inWebAssembly(trace);
  assert.notEqual(await inWebAssembly(trace, [first]), expected, 'what is split off matters to the trace');
  assertSameLines(await inWebAssembly(trace, [first, bought, viewed]), expected, 'split');
});
