/**
 * Cuts the linked engine into engine.wasm and the parts of parts.txt, engine.<part>.wasm, which are loaded only when they are needed.
 *
 *   node wasm/split.mjs <folder of wasm-split and wasm-opt> <linked, with function names> <parts.txt> <output folder>
 *
 * A part holds the functions that can be reached through its entries alone, so a call can enter it nowhere else: it goes through the
 * table, where an engine without the part has a placeholder, an import of "placeholder.<part>" that the loader has to fill.
 * Instantiating the part with the engine's exports as "engine" puts its functions into the table.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { renameFunctions } from '../tools/dev/wasm-folders.mjs';

const [tools, linked, partsFile, output] = process.argv.slice(2);

/** What the linked module uses; wasm-split does not find it out by itself. */
const features = ['bulk-memory', 'sign-ext', 'nontrapping-float-to-int', 'mutable-globals', 'multivalue', 'reference-types'].map((feature) => `--enable-${feature}`);

const run = (tool, ...args) => {
  const { status, stdout, stderr, error } = spawnSync(join(tools, tool), [...features, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error !== undefined || status !== 0) throw new Error(`${tool} failed: ${error?.message ?? stderr}`);
  return stdout;
};

/** Name and entries of each part: blocks of lines, the first of which is the name. */
const readParts = (text) =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n{2,}/)
    .map((block) => block.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map(([name, ...entries]) => ({ name, entries: entries.map((entry) => new RegExp(`^(.* )?${entry}`)) }));

const kName = /\$(?:"((?:[^"\\]|\\.)*)"|([^\s()"]+))/g;
const namesIn = (line) => [...line.matchAll(kName)].map(([, quoted, plain]) => quoted ?? plain);

/** Who calls whom, and who can be called from outside or through the table. */
const readCalls = (text) => {
  const calls = new Map();
  const roots = new Set();
  let caller = new Set();
  for (const line of text.split('\n')) {
    if (/^ \((elem|start|export) /.test(line)) {
      // What is exported is its name in quotes first, then the function.
      namesIn(line.replace(/^ \(export "[^"]*"/, '')).forEach((name) => roots.add(name));
    } else if (/^ \(func /.test(line)) {
      caller = new Set();
      calls.set(namesIn(line)[0], caller);
    } else if (/\((return_)?call \$|\(ref\.func \$/.test(line)) {
      caller.add(namesIn(line)[0]);
    }
  }
  return { calls, roots };
};

const reachable = ({ calls, roots }, isCut) => {
  const reached = new Set();
  const waiting = [...roots];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (reached.has(name) || !calls.has(name) || isCut(name)) continue;
    reached.add(name);
    waiting.push(...calls.get(name));
  }
  return reached;
};

/** The name of each part and its functions: those that nothing reaches once its entries are cut. */
const assign = (parts, graph, longNames) => {
  const all = [...reachable(graph, () => false)];
  return parts.map(({ name, entries }) => {
    for (const entry of entries) {
      if (!all.some((candidate) => entry.test(longNames.get(candidate)))) throw new Error(`parts.txt: ${name} begins at no function of the engine: ${entry}`);
    }
    const rest = reachable(graph, (candidate) => entries.some((entry) => entry.test(longNames.get(candidate))));
    return [name, ...all.filter((candidate) => !rest.has(candidate))];
  });
};

/** Whatever lies there as a part goes into the package: what was one in an earlier build must not. */
const removeFormer = (parts) => {
  for (const file of readdirSync(output)) {
    const name = /^engine\.(\w+)\.wasm$/.exec(file)?.[1];
    if (name !== undefined && name !== 'profiling' && !parts.some((part) => part.name === name)) rmSync(join(output, file));
  }
};

const work = mkdtempSync(join(tmpdir(), 'noren-split-'));
try {
  const at = (name) => join(work, name);
  const parts = readParts(readFileSync(partsFile, 'utf8'));
  // Functions that cross a cut are exported under their names, so they get short ones. (The long ones are not even unique.)
  const { bytes, longNames } = renameFunctions(readFileSync(linked), (index) => index.toString(36));
  writeFileSync(at('short.wasm'), bytes);
  run('wasm-opt', at('short.wasm'), '-S', '-o', at('short.wat'));
  const sections = assign(parts, readCalls(readFileSync(at('short.wat'), 'utf8')), longNames);
  writeFileSync(at('manifest'), sections.map((lines) => `${lines.join('\n')}\n`).join('\n'));
  run('wasm-split', '--multi-split', '-g', '--manifest', at('manifest'), '--import-namespace=engine', '--export-prefix=-', '--out-prefix', at('engine.'), '-o', at('engine.wasm'), at('short.wasm'));
  removeFormer(parts);
  for (const name of ['engine', ...parts.map((part) => `engine.${part.name}`)]) {
    run('wasm-opt', '-Oz', '--strip-debug', at(`${name}.wasm`), '-o', join(output, `${name}.wasm`));
  }
} catch (error) {
  console.error(`split: ${basename(linked)}: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
