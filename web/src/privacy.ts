/** What the visitor may know and do about what is kept of her: `noren.privacy`. */
import type { Consent } from './consent.js';
import type { Erasure, PrivacyControl, PrivacyStatus } from './types.js';

export class Privacy implements PrivacyControl {
  readonly #consent: Consent;

  constructor(consent: Consent) {
    this.#consent = consent;
  }

  status(): PrivacyStatus {
    const { state, given, storage, notes } = this.#consent;
    return {
      purposes: state.purposes,
      source: given?.source ?? null,
      day: given ? new Date(given.day * 86_400_000).toISOString().slice(0, 10) : null,
      textVersion: given?.text ?? null,
      storage: storage.erasure === 'none' ? 'memory' : 'encrypted',
      erasure: storage.erasure,
      epsilon: null,
      notes,
    };
  }

  erase(): Promise<Erasure> {
    return this.#consent.erase();
  }
}
