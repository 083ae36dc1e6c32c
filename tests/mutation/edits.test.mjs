/** That the mutations fit the sources as they are now, and that an edit does what it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { apply, locate } from './edits.mjs';
import { mutations } from './mutations.mjs';

const root = new URL('../..', import.meta.url);
const read = (file) => readFileSync(fileURLToPath(new URL(file, root)), 'utf8');

test('every mutation has its place in the sources', () => {
  for (const file of new Set(mutations.map((mutation) => mutation.file))) {
    apply(read(file), mutations.filter((mutation) => mutation.file === file).map((mutation, at) => ({ ...mutation, number: at + 1 })));
  }
});

test('mutations have different names', () => {
  assert.equal(new Set(mutations.map(({ suite, name }) => `${suite} ${name}`)).size, mutations.length);
});

test('every operator has a mutation', () => {
  const source = read('core/rules/operators.cpp');
  const table = source.slice(source.indexOf('kOperators[]'), source.indexOf('};'));
  const operators = [...table.matchAll(/\{"([^"]+)", Op::/g)].map(([, name]) => name);
  assert.ok(operators.length > 40);
  const mutated = new Set(mutations.flatMap(({ name }) => name.split(':')[0].split(', ')));
  // "?:" is "if" under another name.
  assert.deepEqual(operators.filter((operator) => operator !== '?:' && !mutated.has(operator)), []);
});

const text = 'return a < b && b < c;';
const mutation = (number, context, instead) => ({ number, name: `m${number}`, file: 'f', context, instead });

test('all mutations of a part become one choice', () => {
  assert.equal(
    apply(text, [mutation(1, 'return «a < b»', 'a > b'), mutation(2, '«b < c»;', 'true'), mutation(3, 'return «a < b»', 'false')]),
    'return (::noren_mutation == 1 ? (a > b) : ::noren_mutation == 3 ? (false) : (a < b)) && (::noren_mutation == 2 ? (true) : (b < c));',
  );
  assert.equal(apply(text, []), text);
});

test('a mutation that does not fit is an error that says how', () => {
  assert.throws(() => locate(text, mutation(1, '«a > b»', '')), /m1: f does not hold "a > b"/);
  assert.throws(() => locate(text, mutation(1, '«b»', '')), /m1: f holds "b" twice/);
  assert.throws(() => locate(text, mutation(1, 'a < b', '')), /m1: the context needs/);
  assert.throws(() => apply(text, [mutation(1, '«a < b»', ''), mutation(2, '«a < b && b»', '')]), /m2: overlaps "m1"/);
  assert.throws(() => apply(text, [mutation(1, '«a < b &&»', ''), mutation(2, 'a < «b && b»', '')]), /m2: overlaps/);
});
