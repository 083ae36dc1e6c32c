// Checks that the arrows of the architecture point one way, by reading #include, import and
// DEPENDS lines. `node tests/layering/check.mjs [folder]` prints each violation with its place.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bannedHeaders, bannedText, columns, gateKeepers, jsonReader, mayTalk, onlyKnows, talks } from './rules.mjs';

const made = new Set(['.git', 'node_modules', 'build', 'dist', 'test-results', 'playwright-report']);
const largestText = 2_000_000;

/** Every violation below `root`, as "file:line: what is wrong". */
export function check(root) {
  const violations = [];
  for (const file of filesBelow(root)) {
    const text = readText(join(root, file));
    if (text === undefined) continue;
    const report = (line, problem) => violations.push(`${file}:${line}: ${problem}`);
    checkText(text, report);
    if (/\.(cpp|h)$/.test(file)) checkIncludes(file, text, report);
    if (/(^|\/)CMakeLists\.txt$/.test(file)) checkDepends(file, text, report);
    if (/\.(ts|tsx|js|mjs)$/.test(file)) checkImports(root, file, text, report);
    if (file.startsWith('web/src/') && !mayTalk.includes(file)) checkSilence(text, report);
  }
  return violations;
}

function checkText(text, report) {
  eachLine(text, (line, number) => {
    for (const [pattern, problem] of bannedText) {
      const found = pattern.exec(line);
      if (found) report(number, `${problem}: ${found[0].trim()}`);
    }
  });
}

function checkIncludes(file, text, report) {
  const folder = folderOf(file);
  if (folder === undefined) return;
  eachLine(text, (line, number) => {
    const found = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
    if (!found) return;
    const [, quote, header] = found;
    if (gateKeepers[header] && !gateKeepers[header].includes(folder)) {
      report(number, `"${header}": only ${gateKeepers[header].join(' and ')} may make reports`);
    }
    const target = folderOf(header);
    if (target !== undefined) {
      const problem = arrow(folder, target);
      if (problem) report(number, problem);
    } else if (quote === '"') {
      report(number, `"${header}" is not written from the top of the repository, or is no part of it`);
    } else if (folder !== 'wasm') {
      checkForeignHeader(file, header, (problem) => report(number, problem));
    }
  });
}

function checkForeignHeader(file, header, report) {
  if (header in bannedHeaders) report(`<${header}> is banned here: ${bannedHeaders[header]}`);
  if (header.startsWith('emscripten')) report(`<${header}>: only wasm/ knows Emscripten`);
  if (header.startsWith('nlohmann/') && file !== jsonReader) {
    report(`<${header}>: only ${jsonReader} reads JSON with nlohmann/json`);
  }
}

/** Code that could talk to a server; what comments say of it does not count. */
function checkSilence(text, report) {
  eachLine(text, (line, number) => {
    const found = talks.exec(line.replace(/\/\/.*|^\s*\*.*|\/\*.*/, ''));
    if (found) report(number, `${found[0]}: only ${mayTalk.join(' and ')} talk to a server`);
  });
}

// noren_library(<name> … DEPENDS <name>…) says the same as the includes, so it obeys the same.
function checkDepends(file, text, report) {
  const folder = folderOf(file);
  if (folder === undefined) return;
  for (const call of text.matchAll(/noren_library\(([^)]*)\)/g)) {
    const number = text.slice(0, call.index).split('\n').length;
    const depends = call[1].split(/\bDEPENDS\b/)[1] ?? '';
    for (const name of depends.split(/\s+/).filter(Boolean)) {
      const target = name === 'privacy' ? 'privacy' : `core/${name}`;
      const problem = arrow(folder, target);
      if (problem) report(number, problem);
    }
  }
}

// The demo shop is a customer: it sees what the package exports and nothing else. The package
// does not know the demo shop.
function checkImports(root, file, text, report) {
  const side = file.split('/')[0];
  if (side !== 'demo_site' && side !== 'web') return;
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"]+)\1/g;
  for (const found of text.matchAll(pattern)) {
    const number = text.slice(0, found.index).split('\n').length;
    const specifier = found[2];
    const target = specifier.startsWith('.')
      ? normalize(join(dirname(file), specifier)).split(sep).join('/')
      : undefined;
    if (side === 'demo_site' && target?.startsWith('web/')) {
      report(number, `"${specifier}": the demo shop uses web/ through the package "noren" only`);
    }
    if (side === 'demo_site' && /^noren(\/|$)/.test(specifier) && !exportsOfPackage(root).has(specifier)) {
      report(number, `"${specifier}" is no entry point of the package "noren"`);
    }
    if (side === 'web' && (target?.startsWith('demo_site/') || specifier.startsWith('noren-demo'))) {
      report(number, `"${specifier}": the package does not know the demo shop`);
    }
  }
}

/** What is wrong with `from` knowing `to`, or undefined. */
function arrow(from, to) {
  if (from === to) return undefined;
  const allowed = onlyKnows[from];
  if (allowed && !allowed.includes(to)) return `${from} may know only ${allowed.join(', ')}, not ${to}`;
  const [left, right] = [to, from].map((folder) => columns.findIndex((column) => column.includes(folder)));
  if (left < 0) return `${to} is not a folder of the architecture`;
  if (left < right) return undefined;
  return left === right
    ? `${from} stands beside ${to}: neither may know the other`
    : `${from} stands left of ${to} and may not know it`;
}

/** The folder of the architecture that a path lies in. */
function folderOf(path) {
  return columns.flat().find((folder) => path.startsWith(`${folder}/`));
}

function exportsOfPackage(root) {
  const path = join(root, 'web/package.json');
  if (!existsSync(path)) return new Set();
  const entries = JSON.parse(readFileSync(path, 'utf8')).exports ?? {};
  return new Set(Object.keys(entries).map((key) => key.replace(/^\./, 'noren')));
}

function filesBelow(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(root, path);
      return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
    });
}

/** A file's text, or undefined where it is large or not text. */
function readText(path) {
  if (statSync(path).size > largestText) return undefined;
  const bytes = readFileSync(path);
  return bytes.includes(0) ? undefined : bytes.toString('utf8');
}

function eachLine(text, visit) {
  text.split('\n').forEach((line, index) => visit(line, index + 1));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../..'));
  const violations = check(root);
  for (const violation of violations) console.error(violation);
  console.log(violations.length ? `${violations.length} violations` : 'all arrows point one way');
  process.exitCode = violations.length ? 1 : 0;
}
