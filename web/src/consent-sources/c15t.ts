/**
 * Consent from c15t. What it grants by itself, where no law asks for an answer, is no answer.
 *
 * ```ts
 * import { getOrCreateConsentRuntime } from 'c15t';
 * import { c15tConsent } from 'noren/consent/c15t';
 * const { consentStore } = getOrCreateConsentRuntime({ … });
 * const noren = await createNoren({ site, consent: c15tConsent({ store: consentStore }) });
 * ```
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, dayOf, decisionBy, ownOf, sourceOf, whenThere } from './watching.js';

export type { ConsentMapping, ConsentSource };

interface C15tState {
  readonly consents: unknown;
  readonly consentInfo?: { readonly time?: unknown } | null;
  hasConsented(): boolean;
}

/** What of c15t's store is used. */
export interface C15tStore {
  getState(): C15tState;
  subscribe(listener: () => void): () => void;
}

export interface C15tOptions extends WatchOptions {
  /** Names of c15t's categories, all of which each purpose needs. */
  readonly categories?: ConsentMapping;
  /** Default: the global `c15tStore`. */
  readonly store?: C15tStore;
}

/** `experience` is c15t's category of personalization and tests. */
const kCategories: ConsentMapping = { storage: ['experience'], personalization: ['experience'], measurement: ['measurement'] };

export const c15tConsent = ({ categories = kCategories, store, ...options }: C15tOptions = {}): ConsentSource =>
  sourceOf('c15t', options, (tell, signal) => {
    const look = () => store ?? (globalThis as { readonly c15tStore?: C15tStore }).c15tStore;
    whenThere(look, signal, (found) => {
      let isDecided = false;
      const read = () =>
        tell(() => {
          const { consents, consentInfo, ...state } = found.getState();
          if (state.hasConsented()) {
            isDecided = true;
            return decisionBy(categories, (category) => ownOf(consents, category) === true, dayOf(consentInfo?.time));
          }
          if (!isDecided) return 'pending';
          isDecided = false;
          return decisionBy(categories, () => false);
        });
      // The store tells of every change of anything in it, also of switches that are not saved; those are elsewhere in it.
      tell(() => void signal.addEventListener('abort', found.subscribe(read)));
      read();
    });
  });
