/**
 * What the shop learns from its log before it opens: the log itself (from the simulator), the products most bought, and the
 * shop model. Each is made anew only when something that it is made from has changed.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const kSimulation = { seed: '1', sessions: '20000' };
const kPopularCount = 24;
/** Of the log's end: what was bought before says nothing of this season. */
const kPopularDays = 45;

/** A hash of the content of files and folders, and of texts. */
function fingerprint(paths, texts = []) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(path).update('\0').update(readFileSync(path));
    }
  };
  for (const path of paths) add(path);
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}

/** Runs `make` unless `file` stands and was made from the same. */
function makeFrom(file, from, make) {
  const note = `${file}.made-from`;
  if (existsSync(file) && existsSync(note) && readFileSync(note, 'utf8') === from) return;
  make();
  writeFileSync(note, from);
}

/** Writes the simulated click log. */
export function simulate(demoSite, log) {
  const simulator = join(demoSite, 'simulate-shoppers.mjs');
  const catalog = join(demoSite, 'catalog');
  const options = ['--seed', kSimulation.seed, '--sessions', kSimulation.sessions];
  makeFrom(log, fingerprint([simulator, catalog], options), () => {
    console.log('Simulating shoppers');
    execFileSync(process.execPath, [simulator, '--catalog', join(catalog, 'catalog.json'), ...options, '--out', log], { stdio: 'inherit' });
  });
}

/** Writes the ids of the products bought in most lines of the log's last weeks, best first, as a JSON array. Ties by id. */
export function countPopular(log, file) {
  makeFrom(file, fingerprint([log], [String(kPopularDays)]), () => {
    const [head = '', ...rows] = readFileSync(log, 'utf8').trimEnd().split('\n');
    const columns = head.split(',');
    const event = columns.indexOf('event');
    const item = columns.indexOf('item');
    const time = columns.indexOf('time');
    if (Math.min(event, item, time) < 0) throw new Error(`${log}: expected the columns "time", "event" and "item", found "${head}"`);
    const counts = new Map();
    const since = Number(rows.at(-1)?.split(',')[time]) - kPopularDays * 86_400;
    for (const row of rows) {
      const cells = row.split(',');
      if (cells[event] === 'purchase' && Number(cells[time]) >= since) counts.set(cells[item], (counts.get(cells[item]) ?? 0) + 1);
    }
    const ids = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([id]) => id);
    writeFileSync(file, `${JSON.stringify(ids.slice(0, kPopularCount))}\n`);
  });
}

/** Builds the shop model with the native command. What the command is made from counts as a source of the model. */
export function buildModel(repository, demoSite, log, file) {
  const catalog = join(demoSite, 'catalog', 'catalog.json');
  const command = ['core', 'privacy', 'tools'].map((folder) => join(repository, folder));
  makeFrom(file, fingerprint([log, catalog, ...command]), () => {
    // What fewer shoppers than these did together was chance: a sleeping bag with a hot pot.
    const options = ['--catalog', catalog, '--log', log, '--min-sessions', '5', '--label', 'simulated', '-o', file];
    execFileSync(join(repository, 'dev'), ['noren', 'model', 'build', ...options], { stdio: 'inherit' });
  });
}

/** Lets the native command read the site document, so that a mistake or a warning ends the build with its place. */
export function validateSite(repository, site) {
  execFileSync(join(repository, 'dev'), ['noren', 'validate', '--strict', site], { stdio: 'inherit' });
}
