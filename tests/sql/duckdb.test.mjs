// The counting pass in C++ and as SQL, run by DuckDB: from one log both ways give the same shop model, byte for byte.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { generateEvents, toCsv } from './generate.mjs';

// Its binaries are packages of their own, and not there for every platform.
const api = await import('@duckdb/node-api').catch((error) => ({ missing: error }));
const skip = api.missing ? `DuckDB is not here for ${process.platform}-${process.arch}: ${api.missing.message}` : false;

const command = process.env.NOREN_COMMAND ?? 'build/native/tools/noren';
const folder = mkdtempSync(join(tmpdir(), 'noren-sql-'));
const at = (name) => join(folder, name);
const noren = (...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });

let duckdb;
before(async () => {
  if (skip) return;
  duckdb = await (await api.DuckDBInstance.create(':memory:')).connect();
});
after(() => {
  duckdb?.closeSync();
  rmSync(folder, { recursive: true });
});

/** A log as the view that the query reads, and the query's result as a file. */
async function count(log, sql, output, format = 'HEADER') {
  await duckdb.run(`CREATE OR REPLACE TABLE lines AS SELECT row_number() OVER () AS line, *
    FROM read_csv('${log}', header = true, all_varchar = true, parallel = false)`);
  await duckdb.run(`CREATE OR REPLACE VIEW events AS SELECT
    NULLIF(visitor, '') AS visitor, NULLIF(session, '') AS session, time::BIGINT AS time, line, event, item,
    NULLIF(price, '')::DOUBLE AS price FROM lines`);
  await duckdb.run(`COPY (${sql}) TO '${output}' (${format})`);
}

function compare(one, other) {
  const a = readFileSync(at(one));
  const b = readFileSync(at(other));
  assert.ok(a.length > 200, `${one} holds a model`);
  assert.ok(a.equals(b), `${one} and ${other} differ (${a.length} and ${b.length} bytes)`);
}

for (const [name, options, flags] of [
  ['two sessions behind a pair', { seed: 1, visitors: 3000 }, []],
  ['five sessions behind a pair', { seed: 2, visitors: 3000, items: 20 }, ['--min-sessions', '5']],
  ['every session, bots too', { seed: 3, visitors: 1000 }, ['--min-sessions', '1', '--keep-bots']],
  ['a small shop', { seed: 4, visitors: 20, items: 6 }, []],
]) {
  test(`counts by SQL make the model that the log makes: ${name}`, { skip }, async () => {
    writeFileSync(at('log.csv'), toCsv(generateEvents(options)));
    // Tuned on the log, where it is long enough; then counted with what was found.
    noren('model', 'build', '--log', at('log.csv'), '-o', at('log.model'), '--save-parameters', at('parameters.json'), ...flags);
    const sql = noren('model', 'sql', '--dialect', 'duckdb', '--parameters', at('parameters.json'), ...flags);
    await count(at('log.csv'), sql, at('counts.csv'));
    const k = flags.filter((flag) => flag !== '--keep-bots');
    noren('model', 'build', '--counts', at('counts.csv'), '-o', at('counts.model'), ...k);
    compare('log.model', 'counts.model');
  });
}

test('counts are read as JSON lines, tabs and packed, too', { skip }, async () => {
  writeFileSync(at('log.csv'), toCsv(generateEvents({ seed: 5, visitors: 500 })));
  const sql = noren('model', 'sql', '--dialect', 'duckdb');
  await count(at('log.csv'), sql, at('counts.csv'));
  await count(at('log.csv'), sql, at('counts.tsv'), "HEADER, DELIMITER '\t'");
  await count(at('log.csv'), sql, at('counts.json'), 'FORMAT json');
  writeFileSync(at('counts.csv.gz'), gzipSync(readFileSync(at('counts.csv'))));
  noren('model', 'build', '--log', at('log.csv'), '--parameters', 'default', '-o', at('log.model'));
  for (const name of ['counts.csv', 'counts.tsv', 'counts.json', 'counts.csv.gz']) {
    noren('model', 'build', '--counts', at(name), '-o', at('counts.model'));
    compare('log.model', 'counts.model');
  }
});

test('a count that is one too many makes another model', { skip }, async () => {
  const counts = readFileSync(at('counts.csv'), 'utf8');
  const changed = counts.replace(/^(viewed,[^\n]*?),(\d+),(\d+),/m, (_, pair, total, sessions) => `${pair},${BigInt(total) * 8n},${sessions},`);
  assert.notEqual(changed, counts);
  writeFileSync(at('changed.csv'), changed);
  noren('model', 'build', '--counts', at('changed.csv'), '-o', at('changed.model'));
  assert.ok(!readFileSync(at('changed.model')).equals(readFileSync(at('log.model'))));
});
