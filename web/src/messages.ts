/**
 * Messages: bars, toasts and pop-ups. Importing this shows the slots of these kinds as what they are, whether `noren/element` is
 * imported before or after it. What a message says is the slot's filled template or, without one, `title`, `text`, and a link of
 * `action` and `href` from the variant's content.
 * Looks are the page's to change: custom properties `--noren-message-*`, and rules for `[data-noren-message]`, which win.
 */
import type { NorenSlot } from './element/noren-slot.js';
import type { Presenter } from './element/presenter.js';
import { presentPopup } from './messages/popup.js';
import { presentStrip } from './messages/strip.js';
import type { SlotKind } from './types.js';

const kPresenters: readonly (readonly [SlotKind, Presenter])[] = [
  ['bar', presentStrip],
  ['toast', presentStrip],
  ['popup', presentPopup],
];

// Found by its name, not imported: the element exists once in the page, however it was bundled.
void globalThis.customElements?.whenDefined('noren-slot').then((element) => {
  const slot = element as unknown as typeof NorenSlot;
  for (const [kind, presenter] of kPresenters) slot.present(kind, presenter);
});
