/**
 * The site document as the page needs it: contents and languages. The engine has already checked the document when this is
 * read, so only its shape is taken here, not judged.
 */
import { fetchSource } from './fetching.js';
import { fail, textOf } from './problem.js';
import type { Json, SiteDocument, SlotKind } from './types.js';

export type Content = Readonly<Record<string, Json>>;

export interface Variant {
  readonly id: string;
  readonly content?: Content;
}

export interface Campaign {
  readonly id: string;
  readonly slot: string;
  readonly variants?: readonly Variant[];
  /** What a factorial experiment varies: its variants are all combinations of levels, the last factor changing first. */
  readonly experiment?: { readonly factors?: readonly { readonly levels: readonly Variant[] }[] };
}

/** A rule that a list may name as its reason. */
export interface MerchandisingRule {
  readonly id: string;
}

export interface Article {
  readonly id: string;
}

export interface Question {
  readonly id: string;
  readonly kind: 'choice' | 'number' | 'boolean' | 'month-day';
  readonly options?: readonly string[];
}

/** Lists are in the order of the document, which is how the engine numbers them. */
export interface Site {
  readonly id: string;
  readonly languages: readonly string[];
  readonly slots: readonly { readonly id: string; readonly kind?: SlotKind }[];
  readonly campaigns: readonly Campaign[];
  readonly questions: readonly Question[];
  readonly journeys: readonly unknown[];
  readonly articles: readonly Article[];
  readonly merchandising: readonly MerchandisingRule[];
  /** Version of the wording by which consent is asked for: a yes to a smaller one is none. */
  readonly consentText: number;
  /** The reports that devices may make; null: none. */
  readonly reports: { readonly endpoint: string; readonly collect: readonly unknown[] } | null;
  /** How many days a profile is kept that nothing is added to. */
  readonly profileDays: number;
}

interface Members extends Partial<Omit<Site, 'id' | 'consentText' | 'profileDays'>> {
  readonly site?: string;
  readonly privacy?: {
    readonly consentText?: number;
    readonly retention?: { readonly profile?: number };
    readonly reports?: { readonly endpoint: string; readonly collect: readonly unknown[] };
  };
}

/** The document, fetched or given, as plain JSON. Errors: load-failed, invalid-json. */
export const readSite = async (source: SiteDocument | string | URL): Promise<Json> => {
  const isAddress = typeof source === 'string' || source instanceof URL;
  const text = isAddress ? await (await fetchSource(source, 'site')).text() : null;
  try {
    return JSON.parse(text ?? JSON.stringify(source)) as Json;
  } catch (error) {
    throw fail('invalid-json', `the site document is not JSON (${textOf(error)})`, '', 'site', error);
  }
};

/** The document's parts; call it with a document that the engine has accepted. */
export const partsOf = (document: Json): Site => {
  const { site: id = '', languages = [], slots = [], campaigns = [], questions = [], journeys = [], articles = [], merchandising = [], privacy } = document as unknown as Members;
  const { consentText = 1, retention: { profile: profileDays = 180 } = {}, reports = null } = privacy ?? {};
  return { id, languages, slots, campaigns, questions, journeys, articles, merchandising, consentText, profileDays, reports };
};

/** The variants of a campaign, as the engine numbers them. */
export const variantsOf = ({ variants = [], experiment }: Campaign): readonly Variant[] =>
  experiment?.factors?.reduce<readonly Variant[]>(
    (combined, { levels }) =>
      combined.flatMap((left) => levels.map((right) => ({ id: left.id ? `${left.id}+${right.id}` : right.id, content: { ...left.content, ...right.content } }))),
    [{ id: '' }],
  ) ?? variants;
