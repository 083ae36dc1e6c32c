/** Tabs of one shop: each with its own Noren on a fake engine, all on one fake browser. */
import { onTestFinished } from 'vitest';
import { create } from '../../../web/src/create.js';
import type { NorenRuntime } from '../../../web/src/noren.js';
import type { NorenOptions, NorenProblem, SiteDocument } from '../../../web/src/types.js';
import { freshBrowser } from './browser.js';
import { type FakeModule, type FakeSettings, fakeFactory, kEmptyWasm } from './fake-engine.js';

export const kSite: SiteDocument = {
  noren: 1,
  site: 'hanare',
  currency: 'JPY',
  languages: ['ja', 'en'],
  pages: ['home', 'product'],
  slots: [{ id: 'home-hero', kind: 'banner' }, { id: 'footer' }],
  campaigns: [
    {
      id: 'hero-running',
      slot: 'home-hero',
      variants: [{ id: 'a', content: { title: { ja: '走ろう', en: 'Run' }, link: '/shoes', count: 3, nested: { label: { en: 'Go' } } } }],
    },
  ],
};

export interface Tab {
  readonly noren: NorenRuntime;
  readonly modules: FakeModule[];
  readonly problems: NorenProblem[];
  readonly settings: FakeSettings;
}

export const kNow = Date.UTC(2026, 10, 22, 3, 4, 5);

export const openTab = async (options: Partial<NorenOptions> = {}, settings: FakeSettings = {}): Promise<Tab> => {
  const { factory, modules } = fakeFactory(settings);
  const problems: NorenProblem[] = [];
  const noren = (await create(
    { factory, wasm: () => kEmptyWasm, part: () => kEmptyWasm },
    { site: kSite, now: () => kNow, onError: (problem) => problems.push(problem), ...options },
  )) as NorenRuntime;
  onTestFinished(() => noren.dispose());
  return { noren, modules, problems, settings };
};

/** A tab that may keep a profile, in memory. */
export const personal = async (options: Partial<NorenOptions> = {}, settings: FakeSettings = {}): Promise<Tab> => {
  freshBrowser();
  const tab = await openTab(options, settings);
  await tab.noren.consent.grant(['personalization']);
  return tab;
};

export const view = (tab: Tab, item: string) => tab.noren.track('view_item', { items: [{ item_id: item, price: 1200 }] });

/** Long enough for messages between tabs and the work that follows them. */
export const quiet = async (...tabs: readonly Tab[]): Promise<void> => {
  for (let round = 0; round < 3; ++round) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    for (const { noren } of tabs) await noren.settle();
  }
};
