/**
 * The language of the page: `?lang=ja|en` in the address, otherwise the browser's. It travels in links, because a shop that
 * stores nothing without consent can't remember it.
 */
import { changed } from './changes';

export type Language = 'ja' | 'en';
export const languages: readonly Language[] = ['ja', 'en'];

function initial(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked === 'ja' || asked === 'en') return asked;
  return navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

let current: Language = initial();
document.documentElement.lang = current;

export const language = (): Language => current;

export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  document.documentElement.lang = next;
  changed();
}
