/**
 * Consent from Shopify's Customer Privacy API. Its `…ProcessingAllowed()` are also true where no law asks for an answer; what counts
 * here is what the visitor answered.
 *
 * ```ts
 * import { shopifyConsent } from 'noren/consent/shopify';
 * const noren = await createNoren({ site, consent: shopifyConsent() });
 * ```
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, decisionBy, ownOf, sourceOf, whenThere } from './watching.js';

export type { ConsentMapping, ConsentSource };

interface Shopify {
  readonly customerPrivacy?: { currentVisitorConsent(): unknown };
  loadFeatures?(features: readonly { readonly name: string; readonly version: string }[], done: (error: unknown) => void): void;
}

export interface ShopifyOptions extends WatchOptions {
  /** Shopify's kinds of processing, all of which each purpose needs. */
  readonly processing?: ConsentMapping<'preferences' | 'analytics' | 'marketing' | 'sale_of_data'>;
}

const kProcessing = { storage: ['preferences'], personalization: ['preferences'], measurement: ['analytics'] } as const;

export const shopifyConsent = ({ processing = kProcessing, ...options }: ShopifyOptions = {}): ConsentSource =>
  sourceOf('shopify', options, (tell, signal) => {
    const shopify = () => (globalThis as { readonly Shopify?: Shopify }).Shopify;
    const read = () =>
      tell(() => {
        const consent = shopify()?.customerPrivacy?.currentVisitorConsent();
        if (consent === undefined) return undefined;
        const answer = (kind: string) => ownOf(consent, kind);
        const names = Object.values(processing).flat();
        // An empty text is no answer.
        if (!names.some((kind) => answer(kind) === 'yes' || answer(kind) === 'no')) return 'pending';
        return decisionBy(processing, (kind) => (answer(kind) === '' ? undefined : answer(kind) === 'yes'));
      });
    document.addEventListener('visitorConsentCollected', read, { signal });
    whenThere(shopify, signal, (found) => {
      if (found.customerPrivacy) return read();
      tell(() => void found.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], (error) => (error ? tell(() => 'error') : read())));
    });
  });
