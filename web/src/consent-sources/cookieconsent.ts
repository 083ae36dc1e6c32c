/**
 * Consent from vanilla-cookieconsent, version 3. Its events come for a rejection of everything, too, so the categories are what counts.
 *
 * ```ts
 * import * as CookieConsent from 'vanilla-cookieconsent';
 * import { cookieConsent } from 'noren/consent/cookieconsent';
 * const noren = await createNoren({ site, consent: cookieConsent({ api: CookieConsent }) });
 * ```
 * Its configuration has a category `personalization` and, where reports are used, one named `measurement`.
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, dayOf, decisionBy, ownOf, sourceOf } from './watching.js';

export type { ConsentMapping, ConsentSource };

/** What of vanilla-cookieconsent is used. */
export interface CookieConsentApi {
  validConsent(): boolean;
  getCookie(): unknown;
}

export interface CookieConsentOptions extends WatchOptions {
  /** Names of its categories, all of which each purpose needs. */
  readonly categories?: ConsentMapping;
  /** The module, where it is imported. Default: the global that its script makes. */
  readonly api?: CookieConsentApi;
}

const kCategories: ConsentMapping = { storage: ['personalization'], personalization: ['personalization'], measurement: ['measurement'] };

export const cookieConsent = ({ categories = kCategories, api, ...options }: CookieConsentOptions = {}): ConsentSource =>
  sourceOf('cookieconsent', options, (tell, signal) => {
    let isDecided = false;
    const tool = () => api ?? (globalThis as { readonly CookieConsent?: CookieConsentApi }).CookieConsent;
    const readCookie = (cookie: unknown) => {
      isDecided = true;
      const accepted = ownOf(cookie, 'categories') as readonly string[];
      if (!Array.isArray(accepted)) return 'error';
      return decisionBy(categories, (category) => accepted.includes(category), dayOf(ownOf(cookie, 'lastConsentTimestamp')));
    };
    const onSaved = (event: Event) => tell(() => readCookie((event as CustomEvent<{ readonly cookie?: unknown }>).detail.cookie));
    /** Looks by itself: at the beginning, and because a reset, which forgets her answer, says nothing. */
    const look = () =>
      tell(() => {
        const found = tool();
        if (!found) return undefined;
        if (found.validConsent()) return readCookie(found.getCookie());
        if (!isDecided) return 'pending';
        isDecided = false;
        return decisionBy(categories, () => false);
      });
    for (const name of ['cc:onConsent', 'cc:onChange']) addEventListener(name, onSaved, { signal });
    for (const name of ['cc:onModalReady', 'cc:onModalShow', 'focus']) addEventListener(name, look, { signal });
    look();
  });
