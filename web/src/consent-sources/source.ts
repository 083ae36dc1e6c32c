/**
 * The contract of what tells Noren of consent: a consent tool of the page, seen through an adapter (`noren/consent/tcf` and its
 * neighbours), or anything that a page writes itself.
 *
 * A source tells decisions that the visitor has made, and only those: a switch that is not saved yet, a default, or a banner that is
 * open is none. It may tell the same again as often as it likes. It stores nothing.
 */
import type { Purpose } from '../types.js';

/** What was said of each purpose: `true` is a yes, `false` a no. Of one that is missing nothing was said; what was said before stands. */
export type ConsentChoice = Readonly<Partial<Record<Purpose, boolean>>>;

export interface ConsentDecision {
  readonly purposes: ConsentChoice;
  /** The day she decided, in days since 1970, where the tool remembers it. Default: today. */
  readonly day?: number;
}

/**
 * What a source tells. `pending`: she has not decided yet, or is being asked again; a decision told before on this page view stands.
 * `error`: the tool is missing or broken. Nothing is granted on its word then, and nothing is erased.
 */
export type Told = ConsentDecision | 'pending' | 'error';

export interface ConsentSource {
  /** A short name such as `klaro`; it is kept with a yes. One source of a name is used at a time. */
  readonly name: string;
  /** Begins to watch the tool, and tells at once what is decided already. */
  start(tell: (told: Told) => void): void;
  /** Leaves the tool as it was before. Nothing is told from then on. */
  stop(): void;
}
