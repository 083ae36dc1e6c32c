/** What the benchmark needs of Node: the compiled engine, the peers' files and versions, and the heap's size. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { bundle } from './bundle.mjs';

const kRoot = new URL('../../../', import.meta.url);
const require = createRequire(import.meta.url);

export function readFiles() {
  const engine = new URL('build/wasm/wasm/engine.wasm', kRoot);
  if (!existsSync(engine)) throw new Error('the engine is not built; build it with: ./dev test package');
  return { engine: readFileSync(engine), zen: readFileSync(require.resolve('@gorules/zen-engine-wasm/dist/zen_engine_wasm_bg.wasm')) };
}

export async function createEnvironment({ engine, zen }) {
  const folder = new URL('build/bench/', kRoot);
  const file = new URL('noren-parts.mjs', folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, await bundle('noren-parts.mjs'));
  const parts = await import(pathToFileURL(fileURLToPath(file)).href);
  return { noren: { parts, compiled: await parts.compileEngine(new Uint8Array(engine)) }, zenWasm: async () => zen };
}

/** Bytes of JavaScript heap in use; told to collect, what is left after garbage is gone. */
export function createHeapGauge() {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  return (afterCollection) => {
    if (afterCollection) collect();
    return v8.getHeapStatistics().used_heap_size;
  };
}

/** The version of the package that a system is named after; undefined where it is none. */
export function versionOf(name) {
  const folder = new URL(`node_modules/${name.split(',')[0]}/package.json`, kRoot);
  return existsSync(folder) ? JSON.parse(readFileSync(folder, 'utf8')).version : undefined;
}

/** Which systems decide rightly where no code may be generated from strings: what without-eval.mjs says. */
export async function askWithoutEval() {
  const program = fileURLToPath(new URL('without-eval.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--disallow-code-generation-from-strings', program]);
  return JSON.parse(stdout);
}
