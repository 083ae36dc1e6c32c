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
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { kScales, measureAll } from './decisions/all.mjs';
import { measureInChromium } from './decisions/chromium.mjs';
import { askWithoutEval, createEnvironment, createHeapGauge, readFiles } from './decisions/node.mjs';
import { printReport } from './decisions/print.mjs';
import { reportOf } from './decisions/report.mjs';

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

const options = readOptions();
const files = readFiles();
const withoutEval = await askWithoutEval();

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
