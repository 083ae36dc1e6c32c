/**
 * Noren's custom elements. Importing this defines `<noren-slot>` and `<noren-consent>`; connect them once with
 * `connectSlots(noren)` or `NorenSlot.noren = noren`, before or after they are in the page.
 */
import { presentLayout } from './element/layout.js';
import { NorenConsent } from './element/noren-consent.js';
import { NorenSlot, connectSlots } from './element/noren-slot.js';
import type { Presentation, Presenter, Showing } from './element/presenter.js';
import type { ConsentChoice, Decision } from './types.js';

export { NorenConsent, NorenSlot, connectSlots };
export type { Decision, Presentation, Presenter, Showing };

declare global {
  interface HTMLElementTagNameMap {
    'noren-slot': NorenSlot;
    'noren-consent': NorenConsent;
  }
  interface HTMLElementEventMap {
    'noren-decision': CustomEvent<Decision>;
    /** She has answered the question of `<noren-consent>`. */
    'noren-answer': CustomEvent<{ readonly purposes: ConsentChoice }>;
  }
}

if (globalThis.customElements) {
  NorenSlot.present('layout', presentLayout);
  if (!customElements.get('noren-slot')) customElements.define('noren-slot', NorenSlot);
  if (!customElements.get('noren-consent')) customElements.define('noren-consent', NorenConsent);
}
