/**
 * Noren's custom elements. Importing this defines `<noren-slot>` and `<noren-consent>`; connect them once with
 * `connectSlots(noren)` or `NorenSlot.noren = noren`, before or after they are in the page.
 */
import { NorenConsent } from './element/noren-consent.js';
import { NorenSlot, connectSlots } from './element/noren-slot.js';
import type { Decision } from './types.js';

export { NorenConsent, NorenSlot, connectSlots };
export type { Decision };

declare global {
  interface HTMLElementTagNameMap {
    'noren-slot': NorenSlot;
    'noren-consent': NorenConsent;
  }
  interface HTMLElementEventMap {
    'noren-decision': CustomEvent<Decision>;
  }
}

if (globalThis.customElements) {
  if (!customElements.get('noren-slot')) customElements.define('noren-slot', NorenSlot);
  if (!customElements.get('noren-consent')) customElements.define('noren-consent', NorenConsent);
}
