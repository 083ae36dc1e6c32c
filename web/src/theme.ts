/**
 * Themes: a slot of kind `theme` whose content is the page's own custom properties, `{"--accent": "#0a7", "--radius": "4px"}`. They are
 * set through the CSS object model, which needs no allowance in a Content-Security-Policy. Importing this does nothing.
 */
import { kSeenAfter, whenInFront } from './element/in-front.js';
import type { Decision, Noren } from './types.js';

/** What could fetch something: what is fetched must not depend on who she is. */
const kFetching = /\b(url|src|image|image-set|-webkit-image-set)\s*\(/i;

const tokensOf = ({ content }: Decision): readonly (readonly [string, string])[] =>
  Object.entries(content ?? {}).flatMap(([name, value]) =>
    name.startsWith('--') && (typeof value === 'string' || typeof value === 'number') && !kFetching.test(String(value)) ? [[name, String(value)]] : [],
  );

/**
 * Keeps the element's custom properties (default: the whole page's) as the theme slot says. Members of the content that are no
 * custom properties, or would fetch something, are left out. Returns the way to end it; the element is then as it was before.
 *
 * ```ts
 * applyTheme(noren, 'theme');
 * ```
 */
export const applyTheme = (noren: Noren, slot: string, element: HTMLElement = document.documentElement): (() => void) => {
  let decision: Decision | null = null;
  let before: readonly (readonly [string, string])[] = [];
  let unwatch: (() => void) | null = null;
  const undo = () => {
    unwatch?.();
    unwatch = null;
    for (const [name, value] of before) element.style.setProperty(name, value);
    before = [];
  };
  const apply = () => {
    const next = noren.decide(slot);
    if (next === decision) return false;
    decision = next;
    undo();
    const tokens = tokensOf(next);
    before = tokens.map(([name]) => [name, element.style.getPropertyValue(name)]);
    for (const [name, value] of tokens) element.style.setProperty(name, value);
    return true;
  };
  const count = () => {
    unwatch?.();
    unwatch = decision?.campaign ? whenInFront(() => noren.seen(slot), kSeenAfter) : null;
  };
  const end = noren.subscribe((change) => {
    if (change !== 'decisions' && change !== 'language' && change !== 'page') return;
    if (apply() || change === 'page') count();
  });
  if (apply()) count();
  return () => {
    end();
    undo();
  };
};
