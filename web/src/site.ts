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
  /** The document as text, for the engine. */
  readonly text: string;
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

/** The text of the document, fetched or given. Errors: load-failed, invalid-json. */
export const readSiteText = async (source: SiteDocument | string | URL): Promise<string> => {
  if (typeof source === 'string' || source instanceof URL) return (await fetchSource(source, 'site')).text();
  try {
    return JSON.stringify(source);
  } catch (error) {
    throw fail('invalid-json', `the site document is not plain JSON (${textOf(error)})`, '', 'site', error);
  }
};

/** The document's parts; call it with a text that the engine has accepted. */
export const parseSite = (text: string): Site => {
  const document = JSON.parse(text) as Members;
  return {
    text,
    id: document.site ?? '',
    languages: document.languages ?? [],
    slots: (document.slots ?? []).map(({ id }) => id),
    campaigns: document.campaigns ?? [],
  };
};
