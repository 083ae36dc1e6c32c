/**
 * What `noren validate` says, as the package says it; that both say the same of every document in tests/data is for
 * tests/property/check.test.mjs to see. Needs web/dist: `npm run build -w web`.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type * as Check from '../../web/src/check.js';
import type { SiteCheckInstance } from '../../web/src/check-module.js';

const { checkSite } = (await import(new URL('../../web/dist/check.js', import.meta.url).href)) as typeof Check;

describe('the check of a site document', () => {
  const site = (members: object) => ({ noren: 1, site: 'x', currency: 'JPY', languages: ['ja'], slots: [{ id: 'hero' }], ...members });
  const campaign = (members: object) => ({ campaigns: [{ id: 'a', slot: 'hero', variants: [{ id: 'v', content: {} }], ...members }] });

  it('tells every mistake', async () => {
    const document = site(campaign({ slot: 'hreo', when: { var: 'cart.vlaue' } }));
    const problems = [
      { code: 'invalid-site', path: 'campaigns[0].slot', message: 'unknown slot "hreo"', hint: 'did you mean "hero"?' },
      { code: 'invalid-site', path: 'campaigns[0].when', message: 'unknown attribute "cart.vlaue"', hint: 'did you mean "cart.value"?' },
    ];
    expect(await checkSite(document)).toEqual({ problems, warnings: [] });
    expect(await checkSite(JSON.stringify(document))).toEqual({ problems, warnings: [] });
  });

  it('tells where a text is not JSON', async () => {
    expect(await checkSite('{\n  "noren": 1,\n  "noren": 1\n}')).toEqual({
      problems: [{ code: 'invalid-json', path: '', message: 'line 3, column 10: the key "noren" stands twice in one object', hint: '' }],
      warnings: [],
    });
  });

  it('warns of what is legal but probably not meant', async () => {
    const when = { and: [{ '<': [{ var: 'cart.value' }, 3] }, { '>': [{ var: 'cart.value' }, 5] }] };
    const { problems, warnings } = await checkSite(site(campaign({ when })));
    expect(problems).toEqual([]);
    expect(warnings.map(({ path, message }) => [path, message])).toEqual([
      ['campaigns[0].when', 'nobody can see this campaign: no value of "cart.value" meets what is asked of it'],
    ]);
    expect(await checkSite(site(campaign({})))).toEqual({ problems: [], warnings: [] });
  });

  it('offers exactly the calls of check-module.ts', () => {
    const folder = process.env['NOREN_WASM_DIR'] ?? new URL('../../build/wasm/wasm', import.meta.url).pathname;
    const generated = readFileSync(`${folder}/check.d.mts`, 'utf8');
    const body = generated.slice(generated.indexOf('export interface SiteCheck ')).split('\n}')[0] ?? '';
    const declared: Record<keyof SiteCheckInstance, true> = { reserve: true, checkPacked: true, checkText: true, delete: true };
    const names = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(declared).filter((name) => name !== 'delete').sort());
  });
});
