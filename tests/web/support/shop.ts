/** Tabs of one shop: each with its own Noren on a fake engine, all on one fake browser. */
import { onTestFinished } from 'vitest';
import { create } from '../../../web/src/create.js';
import type { NorenRuntime } from '../../../web/src/noren.js';
import type { NorenOptions, NorenProblem, SiteDocument } from '../../../web/src/types.js';
import { freshBrowser } from './browser.js';
import { wordsUnderway } from './channel.js';
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

/** Words are heard, and what follows is done, so many times in a row: a tab may have work whose end leads to more in another. */
const kCalmRounds = 3;

/** Until no word is on its way between tabs, and these have done what follows from those that they heard. */
export const quiet = async (...tabs: readonly Tab[]): Promise<void> => {
  for (let calm = 0; calm < kCalmRounds; ++calm) {
    // Words arrive in a later turn of the event loop.
    do await new Promise((resolve) => setTimeout(resolve));
    while (wordsUnderway() > 0);
    for (const { noren } of tabs) await noren.settle();
    if (wordsUnderway() > 0) calm = -1;
  }
};
