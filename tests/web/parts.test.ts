/**
 * The parts of the engine that are loaded only when they are needed, with the real engine. Needs web/dist: `npm run build -w web`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { partNames } from '../../web/src/parts.js';
import type { SlimOptions } from '../../web/src/slim.js';
import type { Json, Noren, NorenOptions, NorenProblem, PartName } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { kNow } from './support/shop.js';

const dist = new URL('../../web/dist/', import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, dist)));
const { createNoren } = (await import(new URL('slim.js', dist).href)) as { createNoren(options: SlimOptions): Promise<Noren> };

const siteWith = (members: Record<string, Json>, campaign: Record<string, Json> = {}) => ({
  noren: 1,
  site: 'parts-test',
  currency: 'JPY',
  languages: ['en'],
  slots: [{ id: 'hero' }],
  campaigns: [{ id: 'regular', slot: 'hero', variants: [{ id: 'a', content: { title: 'A' } }, { id: 'b', content: { title: 'B' } }], ...campaign }],
  ...members,
});

/** Opens a site, and notes which parts are asked for. */
const open = async (site: object, lacking: readonly PartName[] = []) => {
  freshBrowser();
  const asked: PartName[] = [];
  const parts = Object.defineProperties(
    {},
    Object.fromEntries(
      partNames.map((name) => [
        name,
        {
          enumerable: true,
          get: () => {
            asked.push(name);
            return lacking.includes(name) ? new TextEncoder().encode('<html>') : bytesOf(`engine.${name}.wasm`);
          },
        },
      ]),
    ),
  ) as SlimOptions['parts'];
  const problems: NorenProblem[] = [];
  const noren = await createNoren({ site: site as NorenOptions['site'], wasm: bytesOf('engine.wasm'), parts: parts!, now: () => kNow, onError: (problem) => problems.push(problem) });
  return { noren, asked, problems };
};

const kJourney = { id: 'welcome', trigger: { event: 'view_item' }, steps: [{ id: 'greet', show: 'regular' }] };
const kExperiment = { traffic: 1, goal: { event: 'purchase' } };
const kBandit = { goal: { event: 'select_promotion' }, prior: { a: [1, 1], b: [1, 1] } };

/** Sites by the part that they need. */
const needing: readonly (readonly [PartName | null, string, object])[] = [
  [null, 'campaigns and segments', siteWith({ segments: [{ id: 'known', when: { '>=': [{ var: 'visit.count' }, 2] } }] })],
  [null, 'a rule that computes', siteWith({}, { when: { '>': [{ '*': [{ var: 'cart.value' }, 1.1] }, 100] } })],
  ['journeys', 'a journey', siteWith({ journeys: [kJourney] })],
  ['experiments', 'an experiment', siteWith({}, { experiment: kExperiment })],
  ['experiments', 'a bandit', siteWith({}, { bandit: kBandit })],
  ['logic', 'a loop', siteWith({}, { when: { some: [['phone', 'tablet'], { '==': [{ var: '' }, 'phone'] }] } })],
  ['logic', 'a text function', siteWith({}, { when: { '==': [{ cat: [{ var: 'context.device' }, '!'] }, 'phone!'] } })],
  ['logic', 'a comparison of dates', siteWith({}, { when: { dateAfter: ['2026-11-22', '2026-01-01'] } })],
];

describe('a part', () => {
  it('is in the package, packed and as it is', () => {
    expect(readdirSync(new URL('parts', dist)).sort()).toEqual([...partNames, 'reporting'].map((name) => `${name}.js`).sort());
    for (const name of partNames) expect(WebAssembly.validate(bytesOf(`engine.${name}.wasm`)), name).toBe(true);
  });

  it.each(needing)('(%s) is what a site with %s asks for, and no other', async (part, _, site) => {
    const { noren, asked, problems } = await open(site);
    await noren.consent.grant(['personalization']);
    expect(problems).toEqual([]);
    expect(noren.status.state).toBe('ready');
    noren.track('view_item', { items: [{ item_id: 'sku-1', item_category: 'shoes', price: 1200 }] });
    noren.track('purchase', { items: [{ item_id: 'sku-1' }], value: 1200 });
    noren.decide('hero');
    noren.seen('hero');
    noren.select('hero');
    noren.journeys();
    noren.results();
    expect(noren.profile()).not.toBeNull();
    expect(noren.status.error).toBeNull();
    expect(asked).toEqual(part === null ? [] : [part]);
    noren.dispose();
  });

  it('stays when a withdrawal makes a new engine', async () => {
    const { noren, asked } = await open(siteWith({ journeys: [kJourney] }));
    await noren.consent.grant(['personalization']);
    expect((await noren.segments()).length).toBe(0);
    await noren.consent.withdraw();
    await vi.waitFor(async () => {
      await noren.consent.grant(['personalization']);
      expect(noren.track('view_item', { items: [{ item_id: 'sku-1' }] }).accepted).toBe(true);
    });
    expect(noren.journeys()).toMatchObject([{ journey: 'welcome', step: 'greet' }]);
    expect((await noren.explain('hero')).considered).toHaveLength(1);
    expect(asked).toEqual(['journeys', 'insights']);
    noren.dispose();
  });

  it('that a site needs and that is not there is told, and the page keeps its own content', async () => {
    const { noren, problems } = await open(siteWith({ journeys: [kJourney] }), ['journeys']);
    expect(noren.status).toMatchObject({ state: 'failed', error: { code: 'load-failed' } });
    expect(noren.decide('hero').outcome).toBe('fallback');
    expect(problems).toHaveLength(1);
  });

  it('that explains is loaded once, by the first call; where that fails it is told, and all else goes on', async () => {
    const site = siteWith({ segments: [{ id: 'all', when: true }] });
    const { noren, asked, problems } = await open(site);
    const [why, segments] = await Promise.all([noren.explain('hero'), noren.segments()]);
    expect(why.considered).toMatchObject([{ campaign: 'regular' }]);
    expect(segments).toMatchObject([{ segment: 'all', member: true }]);
    expect(asked).toEqual(['insights']);
    expect(problems).toEqual([]);
    noren.dispose();

    const without = await open(site, ['insights']);
    expect(await without.noren.segments()).toEqual([]);
    expect(await without.noren.explain('hero')).toMatchObject({ slot: 'hero', considered: [] });
    expect(without.problems.map(({ code }) => code)).toEqual(['load-failed', 'load-failed']);
    expect(without.noren.status.state).toBe('ready');
    without.noren.dispose();
  });

  it('beside engine.wasm needs no mention; elsewhere the message says what to pass', async () => {
    freshBrowser();
    const noren = await createNoren({ site: siteWith({ journeys: [kJourney] }), wasm: bytesOf('engine.wasm'), onError: () => undefined });
    expect(noren.status.error).toMatchObject({ code: 'load-failed', path: 'parts', message: expect.stringContaining('"journeys"'), hint: expect.stringContaining('engine.journeys.wasm') });
  });
});
