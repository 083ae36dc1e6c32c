/**
 * Traffic that says nothing of her. A picture that is fetched when it is shown tells the shop's server what was chosen for her, and
 * so do the order and the time of such requests. With this entry a page fetches all that it may ever show, for everybody alike, in one
 * order, and opens Noren when all of it is here:
 *
 *     import { assetsOf, fetchAll } from 'noren/uniform';
 *     await fetchAll([...assetsOf(site), ...catalog.map(({ picture }) => picture)]);
 *     connectSlots(await createNoren({ site, model: '/shop.model' }));
 *
 * Until then the page shows its own content. What Noren itself fetches depends on the site document and on what the page calls alone.
 */
import type { Json, SiteDocument } from './types.js';

/** How many requests browsers make to one server at a time where it does not speak HTTP/2: what more would not be faster there. */
const kTogether = 6;

const kPicture = /\.(?:avif|gif|jpe?g|png|svg|webp)(?:[?#]|$)/i;

const picturesIn = function* (value: Json | undefined): Iterable<string> {
  if (typeof value === 'string') {
    if (kPicture.test(value) && !/\s/.test(value)) yield value;
  } else if (value instanceof Object) {
    for (const member of Array.isArray(value) ? (value as readonly Json[]) : Object.values(value)) yield* picturesIn(member);
  }
};

/**
 * The addresses of all pictures that any variant of any campaign may show, in any language, each once, in the order of the site document: texts that
 * are an address with a picture's ending (avif, gif, jpeg, png, svg, webp). Pictures without one, those that style sheets name, and those of
 * recommended products are the page's to add. O(size of the document).
 */
export const assetsOf = (site: SiteDocument): readonly string[] => {
  const { campaigns = [] } = site as unknown as { readonly campaigns?: readonly { readonly [name: string]: Json }[] };
  return [...new Set(campaigns.flatMap(({ variants, experiment }) => [...picturesIn(variants), ...picturesIn(experiment)]))];
};

/** The browser's cache of a page may let go of pictures that nobody holds. */
const held = new Map<string, HTMLImageElement>();

const fetchPicture = (address: string): Promise<void> =>
  new Promise((resolve) => {
    const picture = new Image();
    // One that fails must not keep the others waiting: the page shows an empty frame, for everybody.
    picture.onload = picture.onerror = () => resolve();
    picture.decoding = 'async';
    picture.src = address;
    held.set(address, picture);
  });

export interface FetchAllOptions {
  /** How many at a time; default 6. The next so many begin when all of these have come. */
  readonly together?: number;
}

/**
 * Fetches the pictures in the given order and keeps them. Resolves when each has arrived or failed; never rejects. An address that was fetched
 * before is not fetched again. Call it before Noren is opened, so that not even the moment depends on a profile. Resolves at once where there is no page.
 */
export const fetchAll = async (addresses: readonly string[], { together = kTogether }: FetchAllOptions = {}): Promise<void> => {
  if (typeof Image === 'undefined') return;
  const wanted = [...new Set(addresses)].filter((address) => !held.has(address));
  const step = Math.max(1, Math.floor(together));
  for (let first = 0; first < wanted.length; first += step) await Promise.all(wanted.slice(first, first + step).map(fetchPicture));
};
