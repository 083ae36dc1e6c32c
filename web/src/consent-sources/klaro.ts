/**
 * Consent from Klaro. Only what she has saved counts: Klaro also tells of each switch she moves, and of defaults.
 *
 * ```ts
 * import { klaroConsent } from 'noren/consent/klaro';
 * const noren = await createNoren({ site, consent: klaroConsent() });
 * ```
 * Klaro's configuration has a service named `noren` and, where reports are used, one named `noren-measurement`.
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, decisionBy, ownOf, sourceOf, whenThere } from './watching.js';

export type { ConsentMapping, ConsentSource };

/** What of Klaro's manager is used. */
export interface KlaroManager {
  readonly confirmed: boolean;
  readonly consents: unknown;
  watch(watcher: KlaroWatcher): void;
  unwatch(watcher: KlaroWatcher): void;
}
interface KlaroWatcher {
  update(manager: KlaroManager, name: string, data: unknown): void;
}

export interface KlaroOptions extends WatchOptions {
  /** Names of Klaro's services, all of which each purpose needs. */
  readonly services?: ConsentMapping;
  /** Default: `klaro.getManager()` of the global that its script makes. */
  readonly manager?: KlaroManager;
}

const kServices: ConsentMapping = { storage: ['noren'], personalization: ['noren'], measurement: ['noren-measurement'] };

export const klaroConsent = ({ services = kServices, manager, ...options }: KlaroOptions = {}): ConsentSource =>
  sourceOf('klaro', options, (tell, signal) => {
    const look = () => manager ?? (globalThis as { readonly klaro?: { getManager(): KlaroManager } }).klaro?.getManager();
    whenThere(look, signal, (found) => {
      let isConfirmed = false;
      const readSaved = () => {
        isConfirmed = true;
        return decisionBy(services, (service) => ownOf(found.consents, service) === true);
      };
      const watcher: KlaroWatcher = {
        update(_, name) {
          tell(() => {
            if (name === 'saveConsents') return readSaved();
            // A reset forgets her answer, and with it her yes.
            if (found.confirmed || !isConfirmed) return undefined;
            isConfirmed = false;
            return decisionBy(services, () => false);
          });
        },
      };
      tell(() => void found.watch(watcher));
      signal.addEventListener('abort', () => found.unwatch(watcher));
      tell(() => (found.confirmed ? readSaved() : 'pending'));
    });
  });
