/**
 * What a shop's visitor downloads, file by file, and where the engine's bytes come from, folder by folder.
 *
 *   node tools/dev/size.mjs [--json]
 *
 * Reads web/dist (npm run build -w web). The folders come from the names in engine.profiling.wasm, the engine built with the same
 * flags and with function names (cmake --build --preset wasm --target engine.profiling); without it they are left out.
 * The names give code bytes before compression; Brotli cannot be told apart by function. What the linker inlines counts for its
 * caller, so wasm/, which calls most of the core once, looks larger than its sources are.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { folderSizes } from './wasm-folders.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const dist = join(root, 'web/dist');
const wasm = process.env['NOREN_WASM_DIR'] ?? join(root, 'build/wasm/wasm');

/** What the default entry makes every page load until it can decide: SDK, glue and engine are one file. */
const firstDecision = ['index.js'];

/** What it loads besides, if the site document has such things. */
const bySite = ['parts/journeys.js', 'parts/experiments.js', 'parts/logic.js'];

const weigh = (bytes) => ({
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
});

const sum = (files) =>
  files.reduce((total, { raw, gzip, brotli }) => ({ raw: total.raw + raw, gzip: total.gzip + gzip, brotli: total.brotli + brotli }), {
    raw: 0,
    gzip: 0,
    brotli: 0,
  });

const stop = (message) => {
  console.error(`size: ${message}`);
  process.exit(1);
};

const unknown = process.argv.slice(2).find((argument) => argument !== '--json');
if (unknown !== undefined) stop(`unknown option "${unknown}"; there is --json`);
if (!existsSync(join(dist, 'index.js'))) stop('web/dist/index.js is missing; build it with: npm run build -w web');

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ file: relative(dist, path).replaceAll('\\', '/'), ...weigh(readFileSync(path)) }))
  .sort((a, b) => b.brotli - a.brotli || (a.file < b.file ? -1 : 1));

const profiling = join(wasm, 'engine.profiling.wasm');
const folders = existsSync(profiling) ? folderSizes(readFileSync(profiling), root) : {};
const together = (names) => sum(files.filter(({ file }) => names.includes(file)));
const report = { first_decision: together(firstDecision), first_decision_with_all_parts: together([...firstDecision, ...bySite]), files, folders };

const line = (name, { raw, gzip, brotli }) =>
  [name.padEnd(34), ...[raw, gzip, brotli].map((bytes) => String(bytes).padStart(9))].join('');

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report, null, 2));
} else {
  console.log(['file'.padEnd(34), ...['raw', 'gzip', 'Brotli'].map((word) => word.padStart(9))].join(''));
  for (const file of files) console.log(line(file.file, file));
  console.log(line('first decision', report.first_decision));
  console.log(line('first decision, parts by the site', report.first_decision_with_all_parts));
  console.log('\nThe engine, by folder: bytes before compression, in a build that inlines nothing and is a little larger');
  if (Object.keys(folders).length === 0) {
    console.log(`  no engine.profiling.wasm; build it with: cmake --build --preset wasm --target engine.profiling`);
  }
  for (const [folder, bytes] of Object.entries(folders)) console.log(`  ${folder.padEnd(32)}${String(bytes).padStart(9)}`);
}
