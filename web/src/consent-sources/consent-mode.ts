/**
 * Consent from Google Consent Mode v2, as far as a page can see it: the updates in `dataLayer`. Weak, and the last resort: there is no
 * supported way to read the state, and tools that set it from inside a tag manager never write into `dataLayer`. Where the consent
 * tool itself has an adapter, use that one.
 *
 * ```ts
 * import { consentModeConsent } from 'noren/consent/consent-mode';
 * const noren = await createNoren({ site, consent: consentModeConsent() });
 * ```
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, decisionBy, ownOf, sourceOf, whenThere } from './watching.js';

export type { ConsentMapping, ConsentSource };

export interface ConsentModeOptions extends WatchOptions {
  /** Google's consent types, all of which each purpose needs. */
  readonly types?: ConsentMapping;
  /** Name of the data layer; default `dataLayer`. */
  readonly dataLayer?: string;
}

const kTypes: ConsentMapping = { storage: ['personalization_storage'], personalization: ['personalization_storage'], measurement: ['analytics_storage'] };

type Layer = { push(...entries: unknown[]): number; readonly [index: number]: unknown } & Iterable<unknown>;

export const consentModeConsent = ({ types = kTypes, dataLayer = 'dataLayer', ...options }: ConsentModeOptions = {}): ConsentSource =>
  sourceOf('consent-mode', options, (tell, signal) => {
    const granted = new Map<string, boolean>();
    const names = Object.values(types).flat();
    /** Updates may name some types only: what was said of the others stands. Defaults are no decision. */
    const hear = (entry: unknown) =>
      tell(() => {
        if (ownOf(entry, 0) !== 'consent' || ownOf(entry, 1) !== 'update') return undefined;
        for (const name of names) {
          const said = ownOf(ownOf(entry, 2), name);
          if (said !== undefined) granted.set(name, said === 'granted');
        }
        return granted.size > 0 ? decisionBy(types, (name) => granted.get(name)) : undefined;
      });
    whenThere(() => (globalThis as unknown as Record<string, Layer | undefined>)[dataLayer], signal, (layer) => {
      tell(() => 'pending');
      for (const entry of [...layer]) hear(entry);
      const push = layer.push;
      const listening = (...entries: unknown[]): number => {
        const length = push.apply(layer, entries);
        entries.forEach(hear);
        return length;
      };
      layer.push = listening;
      signal.addEventListener('abort', () => {
        // Whoever has put something over it since keeps it; it hears nothing any more.
        if (layer.push === listening) layer.push = push;
      });
    });
  });
