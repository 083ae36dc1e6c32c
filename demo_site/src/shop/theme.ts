/** Light or dark: the system's choice until the toggle is used. Kept in memory only, since a theme needs no storage. */
import { changed } from './changes';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
let chosen: Theme | null = null;

export const theme = (): Theme => chosen ?? (system.matches ? 'dark' : 'light');

export function toggleTheme(): void {
  chosen = theme() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = chosen;
  changed();
}

system.addEventListener('change', changed);
