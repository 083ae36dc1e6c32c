/** The one Noren that a page's elements listen to, whichever of the two comes first. */
import type { Change, Noren } from '../types.js';

export interface Listening {
  /** Called with each change, and with null when there is a Noren now or another one. */
  hear(noren: Noren, change: Change | null): void;
}

const elements = new Set<Listening>();
let current: Noren | null = null;
let end: (() => void) | null = null;

export const connectedNoren = (): Noren | null => current;

/** Gives the elements of this page their Noren; null takes it away. */
export const connect = (noren: Noren | null): void => {
  if (noren === current) return;
  end?.();
  current = noren;
  end = noren && noren.subscribe((change) => elements.forEach((element) => element.hear(noren, change)));
  if (noren) elements.forEach((element) => element.hear(noren, null));
};

export const listen = (element: Listening): void => {
  elements.add(element);
  if (current) element.hear(current, null);
};

export const unlisten = (element: Listening): void => {
  elements.delete(element);
};

/** The elements that are in the page. */
export const listening = (): Iterable<Listening> => [...elements];

/** On a server there are no elements, but importing must do no harm. */
export const ElementBase: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);
