/**
 * Rules by themselves, as the package ships them. Needs web/dist: `npm run build -w web`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as Rules from '../../web/src/rules.js';
import type { RuleSetInstance } from '../../web/src/rules-module.js';

const dist = new URL('../../web/dist/', import.meta.url);
const { createRuleSet, NorenError } = (await import(new URL('rules.js', dist).href)) as typeof Rules;

const kRules = [
  { '>=': [{ var: 'cart.value' }, 5000] },
  { in: [{ var: 'page' }, ['home', 'cart']] },
  { and: [{ var: 'segment' }, { '!': { var: 'cart.empty' } }] },
];

describe('a rule set', () => {
  it('tells which rules hold for a document', async () => {
    const rules = await createRuleSet(kRules);
    expect(rules.size).toBe(3);
    expect([...rules.run()]).toEqual([0]);
    rules.setDocument({ cart: { value: 5400 }, page: 'home', segment: 'runner' });
    expect([...rules.run()]).toEqual([0b111]);
    expect(rules.value(2)).toBe(true);
    expect(rules.holds(3)).toBe(false);
    rules.dispose();
  });

  it('follows single changes of every type', async () => {
    const rules = await createRuleSet([{ var: 'a.b' }, { var: 'a' }, { missing: ['a.b', 'c'] }]);
    const path = rules.path('a.b');
    for (const value of [1, 'text', 'x'.repeat(1000), true, false, null, [1, ['é😀']], { c: 'd' }]) {
      rules.set(path, value);
      expect(rules.value(0)).toEqual(value);
      expect(rules.value(1)).toEqual({ b: value });
    }
    rules.set('a.b', undefined);
    rules.set('c', '');
    expect(rules.value(0)).toBe(null);
    expect(rules.value(1)).toEqual({});
    expect(rules.value(2)).toEqual(['a.b', 'c']);
    rules.dispose();
  });

  it('takes more changes at once than fit into the shared buffer', async () => {
    const rules = await createRuleSet(Array.from({ length: 100 }, (_, index) => ({ var: `v${index % 50}` })));
    for (let round = 0; round < 200; ++round) for (let index = 0; index < 50; ++index) rules.set(`v${index}`, round === 199 && index % 2 === 0);
    const truths = rules.run();
    for (let index = 0; index < 100; ++index) expect(((truths[index >> 5] ?? 0) >>> (index & 31)) & 1, `${index}`).toBe(index % 2 === 0 ? 1 : 0);
    rules.dispose();
  });

  it('keeps its views when its memory grows', async () => {
    const rules = await createRuleSet([{ '>': [{ var: 'list.length' }, 50_000] }, { '==': [{ var: 'a' }, 1] }]);
    rules.set('a', 1);
    rules.setDocument({ list: Array.from({ length: 60_000 }, (_, index) => `text ${index}`) });
    expect([...rules.run()]).toEqual([0b01]);
    rules.set('a', 1);
    expect([...rules.run()]).toEqual([0b11]);
    rules.dispose();
  });

  it('says why a rule has no value', async () => {
    const rules = await createRuleSet([{ foo: 1 }, { if: [false, { foo: 1 }, 2] }, { '*': [] }]);
    expect(rules.value(0)).toEqual({ error: 'unknown operator "foo"' });
    expect(rules.holds(0)).toBe(false);
    expect(rules.value(1)).toBe(2);
    expect(rules.value(2)).toEqual({ error: '"*" takes at least 1 argument' });
    rules.dispose();
  });

  it('stays within its bounds', async () => {
    const doubling = { reduce: [Array.from({ length: 60 }, () => 1), { merge: [{ var: 'accumulator' }, { var: 'accumulator' }] }, [1, 2]] };
    const rules = await createRuleSet([doubling]);
    expect(rules.value(0)).toEqual({ error: expect.stringMatching(/too many/) });
    rules.dispose();
  });

  it('explains a rule with the value of each part', async () => {
    const rules = await createRuleSet([kRules[0] ?? null]);
    rules.set('cart.value', 5400);
    expect(rules.explain(0)).toEqual({
      op: '>=',
      value: true,
      args: [{ op: 'var', value: 5400, attribute: 'cart.value' }, { op: 'constant', value: 5000 }],
    });
    rules.dispose();
  });

  it('names the rule that is too deep', async () => {
    let deep: Rules.Json = 1;
    for (let level = 0; level < 105; ++level) deep = { '!': deep };
    const failure = await createRuleSet([true, { and: [deep] }]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NorenError);
    expect((failure as Rules.NorenError).problem).toMatchObject({ code: 'limit-exceeded', path: expect.stringMatching(/^\[1\]\.and\[0\]/) });
  });

  it('offers exactly the calls of rules-module.ts', async () => {
    const folder = process.env['NOREN_WASM_DIR'] ?? new URL('../../build/wasm/wasm', import.meta.url).pathname;
    const generated = readFileSync(`${folder}/rules.d.mts`, 'utf8');
    const body = generated.slice(generated.indexOf('export interface RuleSet ')).split('\n}')[0] ?? '';
    const declared: Record<keyof RuleSetInstance, true> = {
      reserve: true, load: true, size: true, setDocument: true, path: true, text: true, setJson: true, update: true, value: true,
      explain: true, because: true, lastError: true, delete: true,
    };
    const names = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(declared).filter((name) => name !== 'delete').sort());
  });
});
