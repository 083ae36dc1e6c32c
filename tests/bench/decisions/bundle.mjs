/** Bundles a module of the benchmark, with the modules that web/src/build-modules.d.ts declares. Returns the code. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { encodeBytes } from '../../../web/tools/pack.mjs';

const built = (name) => fileURLToPath(new URL(`../../../build/wasm/wasm/${name}`, import.meta.url));
const kGlue = { 'noren:engine': built('engine.mjs'), 'noren:rules-engine': built('rules.mjs') };
const kRulesWasm = 'noren:rules-wasm';

const norenModules = {
  name: 'noren-modules',
  resolveId: (id) => kGlue[id] ?? (id === kRulesWasm ? `\0${kRulesWasm}` : null),
  load: (id) => (id === `\0${kRulesWasm}` ? `export default ${JSON.stringify(encodeBytes(readFileSync(built('rules.wasm'))))};` : null),
};

export async function bundle(name) {
  const build = await rolldown({
    input: fileURLToPath(new URL(name, import.meta.url)),
    platform: 'browser',
    plugins: [norenModules],
    // Nothing here looks for files beside itself: wasm is handed in.
    transform: { target: 'es2022', define: { 'import.meta.url': '""' } },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  return output[0].code;
}
