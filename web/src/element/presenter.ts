/** How kinds of slots are shown that are not simply content in its place: what `<noren-slot>` and its presenters agree on. Types only. */
import type { Content } from '../site.js';
import type { SlotKind } from '../types.js';

/** What is to be shown. */
export interface Showing {
  readonly slot: HTMLElement;
  readonly kind: SlotKind;
  readonly content: Content;
  /** The slot's template, filled; null where it has none. */
  readonly copy: DocumentFragment | null;
  /** BCP 47. */
  readonly language: string;
  /** She closes it. */
  dismiss(): void;
  /** Takes it away for this page view, as if it had not been closed: its time is over. Nothing is counted. */
  close(): void;
}

/** What is shown. */
export interface Presentation {
  /** What has to be visible to be seen; null where there is nothing to look at. */
  readonly target: Element | null;
  /** Takes it away. */
  end(): void;
}

export type Presenter = (showing: Showing) => Presentation;
