/**
 * The package as it is shipped, with the real engine. Needs web/dist: `npm run build -w web`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { EngineInstance } from '../../web/src/engine-module.js';
import { placeholders } from '../../web/src/parts.js';
import type { SlimOptions } from '../../web/src/slim.js';
import type { Noren, NorenOptions, NorenProblem } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { kNow } from './support/shop.js';

const dist = new URL('../../web/dist/', import.meta.url);
if (!existsSync(new URL('index.js', dist))) throw new Error('web/dist is missing: run npm run build -w web first');
const manifest = JSON.parse(readFileSync(new URL('../package.json', dist), 'utf8')) as {
  exports: Record<string, string | Record<string, string>>;
};

const kSite = {
  noren: 1,
  site: 'package-test',
  currency: 'JPY',
  languages: ['ja', 'en'],
  slots: [{ id: 'hero' }],
  campaigns: [
    {
      id: 'regular',
      slot: 'hero',
      when: { '>=': [{ var: 'events.view_item.count' }, 2] },
      variants: [{ id: 'a', content: { title: { ja: 'ようこそ', en: 'Welcome' } } }],
    },
  ],
};

const importEntry = async <Options>(entry: string) =>
  (await import(new URL(entry, dist).href)) as { createNoren(options: Options): Promise<Noren> };

const start = async () => {
  freshBrowser();
  const { createNoren } = await importEntry<NorenOptions>('index.js');
  const problems: NorenProblem[] = [];
  const noren = await createNoren({ site: kSite, language: 'en', now: () => kNow, onError: (problem) => problems.push(problem) });
  return { noren, problems };
};

describe('the package', () => {
  it('has every file that it exports', () => {
    for (const target of Object.values(manifest.exports)) {
      for (const path of typeof target === 'string' ? [target] : Object.values(target)) {
        expect(existsSync(new URL(`../web/${path}`, new URL('../', import.meta.url))), path).toBe(true);
      }
    }
  });

  it('ships no source map, no source and nothing of another package to install', () => {
    const names = readdirSync(dist, { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith('.map') || (name.endsWith('.ts') && !name.endsWith('.d.ts')))).toEqual([]);
    for (const entry of ['index.js', 'slim.js', 'element.js', 'rules.js', 'words.js', 'check.js', 'handover.js', 'uniform.js']) {
      expect(readFileSync(new URL(entry, dist), 'utf8')).not.toMatch(/(^|[;}])\s*import\s*[{*'"\w]/);
    }
  });

  it.each(['index.js', 'slim.js', 'element.js', 'rules.js', 'words.js', 'check.js', 'handover.js', 'uniform.js', ...['tcf', 'klaro', 'cookieconsent', 'c15t', 'onetrust', 'shopify', 'consent-mode'].map((name) => `consent-sources/${name}.js`)])('%s does nothing when it is imported on a server', (entry) => {
    const script = `
      for (const name of ['fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'BroadcastChannel'])
        Object.defineProperty(globalThis, name, { get() { throw new Error(name + ' was touched'); } });
      const before = Object.keys(globalThis).join();
      await import(${JSON.stringify(new URL(entry, dist).href)});
      if (Object.keys(globalThis).join() !== before) throw new Error('a global was made');`;
    execFileSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script]);
  });

  it('runs where code from strings is forbidden', () => {
    const script = `
      const { createNoren } = await import(${JSON.stringify(new URL('index.js', dist).href)});
      const noren = await createNoren({ site: ${JSON.stringify(kSite)} });
      if (noren.status.state !== 'ready') throw new Error(JSON.stringify(noren.status));
      noren.dispose();`;
    execFileSync(process.execPath, ['--disallow-code-generation-from-strings', '--input-type=module', '-e', script]);
  });
});

describe('the engine', () => {
  it('takes events and changes what the page shows', async () => {
    const { noren, problems } = await start();
    await noren.consent.grant();
    expect(noren.status).toMatchObject({ state: 'ready', level: 'personal', storage: 'encrypted' });
    expect(noren.decide('hero').outcome).toBe('fallback');
    for (let index = 0; index < 2; ++index) {
      expect(noren.track('view_item', { items: [{ item_id: 'sku-1', item_category: 'shoes', price: '¥1,200' }] })).toEqual({ accepted: true });
    }
    expect(noren.decide('hero')).toMatchObject({ outcome: 'campaign', campaign: 'regular', content: { title: 'Welcome' } });
    noren.language = 'ja';
    expect(noren.decide('hero').content).toEqual({ title: 'ようこそ' });
    expect(await noren.explain('hero')).toMatchObject({ slot: 'hero', outcome: 'campaign', considered: [{ campaign: 'regular', verdict: 'chosen' }] });
    const { inWords } = (await import(new URL('words.js', dist).href)) as typeof import('../../web/src/words.js');
    const because = (await noren.explain('hero')).considered[0]?.because ?? [];
    expect(inWords(because, 'en')).toEqual(['events.view_item.count is 2; at least 2 is needed']);
    expect(inWords(because, 'ja')).toEqual(['events.view_item.count は 2 です（2 以上が条件）']);
    expect(noren.profile()).toMatchObject({ events: { view_item: 2 } });
    expect(problems).toEqual([]);
    expect(noren.track('view_item', { email: 'hanako@example.com' })).toMatchObject({ reason: 'refused', error: { code: 'event-refused' } });
    expect(noren.status.refused['person-id']).toBe(1);
    await noren.consent.withdraw();
    expect(noren.profile()).toBeNull();
    expect(noren.decide('hero').outcome).toBe('fallback');
    await vi.waitFor(async () => {
      await noren.consent.grant(['personalization']);
      expect(noren.track('view_item', {}).accepted).toBe(true);
    });
    noren.dispose();
  });

  it('leaves nothing in its memory, not one byte, when she is forgotten', async () => {
    const memories: WebAssembly.Memory[] = [];
    const instantiate = WebAssembly.instantiate;
    const spy = vi.spyOn(WebAssembly, 'instantiate').mockImplementation(async (...parameters: unknown[]) => {
      const made = (await Reflect.apply(instantiate, WebAssembly, parameters)) as WebAssembly.Instance;
      for (const each of Object.values(made.exports ?? {})) if (each instanceof WebAssembly.Memory) memories.push(each);
      return made as never;
    });
    const { noren } = await start();
    await noren.consent.grant();
    for (let index = 0; index < 20; ++index) expect(noren.track('view_item', { items: [{ item_id: `sku-${index}`, item_category: 'shoes' }] }).accepted).toBe(true);
    expect(memories).toHaveLength(1);
    const [used] = memories as [WebAssembly.Memory];
    const isEmpty = () => new Uint8Array(used.buffer).every((byte) => byte === 0);
    expect(isEmpty()).toBe(false);
    void noren.privacy.erase();
    expect(isEmpty()).toBe(true);
    // Its successor begins with nothing of her, and does not touch it.
    await vi.waitFor(() => expect(memories.length).toBeGreaterThan(1));
    expect(isEmpty()).toBe(true);
    spy.mockRestore();
    noren.dispose();
  });

  it.each([[[], 'contextual'], [['storage', 'personalization'], 'personal'], [['storage', 'personalization', 'measurement'], 'measured']] as const)(
    'decides and explains with a yes to %j, and names the level: %s',
    async (purposes, level) => {
      const { noren } = await start();
      await noren.consent.grant(purposes);
      for (let index = 0; index < 2; ++index) noren.track('view_item', { items: [{ item_id: 'sku-1' }] });
      const outcome = level === 'contextual' ? 'fallback' : 'campaign';
      expect(noren.decide('hero')).toMatchObject({ level, outcome });
      expect(await noren.explain('hero')).toMatchObject({ level, outcome });
      expect(noren.status.level).toBe(level);
      await noren.consent.withdraw();
      noren.dispose();
    },
  );

  it('keeps the profile for the next visit', async () => {
    const { noren } = await start();
    await noren.consent.grant();
    noren.track('view_item', { items: [{ item_id: 'sku-1' }] });
    noren.track('view_item', { items: [{ item_id: 'sku-1' }] });
    const before = noren.profile();
    noren.dispose();
    const { createNoren } = await importEntry<NorenOptions>('index.js');
    // What was waiting when the page went is still written, in its own time.
    await vi.waitFor(async () => {
      const again = await createNoren({ site: kSite, now: () => kNow });
      try {
        expect(again.profile()).toEqual(before);
        expect(again.decide('hero').outcome).toBe('campaign');
      } finally {
        again.dispose();
      }
    });
  });

  it('says every mistake in a site document with its place', async () => {
    freshBrowser();
    const { createNoren } = await importEntry<NorenOptions>('index.js');
    const problems: NorenProblem[] = [];
    const site = { ...kSite, slots: [{ id: 'hero', colour: 1 }], languages: [] };
    const noren = await createNoren({ site, onError: (problem) => problems.push(problem) });
    expect(noren.status).toMatchObject({ state: 'failed', error: { code: 'invalid-site' } });
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const problem of problems) expect(problem.path).toMatch(/^(slots|languages)/);
    noren.dispose();
  });

  it('refuses a broken model and goes on', async () => {
    freshBrowser();
    const { createNoren } = await importEntry<NorenOptions>('index.js');
    const problems: NorenProblem[] = [];
    const noren = await createNoren({ site: kSite, model: new Uint8Array(64), onError: (problem) => problems.push(problem) });
    expect(noren.status.state).toBe('ready');
    expect(problems).toMatchObject([{ code: 'corrupt' }]);
    expect(noren.recommend('trending')).toEqual([]);
    noren.dispose();
  });

  it('comes from the raw file, too', async () => {
    freshBrowser();
    const { createNoren } = await importEntry<SlimOptions>('slim.js');
    const wasm = new Uint8Array(readFileSync(new URL('engine.wasm', dist)));
    const noren = await createNoren({ site: kSite, wasm });
    expect(noren.status.state).toBe('ready');
    noren.dispose();
    const wrong = await createNoren({ site: kSite, wasm: new TextEncoder().encode('<html>'), onError: () => undefined });
    expect(wrong.status).toMatchObject({ state: 'failed', error: { code: 'load-failed', path: 'wasm' } });
  });

  it('declares each call as the types generated from the bindings do', () => {
    const folder = process.env['NOREN_WASM_DIR'] ?? new URL('../../build/wasm/wasm', import.meta.url).pathname;
    const callsOf = (source: string, opening: string): string[] => {
      const body = source.slice(source.indexOf(opening)).split('\n}')[0] ?? '';
      return [...body.matchAll(/^ {2}(\w+)\((.*)\): (\w+);$/gm)]
        .map(([, name, parameters = '', result]) => `${name} takes ${parameters === '' ? 0 : parameters.split(',').length}, gives ${result}`)
        .filter((call) => !call.startsWith('delete '))
        .sort();
    };
    const generated = callsOf(readFileSync(`${folder}/engine.d.mts`, 'utf8'), 'export interface Engine ');
    const declared = callsOf(readFileSync(new URL('../../web/src/engine-module.ts', import.meta.url), 'utf8'), 'export interface EngineInstance');
    expect(generated.length).toBeGreaterThan(20);
    expect(declared).toEqual(generated);
  });

  it('offers exactly the calls of engine-module.ts', async () => {
    const folder = process.env['NOREN_WASM_DIR'] ?? new URL('../../build/wasm/wasm', import.meta.url).pathname;
    const { default: factory } = await import(`${folder}/engine.mjs`);
    const bytes = readFileSync(`${folder}/engine.wasm`);
    const module = await factory({
      instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
        void WebAssembly.instantiate(bytes, { ...imports, ...placeholders() }).then(({ instance }) => done(instance));
        return {};
      },
    });
    // Every member of the interface, checked by the compiler to be complete.
    const declared: Record<keyof EngineInstance, true> = {
      reserve: true, loadSite: true, loadModel: true, setConsent: true, setContext: true, beginPageView: true,
      setPageState: true, setZoneOffset: true, text: true, textGeneration: true, track: true, seen: true, select: true, dismiss: true,
      answer: true, disregard: true, tick: true, apply: true, decide: true, nextChange: true, preview: true, recommend: true, scoreCategories: true, itemNumber: true, itemId: true,
      nameText: true, snapshot: true, restore: true, forget: true, merge: true, portable: true, takePortable: true, erase: true, report: true, budget: true, vocabulary: true, explain: true, segments: true,
      journeys: true, results: true, exportProfile: true, refusals: true, lastError: true, delete: true,
    };
    const own = Object.getOwnPropertyNames(module.Engine.prototype).filter((name) => name !== 'constructor');
    const inherited = new Set(['delete']);
    expect(own.sort()).toEqual(Object.keys(declared).filter((name) => !inherited.has(name)).sort());
    expect(module.HEAPU8).toBeInstanceOf(Uint8Array);
  });
});
