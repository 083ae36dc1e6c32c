/** The three purposes of consent, as privacy/consent.h numbers them, and the level of service that follows. */
import type { Level, Purpose } from './types.js';

const kBits: Readonly<Record<Purpose, number>> = { storage: 1, personalization: 2, measurement: 4 };
export const kPurposes = Object.keys(kBits) as readonly Purpose[];

/** What `grant()` asks for when it is not told. */
export const kDefaultPurposes: readonly Purpose[] = ['storage', 'personalization'];

export const bitsOf = (purposes: readonly Purpose[]): number => purposes.reduce((bits, purpose) => bits | kBits[purpose], 0);

export const purposesOf = (bits: number): readonly Purpose[] => kPurposes.filter((purpose) => (bits & kBits[purpose]) !== 0);

export const levelOf = (purposes: readonly Purpose[]): Level => {
  if (!purposes.includes('personalization')) return 'contextual';
  return purposes.includes('measurement') ? 'measured' : 'personal';
};
