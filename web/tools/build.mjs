/**
 * Builds dist/: each entry as one minified file, its types, the engine and the schema.
 * The compiled engine is taken from build/wasm/wasm; NOREN_WASM_DIR names another folder.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { encodeBytes } from './pack.mjs';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const root = dirname(web);
const dist = join(web, 'dist');
const engine = resolve(process.env['NOREN_WASM_DIR'] ?? join(root, 'build/wasm/wasm'));
const consentSources = ['tcf', 'klaro', 'cookieconsent', 'c15t', 'onetrust', 'shopify', 'consent-mode'];
const entries = ['index', 'slim', 'element', 'messages', 'theme', 'rules', 'words', 'check', 'handover', 'read-codes', 'uniform', ...consentSources.map((name) => `consent-sources/${name}`)];

const stop = (message, hint) => {
  console.error(`build: ${message}${hint ? `\n       ${hint}` : ''}`);
  process.exit(1);
};

const required = (path, hint) => (existsSync(path) ? path : stop(`${relative(root, path)} is missing`, hint));

const built = (name) => required(join(engine, name), 'build the engine first: ./dev setup, or cmake --build --preset wasm --target engine rules check');
const wasmFile = built('engine.wasm');
const parts = readdirSync(engine).flatMap((name) => /^engine\.(\w+)\.wasm$/.exec(name)?.[1] ?? []).filter((name) => name !== 'profiling').sort();
const schemaFile = required(join(root, 'core/site/site.schema.json'), 'it is the schema of the site document');

const kPart = 'noren:parts/';
const packed = (file) => `export default ${JSON.stringify(encodeBytes(readFileSync(file)))};`;

/** The modules that src/build-modules.d.ts declares. */
const glue = { 'noren:engine': built('engine.mjs'), 'noren:rules-engine': built('rules.mjs'), 'noren:check-engine': built('check.mjs') };
const wasm = { 'noren:wasm': wasmFile, 'noren:rules-wasm': built('rules.wasm'), 'noren:check-wasm': built('check.wasm') };
const engineModules = {
  name: 'noren-engine',
  resolveId: (id) => {
    // A part of the engine stays a file of its own.
    if (id.startsWith(kPart)) return { id: `./parts/${id.slice(kPart.length)}.js`, external: 'relative' };
    return glue[id] ?? (id in wasm ? `\0${id}` : null);
  },
  load: (id) => {
    const file = id.startsWith('\0') ? wasm[id.slice(1)] : undefined;
    return file === undefined ? null : packed(file);
  },
};

/** What an entry loads when it needs it, beside the parts of the engine. */
const later = { 'parts/reporting': 'reporting/reporting' };

const bundle = async (entry, source = entry) => {
  const build = await rolldown({
    input: join(web, `src/${source}.ts`),
    platform: 'browser',
    plugins: [engineModules],
    // The glue's own way to find its wasm is never taken: our loader hands it in. Bundlers that see the pattern would ship a
    // second copy of the file.
    transform: { target: 'es2022', define: { 'import.meta.url': '""' } },
    onLog: (level, log) => stop(`${entry}: ${level}: ${log.message}`),
  });
  await build.write({ file: join(dist, `${entry}.js`), format: 'esm', minify: true, sourcemap: false });
  await build.close();
};

/** Types of everything, then only those that an entry leads to. */
const declareTypes = () => {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const emitted = spawnSync(
    process.execPath,
    [tsc, '-p', join(web, 'tsconfig.json'), '--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--stripInternal', '--outDir', dist],
    { stdio: 'inherit' },
  );
  if (emitted.status !== 0) stop('the types do not check');
  const wanted = new Set();
  const follow = (file) => {
    if (wanted.has(file)) return;
    wanted.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) {
      follow(join(dirname(file), `${name}.d.ts`));
    }
  };
  for (const entry of entries) follow(join(dist, `${entry}.d.ts`));
  for (const name of readdirSync(dist, { recursive: true })) {
    const file = join(dist, name);
    if (name.endsWith('.d.ts') && !wanted.has(file)) rmSync(file);
  }
  for (const name of readdirSync(dist, { withFileTypes: true })) {
    if (name.isDirectory() && readdirSync(join(dist, name.name)).length === 0) rmSync(join(dist, name.name), { recursive: true });
  }
};

/** What no bundler and no policy may trip over. */
const check = (entry) => {
  const text = readFileSync(join(dist, `${entry}.js`), 'utf8');
  for (const [pattern, why] of [
    [/import\.meta/, 'it would make bundlers look for files'],
    [/new Function\b|\beval\(/, "a policy without 'unsafe-eval' forbids it"],
    [/^import /m, 'an entry needs no other file'],
    // A method of that name, as noren.privacy has one, loads nothing.
    [/(?<!\.)\bimport\((?!["'`]\.\/parts\/\w+\.js["'`]\)|\w*\)\{)/, 'an entry needs no other file but parts of the engine'],
    [/https?:\/\/(?!www\.w3\.org)/, 'Noren knows no address'],
    [/sourceMappingURL/, 'source maps are not shipped'],
  ]) {
    if (pattern.test(text)) stop(`dist/${entry}.js holds ${pattern}`, why);
  }
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const entry of entries) await bundle(entry);
for (const [file, source] of Object.entries(later)) await bundle(file, source);
declareTypes();
[...entries, ...Object.keys(later)].forEach(check);
mkdirSync(join(dist, 'parts'), { recursive: true });
for (const name of parts) writeFileSync(join(dist, `parts/${name}.js`), packed(built(`engine.${name}.wasm`)));
for (const name of ['engine.wasm', ...parts.map((part) => `engine.${part}.wasm`)]) {
  copyFileSync(built(name), join(dist, name));
  chmodSync(join(dist, name), 0o644); // the linker takes it for a program
}
copyFileSync(schemaFile, join(dist, 'site.schema.json'));
copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
