// The schema and the loader must agree: both are held to the documents in tests/data/site. What only the loader can find
// (references, repeated ids, circles) is marked there with "schema": false.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = new URL('../data/site/', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('../../core/site/site.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, strictTuples: false }).compile(schema);

/** Whether an editor with this schema would accept the document; one that is no JSON it would not. */
function accepts(file) {
  let document;
  try {
    document = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
  } catch {
    return false;
  }
  return validate(document);
}

const files = readdirSync(folder);
const bad = JSON.parse(readFileSync(new URL('bad.json', folder), 'utf8'));

test('every good document fits the schema', () => {
  const good = files.filter((file) => file.startsWith('good-'));
  assert.ok(good.length >= 3);
  for (const file of good) assert.ok(accepts(file), `${file}: ${JSON.stringify(validate.errors?.slice(0, 3), null, 2)}`);
});

test('every bad document is refused by the schema, or marked as one that only the loader refuses', () => {
  for (const { file, schema: refused } of bad) assert.equal(accepts(file), !refused, file);
});

test('every document that is legal but probably not meant fits the schema', () => {
  const lints = JSON.parse(readFileSync(new URL('lints.json', folder), 'utf8'));
  for (const { cases } of lints) {
    for (const { members } of cases) {
      const document = { noren: 1, site: 'test', currency: 'JPY', languages: ['ja'], ...members };
      assert.ok(validate(document), `${JSON.stringify(members)}: ${JSON.stringify(validate.errors?.slice(0, 3), null, 2)}`);
    }
  }
});

test('every recipe, put into a document, fits the schema', () => {
  const recipes = new URL('../../docs/recipes/', import.meta.url);
  const names = readdirSync(recipes).filter((file) => file.endsWith('.json'));
  assert.ok(names.length > 0);
  for (const name of names) {
    const recipe = JSON.parse(readFileSync(new URL(name, recipes), 'utf8'));
    const document = { noren: 1, site: 'test', currency: 'JPY', languages: ['ja', 'en'], ...recipe };
    assert.ok(validate(document), `${name}: ${JSON.stringify(validate.errors?.slice(0, 3), null, 2)}`);
  }
});

test('every bad document is in the table', () => {
  assert.deepEqual(
    files.filter((file) => file.startsWith('bad-')).sort(),
    bad.map(({ file }) => file).sort(),
  );
});

test('every member has a description', () => {
  const described = (part) =>
    part === true ||
    part.description !== undefined ||
    (part.$ref !== undefined && described(schema.$defs[part.$ref.slice('#/$defs/'.length)])) ||
    (part.allOf ?? []).some(described);
  const visit = (part, path) => {
    for (const [name, member] of Object.entries(part.properties ?? {})) {
      assert.ok(described(member), `${path}.${name}`);
      visit(member, `${path}.${name}`);
    }
  };
  visit(schema, 'document');
  for (const [name, part] of Object.entries(schema.$defs)) visit(part, `$defs.${name}`);
});
