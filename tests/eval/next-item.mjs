#!/usr/bin/env node
/**
 * How well shop models predict what visitors look at next, on real shops' logs:
 *
 *   ./dev evaluate next-item [--json] [--only DATASET] [--min-sessions K] [--trials N] [--max-brotli BYTES] [--no-curve]
 *
 * For each dataset a model is built from the training log, tuned on that log's own last sessions, and measured on every prefix of every
 * test session, natively and through WebAssembly, whose hits must be the same, place by place. Beside it stand recommenders of the
 * literature with the whole log in memory, and what papers report on the same data; where the published line was measured on relations
 * that a single session supports, a model of such relations, too. Last, the same parameters from 50 kB to 2 MB.
 *
 * The logs are no part of this repository: NOREN_SHARED_DATA names the folder that holds diginetica/ and yoochoose-100k/ (default:
 * ../shared/data beside the checkout); what is missing is skipped.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const command = process.env.NOREN_COMMAND ?? join(root, 'build/native/tools/noren');
const wasm = join(root, 'build/wasm/tests/eval/next_item.cjs');
const data = process.env.NOREN_SHARED_DATA ?? join(root, '../shared/data');

const kCurve = [50, 100, 200, 300, 500, 700, 1000, 1500, 2000].map((kilobytes) => kilobytes * 1000);

// What others report, recall@20 and mrr@20. On yoochoose-100k no paper reports; the session-kNN of the same run is its anchor.
const datasets = [
  {
    name: 'diginetica',
    logs: ['--train', 'train.txt', '--test', 'test.txt', '--format', 'cases'],
    published: [
      ['VSTAN-like, tuned, full log in memory (our prototype)', 0.52, 0.185],
      ['SR-GNN (Wu et al. 2019)', 0.507, 0.176],
      ['weighted co-occurrence, K = 20 (our prototype)', 0.538, 0.194],
    ],
  },
  {
    name: 'yoochoose-100k',
    logs: ['--train', 'train.tsv', '--test', 'test.tsv'],
    published: [['weighted co-occurrence, K = 20, k = 1 (our prototype)', 0.708, 0.376]],
    publishedSessions: 1,
  },
];

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    'min-sessions': { type: 'string', default: '2' },
    trials: { type: 'string', default: '80' },
    'max-brotli': { type: 'string', default: '1000000' },
    'no-curve': { type: 'boolean', default: false },
  },
});
const chosen = datasets.filter(({ name }) => options.only === undefined || options.only === name);
if (chosen.length === 0) throw new Error(`--only: found "${options.only}", expected one of ${datasets.map(({ name }) => name).join(', ')}`);

const say = (text) => options.json || console.log(text);

function evaluate({ name, logs }, more, sessions = options['min-sessions']) {
  const places = logs.map((word) => (/^t.*\.t/.test(word) ? join(data, name, word) : word));
  const output = execFileSync(command, ['evaluate', ...places, '--min-sessions', String(sessions), '--json', ...more], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output);
}

function measureInWasm(model, cases, expected) {
  const measured = JSON.parse(execFileSync(process.execPath, [wasm, model, cases], { encoding: 'utf8' }));
  for (const key of ['hits', 'unseen_hits']) {
    if (JSON.stringify(measured[key]) !== JSON.stringify(expected[key])) {
      throw new Error(`${key}: ${measured[key]} in WebAssembly, ${expected[key]} natively`);
    }
  }
  return { hits_as_native: true, us_per_call: measured.us_per_call };
}

function measure(dataset, folder) {
  const [model, cases, parameters] = ['shop.model', 'cases.txt', 'parameters.json'].map((file) => join(folder, file));
  const bound = ['--trials', options.trials, '--max-brotli', options['max-brotli']];
  const result = evaluate(dataset, [...bound, '--model-output', model, '--cases-output', cases]);
  result.wasm = measureInWasm(model, cases, result);
  const { publishedSessions } = dataset;
  if (publishedSessions && String(publishedSessions) !== options['min-sessions']) {
    result.as_published = evaluate(dataset, [...bound, '--no-baselines'], publishedSessions);
  }
  if (!options['no-curve']) {
    writeFileSync(parameters, JSON.stringify(result.parameters));
    result.curve = [];
    for (const bytes of kCurve) {
      let point;
      try {
        point = evaluate(dataset, ['--no-baselines', '--parameters', parameters, '--max-brotli', String(bytes)]);
      } catch {
        continue; // the command has said why: the items alone take more
      }
      const { edges, model_brotli_bytes } = point;
      const figures = ['recall@20', 'mrr@20', 'unseen_recall@20'].map((key) => [key, point[key]]);
      result.curve.push({ max_brotli: bytes, model_brotli_bytes, edges, ...Object.fromEntries(figures) });
      if (model_brotli_bytes < bytes * 0.9) break; // every edge there is
    }
  }
  return result;
}

const share = (number) => number.toFixed(4).replace(/^0/, '').padStart(6);
const grouped = (number) => number.toLocaleString('en-US');

function printTable({ name, published, publishedSessions }, result) {
  say(`\n### ${name}\n`);
  say(`${grouped(result.cases)} cases, ${grouped(result.unseen_cases)} of them with a next item that is not in the session yet; ` +
      `${grouped(result.items)} items, ${grouped(result.edges)} relations, ${grouped(result.model_brotli_bytes)} bytes after Brotli.`);
  say(`Tuned in ${result.tuning.trials} trials on ${grouped(result.tuning.cases)} cases of the log's own last sessions.\n`);
  say('| | recall@20 | mrr@20 | unseen recall@20 | recall@5 | recall@10 | mrr@5 | mrr@10 | coverage | popularity bias | µs a call |');
  say('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  const row = (label, one, time) => {
    const figures = ['recall@20', 'mrr@20', 'unseen_recall@20', 'recall@5', 'recall@10', 'mrr@5', 'mrr@10', 'coverage'].map((key) => share(one[key]));
    say(`| ${label} | ${figures.join(' | ')} | ${one.popularity_bias.toFixed(2)} | ${time} |`);
  };
  row('**shop model**', result, `${result.us_per_call.toFixed(1)}; in WebAssembly ${result.wasm.us_per_call.toFixed(1)}`);
  if (result.as_published) {
    const { as_published: one } = result;
    row(`shop model with k = ${publishedSessions}, ${grouped(one.model_brotli_bytes)} bytes`, one, one.us_per_call.toFixed(1));
  }
  for (const [label, one] of Object.entries(result.baselines)) row(label, one, one.us_per_call.toFixed(1));
  for (const [label, recall, mrr] of published) say(`| ${label} | ${share(recall)} | ${share(mrr)} | | | | | | | | |`);
  if (!result.curve) return;
  say('\n| bytes after Brotli | relations | recall@20 | mrr@20 | unseen recall@20 |\n|--:|--:|--:|--:|--:|');
  for (const point of result.curve) {
    say(`| ${grouped(point.model_brotli_bytes)} | ${grouped(point.edges)} | ${share(point['recall@20'])} | ${share(point['mrr@20'])} | ${share(point['unseen_recall@20'])} |`);
  }
}

const results = {};
for (const dataset of chosen) {
  if (!existsSync(join(data, dataset.name))) {
    console.error(`skipped ${dataset.name}: no folder ${join(data, dataset.name)}; set NOREN_SHARED_DATA`);
    continue;
  }
  const folder = mkdtempSync(join(tmpdir(), 'noren-next-item-'));
  try {
    results[dataset.name] = measure(dataset, folder);
    printTable(dataset, results[dataset.name]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
if (options.json) console.log(JSON.stringify(results, null, 2));
