/**
 * The site document as the page needs it: contents and languages. The engine has already checked the document when this is
 * read, so only its shape is taken here, not judged.
 */
import { fetchSource } from './fetching.js';
import { fail, textOf } from './problem.js';
import type { Json, SiteDocument } from './types.js';

export type Content = Readonly<Record<string, Json>>;

export interface Campaign {
  readonly id: string;
  readonly variants: readonly { readonly id: string; readonly content?: Content }[];
}

export interface Site {
  readonly id: string;
  readonly languages: readonly string[];
  readonly slots: readonly string[];
  readonly campaigns: readonly Campaign[];
}

interface Members {
  readonly site?: string;
  readonly languages?: readonly string[];
  readonly slots?: readonly { readonly id: string }[];
  readonly campaigns?: readonly Campaign[];
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
  const { site = '', languages = [], slots = [], campaigns = [] } = document as Members;
  return { id: site, languages, slots: slots.map(({ id }) => id), campaigns };
};
