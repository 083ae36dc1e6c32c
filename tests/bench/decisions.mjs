#!/usr/bin/env node
/**
 * How fast Noren decides, beside what else a page could load, in Node and in headless Chromium:
 *
 *   ./dev bench decisions [--json] [--rounds N] [--events N] [--seed N] [--only node|chromium] [--no-scaling]
 *
 * 200 segments of 3 to 8 conditions, some built on others; 20 slots of 5 variants, of which a slot shows the first whose segment holds; a
 * stream of 1,000 events that change 7 attributes each on average. All of it is generated once and written in each system's own language
 * (decisions/translate.mjs), and every system has to give the same answers for every document and event before it is timed. Two figures:
 *
 *   all segments     all 200, on a document that has nothing to do with the one before
 *   event to slots   an event's changed attributes are handed over, all 20 slots are decided, and what they show is read
 *
 * from the page's point of view: the call from JavaScript and the reading of the result count. Systems take turns, round by round; a figure
 * is the median over rounds of that round's median or 99th percentile.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { kScales, measureAll } from './decisions/all.mjs';
import { measureInChromium } from './decisions/chromium.mjs';
import { createEnvironment, createHeapGauge, readFiles, versionOf } from './decisions/node.mjs';
import { printReport } from './decisions/print.mjs';
import { kWhole, notes } from './decisions/systems/index.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '7' },
      events: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      'no-scaling': { type: 'boolean', default: false },
    },
  });
  const count = (name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= 1 && number <= 100_000) return number;
    throw new Error(`--${name}: found "${values[name]}", expected a whole number from 1 to 100000`);
  };
  if (values.only !== undefined && values.only !== 'node' && values.only !== 'chromium') {
    throw new Error(`--only: found "${values.only}", expected node or chromium`);
  }
  return {
    json: values.json,
    places: values.only ? [values.only] : ['node', 'chromium'],
    measured: { rounds: count('rounds'), events: count('events'), seed: count('seed'), budget: 400, scales: values['no-scaling'] ? [] : kScales },
  };
}

const rounded = (value) => (value === undefined ? undefined : Number(value.toPrecision(3)));

/** A row as the JSON has it; microseconds. */
function figuresOf({ figures, absent }) {
  if (absent !== undefined) return { absent };
  const told = {};
  for (const [call, name] of [['evaluateAll', 'all_segments'], ['update', 'event_to_all_segments'], ['decide', 'event_to_slots']]) {
    if (!figures[call]) continue;
    const { p50, p99, samples, calls_per_sample: each, heap_bytes: bytes } = figures[call];
    told[`${name}_p50_us`] = rounded(p50);
    told[`${name}_p99_us`] = rounded(p99);
    if (bytes !== undefined) told[`${name}_heap_bytes`] = bytes;
    told[`${name}_samples`] = each === 1 ? `${samples}` : `${samples} of ${each} calls`;
  }
  return told;
}

/** What one place measured: { noren, whole, peers, scaling }. */
function reportOf({ rows, scaling }, withoutEval) {
  const noren = rows.noren ? figuresOf(rows.noren) : undefined;
  const peers = {};
  const whole = {};
  for (const [name, row] of Object.entries(rows)) {
    if (name === 'noren') continue;
    if (kWhole.includes(name)) {
      whole[name] = figuresOf(row);
      continue;
    }
    const figures = figuresOf(row);
    peers[name] = { version: versionOf(name), ...figures, without_eval: withoutEval[name] ?? false, note: notes[name] };
    for (const figure of ['all_segments_p50_us', 'event_to_slots_p50_us']) {
      if (noren?.[figure] && figures[figure]) peers[name][figure.replace('p50_us', 'ratio')] = rounded(figures[figure] / noren[figure]);
    }
  }
  const scaled = scaling.map(({ rows: found, ...scale }) => ({
    ...scale,
    systems: Object.fromEntries(Object.entries(found).map(([name, row]) => [name, figuresOf(row)])),
  }));
  return { noren, whole, peers, scaling: scaled };
}

const options = readOptions();
const files = readFiles();
const withoutEval = JSON.parse(
  execFileSync(process.execPath, ['--disallow-code-generation-from-strings', fileURLToPath(new URL('decisions/without-eval.mjs', import.meta.url))], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }),
);

const result = {};
if (options.places.includes('node')) {
  const measured = await measureAll({ ...options.measured, environment: await createEnvironment(files), heap: createHeapGauge() });
  Object.assign(result, reportOf(measured, withoutEval));
}
if (options.places.includes('chromium')) {
  const { browser, ...measured } = await measureInChromium(options.measured, files);
  result.chromium = { browser, ...reportOf(measured, withoutEval) };
}
const { scales: _, budget: __, ...workload } = options.measured;
result.measured_with = { node: process.version, processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`, ...workload };

if (options.json) console.log(JSON.stringify(result, null, 2));
else printReport(result);
// json-rules-engine's and the SDK's timers need not run out.
process.exit(0);
