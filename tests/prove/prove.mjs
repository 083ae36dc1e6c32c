#!/usr/bin/env node
/**
 * The promises that an outsider can check by one command: runs each row, prints a table or JSON, and writes docs/proof.md after a full
 * run. Exits with 1 where a promise does not hold or a planted breach of it goes uncaught. Started by ./dev prove, which builds the shop.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadRow, rowNames } from './rows.mjs';
import { browserNames, programOf } from './support/browsers.mjs';
import { proofPage, terminalTable } from './table.mjs';

const kUsage = 'usage: prove.mjs [--short | --part FRACTION] [--json] [--write] [--only ROW]… [--browser chromium|firefox]';

function fail(message) {
  console.error(`prove: ${message}\n${kUsage}`);
  process.exit(2);
}

function readOptions() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        short: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        part: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        browser: { type: 'string', multiple: true, default: [] },
      },
    }));
  } catch (error) {
    return fail(error.message);
  }
  for (const name of values.only) if (!rowNames.includes(name)) fail(`--only: "${name}" is not a row; there are ${rowNames.join(', ')}`);
  for (const name of values.browser) if (!browserNames.includes(name)) fail(`--browser: "${name}" is none of ${browserNames.join(', ')}`);
  const part = Number(values.part);
  if (!(part > 0 && part <= 1)) fail(`--part: found "${values.part}", expected a number above 0, 1 at most`);
  return {
    ...values,
    part,
    rows: values.only.length > 0 ? rowNames.filter((name) => values.only.includes(name)) : rowNames,
    browsers: values.browser.length > 0 ? values.browser : browserNames,
  };
}

const versionOf = (name) => execFileSync(programOf(name), ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split(' built on')[0];

const options = readOptions();
const begun = Date.now();

/** @returns {Promise<object>} the row as it is printed */
async function prove(name) {
  const { promise, method, run } = await loadRow(name);
  const rowBegun = Date.now();
  console.error(`prove: ${name}`);
  let result;
  try {
    result = await run({ short: options.short, part: options.part, browsers: options.browsers });
  } catch (error) {
    // A row that can't be run proves nothing.
    result = { figure: 'could not be measured', holds: false, control: { planted: 0, missed: [] }, detail: null, error: String(error?.stack ?? error) };
  }
  const row = { name, promise, method, seconds: (Date.now() - rowBegun) / 1000, ...result };
  console.error(`prove: ${name}: ${row.holds ? 'holds' : 'DOES NOT HOLD'} (${Math.round(row.seconds)} s)`);
  if (!row.holds) console.error(row.error ?? JSON.stringify(row.detail, null, 1));
  return row;
}

// A short run does two rows at a time; each has servers, browsers and folders of its own.
const rows = [];
const waiting = [...options.rows.entries()];
const lane = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) rows[next[0]] = await prove(next[1]);
};
await Promise.all(options.short ? [lane(), lane()] : [lane()]);

if (options.json) console.log(JSON.stringify({ short: options.short, browsers: options.browsers, rows }, null, 2));
else console.log(`\n${terminalTable(rows)}\n`);

const isWhole = !options.short && options.part === 1 && options.only.length === 0 && options.browser.length === 0;
if (isWhole || options.write) {
  const given = process.argv.slice(2).filter((argument) => argument !== '--json' && argument !== '--write');
  writeFileSync(
    new URL('../../docs/proof.md', import.meta.url),
    proofPage({
      rows,
      command: ['./dev prove', ...given].join(' '),
      whole: isWhole,
      day: new Date().toISOString().slice(0, 10),
      minutes: Math.max(1, Math.round((Date.now() - begun) / 60_000)),
      versions: options.browsers.map(versionOf),
      commit: execFileSync('git', ['log', '-1', '--format=%h', '--', 'core', 'privacy', 'wasm', 'web', 'demo_site'], { encoding: 'utf8' }).trim(),
      notes: rows.flatMap(({ notes = [] }) => notes),
    }),
  );
}
process.exit(rows.every(({ holds }) => holds) ? 0 : 1);
