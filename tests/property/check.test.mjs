/**
 * What `noren validate` says of a site document, noren/check says to the letter: of every document in tests/data/site, of the demo shop and
 * the recipes, and of documents made from those by random edits.
 *
 * NOREN_PROPERTY_SEED starts elsewhere, NOREN_PROPERTY_DOCUMENTS makes more of them.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { Generator } from './generate.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = process.env.NOREN_COMMAND ?? path.join(root, 'build/native/tools/noren');
const { checkSite } = await import(pathToFileURL(process.env.NOREN_CHECK ?? path.join(root, 'web/dist/check.js')).href);
const seed = Number(process.env.NOREN_PROPERTY_SEED ?? 1);
const wanted = Number(process.env.NOREN_PROPERTY_DOCUMENTS ?? 1000);

const data = path.join(root, 'tests/data/site');
const recipes = path.join(root, 'docs/recipes');
const read = (file) => readFileSync(file, 'utf8');
const parse = (file) => JSON.parse(read(file));
const required = { noren: 1, site: 'hanare', currency: 'JPY', languages: ['ja', 'en'] };

/** What the native command says of a document's text. */
const validate = (text) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, ['validate', '--json', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (out += part));
    child.on('error', reject).on('close', () => {
      const { problems, warnings } = JSON.parse(out);
      resolve({ problems, warnings });
    });
    child.stdin.on('error', reject).end(text);
  });

/** Calls check with each element, several at a time. */
const each = async (elements, check) => {
  const left = [...elements];
  const worker = async () => {
    for (let element = left.shift(); element !== undefined; element = left.shift()) await check(element);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
};

/** Checks that both say the same, of the text and of the document in it, and gives what they say. */
const bothSayOf = async (text) => {
  const said = await validate(text);
  assert.deepEqual(await checkSite(text), said, text);
  // A parsed document has no syntax and no member twice.
  if (said.problems[0]?.code !== 'invalid-json') assert.deepEqual(await checkSite(JSON.parse(text)), said, text);
  return said;
};

test('of bad documents: what the table says', async () => {
  const table = parse(path.join(data, 'bad.json'));
  assert.ok(table.length > 160);
  await each(table, async ({ file, code, path: place, message, hint }) => {
    const { problems, warnings } = await bothSayOf(read(path.join(data, file)));
    assert.deepEqual(problems, [{ code, path: place, message, hint }], file);
    assert.deepEqual(warnings, [], file);
  });
});

const lints = parse(path.join(data, 'lints.json')).flatMap(({ cases }) => cases);

test('of documents that are legal but probably not meant: what the table says', async () => {
  assert.ok(lints.length > 90);
  await each(lints, async ({ members, warnings }) => {
    const said = await bothSayOf(JSON.stringify({ ...required, ...members }));
    assert.deepEqual(said, { problems: [], warnings: warnings.map((warning) => ({ code: 'invalid-site', ...warning })) });
  });
});

const good = [
  ...readdirSync(data).filter((file) => file.startsWith('good-')).map((file) => parse(path.join(data, file))),
  ...readdirSync(recipes).filter((file) => file.endsWith('.json')).map((file) => ({ ...required, ...parse(path.join(recipes, file)) })),
  parse(path.join(root, 'demo_site/site.json')),
];

test('of good documents, recipes and the demo shop: no problems', async () => {
  assert.ok(good.length > 15);
  await each(good, async (document) => assert.deepEqual((await bothSayOf(JSON.stringify(document))).problems, []));
});

/** The objects and lists in a value. */
const branches = (value, found = []) => {
  if (value === null || typeof value !== 'object') return found;
  found.push(value);
  for (const part of Object.values(value)) branches(part, found);
  return found;
};

/** Changes one thing somewhere in a document: something is taken out, comes again, is misspelled, or becomes something else. */
const edit = (document, random) => {
  const branch = random.pick(branches(document));
  const key = random.pick(Object.keys(branch));
  if (key === undefined) return;
  if (Array.isArray(branch)) {
    if (random.chance(0.3)) branch.splice(Number(key), 1);
    else if (random.chance(0.5)) branch.push(structuredClone(branch[key]));
    else branch[key] = random.scalar();
  } else if (random.chance(0.3)) {
    delete branch[key];
  } else if (random.chance(0.3)) {
    branch[`${key.slice(1)}${key.slice(0, 1)}`] = branch[key];
  } else if (typeof branch[key] === 'string' && random.chance(0.6)) {
    branch[key] = random.chance(0.5) ? `${branch[key]}s` : random.pick(branches(document).flatMap((other) => Object.values(other)).filter((other) => typeof other === 'string'));
  } else if (typeof branch[key] === 'number' && random.chance(0.6)) {
    branch[key] = random.pick([0, -1, 0.5, 1.5, 2, branch[key] + 1, 1e21, -0]);
  } else {
    branch[key] = random.scalar();
  }
};

test('of documents made by random edits: the same', async (t) => {
  const random = new Generator(seed);
  const sources = [...good, ...lints.map(({ members }) => ({ ...required, ...members }))];
  const documents = Array.from({ length: wanted }, () => {
    const document = structuredClone(random.pick(sources));
    for (let edits = random.below(2); edits >= 0; --edits) edit(document, random);
    return JSON.stringify(document);
  });
  let problems = 0;
  let warnings = 0;
  await each(documents, async (text) => {
    const said = await bothSayOf(text);
    if (said.problems.length > 0) ++problems;
    if (said.warnings.length > 0) ++warnings;
  });
  t.diagnostic(`${wanted} documents: ${problems} with problems, ${warnings} with warnings`);
  assert.ok(problems > wanted / 4 && warnings > wanted / 50, 'the edits find something to be said');
});
