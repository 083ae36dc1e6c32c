/** A consent source that says what a test makes it say. */
import type { ConsentChoice, ConsentSource, Told } from '../../../web/src/types.js';

export const kYes: ConsentChoice = { storage: true, personalization: true };
export const kNo: ConsentChoice = { storage: false, personalization: false, measurement: false };

export interface PuppetSource extends ConsentSource {
  /** Tells; anything at all. */
  say(told: Told | unknown): void;
  readonly isRunning: boolean;
}

/** `first` is told in start(). */
export const puppet = (name = 'tool', first?: Told | unknown): PuppetSource => {
  let tell: ((told: Told) => void) | null = null;
  return {
    name,
    start(hear) {
      tell = hear;
      if (first !== undefined) hear(first as Told);
    },
    stop() {
      tell = null;
    },
    say: (told) => tell?.(told as Told),
    get isRunning() {
      return tell !== null;
    },
  };
};
