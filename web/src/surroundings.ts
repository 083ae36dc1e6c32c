/** What this page view itself says, without any profile: the device's class, and what its clock says. */
import type { Vocabulary } from './vocabulary.js';

const kPhoneWidth = 600;
const kTabletWidth = 1200;

/** By the width of the window and the kind of pointer; nothing finer, which could tell devices apart. */
export const deviceClass = (): 'phone' | 'tablet' | 'desktop' => {
  if (typeof window === 'undefined') return 'desktop';
  if (window.innerWidth < kPhoneWidth) return 'phone';
  const touch = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches;
  return touch && window.innerWidth < kTabletWidth ? 'tablet' : 'desktop';
};

export interface Surroundings {
  readonly language: number;
  readonly device: number;
  readonly page: number;
  /** Of the device's clock: 540 in Tokyo. */
  readonly utcOffsetMinutes: number;
}

export const surroundings = (vocabulary: Vocabulary, language: string, page: string, now: number): Surroundings => {
  return {
    language: vocabulary.languages.get(language) ?? -1,
    device: vocabulary.devices.get(deviceClass()) ?? -1,
    page: vocabulary.pages.get(page) ?? -1,
    utcOffsetMinutes: -new Date(now).getTimezoneOffset(),
  };
};
