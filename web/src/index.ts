/**
 * Noren, complete: the engine is inside of this file, so it works in every bundler and from a plain script tag; what not every site
 * needs of it lies beside it, in parts/. Importing it does nothing; everything begins with {@link createNoren}.
 */
import engineFactory from 'noren:engine';
import encodedWasm from 'noren:wasm';
import { create } from './create.js';
import type { ReportingSource } from './reporting/lazily.js';
import { decodeBytes } from './packed-bytes.js';
import type { Noren, NorenOptions, PartName } from './types.js';

export type { AttributeName, CountedEvent } from './attribute-names.js';
export type * from './types.js';

/**
 * Starts Noren. Never rejects: where something is missing or broken, `status` says so and the page shows its own content.
 *
 * ```ts
 * const noren = await createNoren({ site: '/noren/site.json', model: '/noren/shop.model' });
 * noren.track('view_item', { items: [{ item_id: 'shoe-1' }] });
 * const hero = noren.decide('home-hero');
 * ```
 */
export const createNoren = (options: NorenOptions): Promise<Noren> =>
  create({ factory: engineFactory, wasm: () => decodeBytes(encodedWasm), part: async (name) => decodeBytes((await encodedParts[name]()).default), reporting }, options);

const reporting = (() => import('noren:parts/reporting') as Promise<unknown>) as ReportingSource;

const encodedParts: Readonly<Record<PartName, () => Promise<{ readonly default: string }>>> = {
  insights: () => import('noren:parts/insights'),
  journeys: () => import('noren:parts/journeys'),
  experiments: () => import('noren:parts/experiments'),
  logic: () => import('noren:parts/logic'),
  strategies: () => import('noren:parts/strategies'),
  merchandising: () => import('noren:parts/merchandising'),
  reports: () => import('noren:parts/reports'),
  handover: () => import('noren:parts/handover'),
};
