/**
 * The rule set in WebAssembly: after any changes, path by path, every rule is what json-logic-js finds for the whole document. Many rules
 * share one set, so that what they have in common is evaluated once.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { Generator } from './generate.mjs';

const jsonLogic = createRequire(import.meta.url)('json-logic-js');
const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = process.env.NOREN_RULES ?? path.join(root, 'web/dist/rules.js');
const { createRuleSet } = await import(pathToFileURL(dist).href);
const seed = Number(process.env.NOREN_PROPERTY_SEED ?? 1);
const rounds = Number(process.env.NOREN_PROPERTY_ROUNDS ?? 120);

const failed = Symbol('no value');
const valueOf = (rule, document) => {
  try {
    return JSON.parse(JSON.stringify([jsonLogic.apply(structuredClone(rule), document)]))[0];
  } catch {
    return failed;
  }
};
const holdsFor = (rule, document) => {
  try {
    return jsonLogic.truthy(jsonLogic.apply(structuredClone(rule), document));
  } catch {
    return false;
  }
};

/** The document with another value at a path, in the way that RuleSet.set() describes; lists are set as a whole here. */
const put = (document, [step, ...rest], value) => {
  if (step === undefined) return value;
  const object = document !== null && typeof document === 'object' && !Array.isArray(document) ? { ...document } : {};
  const part = put(object[step], rest, value);
  if (part === undefined) {
    delete object[step];
  } else {
    object[step] = part;
  }
  return object;
};

test('rules follow single changes as if they saw the whole document', async (t) => {
  const log = console.log;
  console.log = () => {};
  const generator = new Generator(seed);
  const paths = ['a', 'b', 'c', 'd', 'a.b', 'd.c', 'list', 'deep', 'deep.a', 'deep.a.b', 'deep.list', 'x y', 'new.one'];
  let compared = 0;
  try {
    for (let round = 0; round < rounds; ++round) {
      const rules = JSON.parse(JSON.stringify(Array.from({ length: 40 }, () => generator.rule(1 + generator.below(4)))));
      const set = await createRuleSet(rules);
      let document = JSON.parse(JSON.stringify(generator.document()));
      if (generator.chance(0.95)) {
        set.setDocument(document);
      } else {
        document = null;
      }
      for (let step = 0; step < 12; ++step) {
        for (let change = generator.below(4); change > 0; --change) {
          const at = generator.pick(paths);
          const value = generator.chance(0.1) ? undefined : JSON.parse(JSON.stringify(generator.value(generator.below(3))));
          set.set(at, value);
          document = put(document, at.split('.'), value);
        }
        const truths = Uint32Array.from(set.run());
        rules.forEach((rule, index) => {
          const expected = valueOf(rule, document);
          const got = set.value(index);
          const same = expected === failed ? typeof got?.error === 'string' : isDeepStrictEqual(expected, got);
          const where = () => `${JSON.stringify([rule, document])}\n  json-logic-js: ${String(JSON.stringify(expected))}\n  noren: ${JSON.stringify(got)}`;
          assert.ok(same, where());
          assert.equal(((truths[index >> 5] >>> (index & 31)) & 1) === 1, holdsFor(rule, document), where());
          ++compared;
        });
      }
      set.dispose();
    }
  } finally {
    console.log = log;
  }
  t.diagnostic(`${compared} values of rules after changes, all as json-logic-js finds them; seed ${seed}`);
});
