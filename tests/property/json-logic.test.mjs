/**
 * Rules mean what they mean to the published implementations: generated rules and documents through `noren rules` and through
 * json-logic-js, all equal; and json-logic-engine wherever the two agree with each other.
 *
 * NOREN_PROPERTY_SEED starts elsewhere, NOREN_PROPERTY_PAIRS takes more pairs:
 *   NOREN_PROPERTY_SEED=7 NOREN_PROPERTY_PAIRS=1000000 node --test tests/property/json-logic.test.mjs
 *
 * Where json-logic-engine 5 was found to differ from json-logic-js 2, the published language's own implementation, which Noren follows
 * (each line tried by hand):
 *  - arithmetic: `+` and `*` convert by Number, not parseFloat, and what gives NaN or infinity is an error; `-` and `/` take any number of
 *    arguments, `/` of one is its reciprocal; `*` of nothing is 1; min and max take numbers only, and at least one
 *  - comparisons chain over any number of arguments (`>` and `==`, too); fewer than two, and lists or objects, are errors
 *  - an empty object is false; an object of several members in a rule is an error
 *  - `in` something that is neither text nor list is an error, and so is `if` without a list
 *  - loops over anything but a list (or nothing) are errors; `reduce` without a third argument begins with the first element
 *  - paths: a backslash keeps a dot from dividing
 *  - `missing` does not look into a list of lists, and takes an empty text for something that is there
 *  - no `log`; operators of its own, such as `??`
 *
 * Where Noren differs from json-logic-js, so that the generator keeps away from it:
 *  - what objects inherit is not found: {"var": "constructor"}, {"var": "a.toString"}
 *  - an operation that stands in the data, where `missing` and `missing_some` expect paths, is an error instead of being run
 *  - bounds on steps, depth and memory
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { LogicEngine } from 'json-logic-engine';

import { Generator, operators } from './generate.mjs';

const jsonLogic = createRequire(import.meta.url)('json-logic-js');
const root = fileURLToPath(new URL('../..', import.meta.url));
const command = process.env.NOREN_COMMAND ?? path.join(root, 'build/native/tools/noren');
const seed = Number(process.env.NOREN_PROPERTY_SEED ?? 1);
const wanted = Number(process.env.NOREN_PROPERTY_PAIRS ?? 120_000);

const failed = Symbol('no value');
const engine = new LogicEngine();
engine.disableInterpretedOptimization = true; // it would keep a plan for each of the rules, none of which comes twice

/** The value as it is after crossing as JSON, or `failed`. */
const valueOf = (evaluate) => {
  let value;
  try {
    value = evaluate();
  } catch {
    return failed;
  }
  return JSON.parse(JSON.stringify([value]))[0];
};

/** What `noren rules` gives for each line. */
export const norenOf = async (lines) => {
  const child = spawn(command, ['rules'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stdin.end(`${lines.join('\n')}\n`);
  await new Promise((resolve) => child.on('close', resolve));
  return out.trimEnd().split('\n').map((line) => JSON.parse(line));
};

const isError = (value) => value !== null && typeof value === 'object' && typeof value.error === 'string';
const same = (expected, got) => (expected === failed ? isError(got) : isDeepStrictEqual(expected, got));

test('generated rules and documents give what json-logic-js gives', async (t) => {
  const log = console.log;
  console.log = () => {}; // the operator "log"
  const generator = new Generator(seed);
  const seen = new Set();
  let compared = 0;
  let agreeing = 0;
  let errors = 0;
  try {
    while (compared < wanted) {
      const pairs = Array.from({ length: Math.min(20_000, wanted - compared) }, () => JSON.stringify(generator.pair()));
      const got = await norenOf(pairs);
      assert.equal(got.length, pairs.length);
      pairs.forEach((text, index) => {
        const [rule, data] = JSON.parse(text);
        const expected = valueOf(() => jsonLogic.apply(rule, data));
        assert.ok(same(expected, got[index]), `${text}\n  json-logic-js: ${String(JSON.stringify(expected))}\n  noren: ${JSON.stringify(got[index])}`);
        if (expected === failed) ++errors;
        const other = valueOf(() => engine.run(...JSON.parse(text)));
        if (expected !== failed && other !== failed && isDeepStrictEqual(expected, other)) ++agreeing;
        for (const [, name] of text.matchAll(/\{"([^"]+)":/g)) seen.add(name);
      });
      compared += pairs.length;
    }
  } finally {
    console.log = log;
  }
  for (const operator of operators) assert.ok(seen.has(operator), `no rule with ${operator}`);
  t.diagnostic(
    `${compared} pairs from seed ${seed}, all as json-logic-js; ${errors} of them errors; json-logic-engine agrees on ${agreeing} (${((100 * agreeing) / compared).toFixed(1)} %)`,
  );
});
