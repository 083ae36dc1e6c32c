/** Bundles a module of the benchmark; `noren:engine` is the glue of the compiled engine. Returns the code. */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const kGlue = fileURLToPath(new URL('../../../build/wasm/wasm/engine.mjs', import.meta.url));

export async function bundle(name) {
  const build = await rolldown({
    input: fileURLToPath(new URL(name, import.meta.url)),
    platform: 'browser',
    plugins: [{ name: 'noren-engine', resolveId: (id) => (id === 'noren:engine' ? kGlue : null) }],
    // Nothing here looks for files beside itself: wasm is handed in.
    transform: { target: 'es2022', define: { 'import.meta.url': '""' } },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'esm', codeSplitting: false });
  await build.close();
  return output[0].code;
}
