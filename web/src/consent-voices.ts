/**
 * Who says what about consent, and what follows. A purpose is granted where somebody says yes and nobody says no: between two
 * sources the no wins, whichever came first, until the one who said it takes it back. Purposes are bits, as in privacy/consent.h.
 */
import type { ConsentDecision } from './consent-sources/source.js';
import { kPurposes } from './purposes.js';

/** A decision: the purposes that are granted by it, those that are refused, and the day where it is known. */
export interface Decision {
  readonly yes: number;
  readonly no: number;
  readonly day?: number | undefined;
}

/** What a source has told, read with suspicion: it may be anything. Only `true` is a yes; all else that is said of a purpose is a no. */
export const readTold = (told: unknown): Decision | 'pending' | 'error' => {
  if (told === 'pending') return told;
  try {
    const { purposes, day } = told as ConsentDecision;
    let [yes, no] = [0, 0];
    kPurposes.forEach((purpose, bit) => {
      const said = Object.hasOwn(purposes, purpose) ? purposes[purpose] : null;
      if (said === true) yes |= 1 << bit;
      else if (said != null) no |= 1 << bit;
    });
    return yes | no ? { yes, no, day: Number.isInteger(day) ? day : undefined } : 'pending';
  } catch {
    return 'error';
  }
};

const kAll = 7;

/**
 * Nine bits for each source: the yeses that stand, its noes, and the yeses that it told last. Those last are kept also where a no of
 * another tab has made them void: telling them again is nothing new.
 */
export class Voices {
  readonly #voices = new Map<string, number>();

  #of(source: string): number {
    return this.#voices.get(source) ?? 0;
  }

  /** True once it has told a decision. */
  has(source: string): boolean {
    return this.#of(source) > kAll;
  }

  /** Adds to what it said before. False where that is nothing new; with `again` it counts all the same. */
  say(source: string, { yes, no }: Decision, again: boolean): boolean {
    const before = this.#of(source);
    const [refused, told] = [(before >> 3) & kAll, before >> 6];
    const isNew = again || (yes & ~told) | (no & ~refused);
    if (isNew) this.#voices.set(source, ((before | yes) & ~no & kAll) | (((refused | no) & ~yes) << 3) | (((told | yes) & ~no) << 6));
    return !!isNew;
  }

  /** It says nothing any more. */
  forget(source: string): void {
    this.#voices.delete(source);
  }

  /** A stored yes of that source takes the place of what it said. */
  replace(source: string, yes: number): void {
    this.#voices.set(source, (this.#of(source) & ~(kAll | (kAll << 3))) | yes);
  }

  /** A stored yes of that source counts where it said nothing. */
  complete(source: string, yes: number): void {
    const before = this.#of(source);
    this.#voices.set(source, before | (yes & ~(before >> 3)));
  }

  /** Another tab has heard a no: no yes said before counts. */
  void(purposes: number): void {
    for (const [source, voice] of this.#voices) this.#voices.set(source, voice & ~purposes);
  }

  get granted(): number {
    let all = 0;
    for (const voice of this.#voices.values()) all |= voice;
    return all & ~(all >> 3) & kAll;
  }
}
