/**
 * Addresses: reading the one we are at, making links, going somewhere without loading a document.
 */
import { changed } from './changes';
import { findCategory, findProduct, type Category, type Product } from './catalog';
import { language, languages, setLanguage, type Language } from './language';

export type Route =
  | { readonly page: 'home' | 'cart' | 'complete' | 'guide' | 'privacy' | 'missing' }
  | { readonly page: 'category'; readonly category: Category }
  | { readonly page: 'search'; readonly terms: string }
  | { readonly page: 'product'; readonly product: Product };

const kPlainPages = ['cart', 'complete', 'guide', 'privacy'] as const;

function read(path: string): Route {
  const [, first = '', second = ''] = path.split('/');
  if (first === '') return { page: 'home' };
  if (first === 'search' && second === '') return { page: 'search', terms: termsOfAddress() };
  const plain = kPlainPages.find((page) => page === first);
  if (second === '' && plain) return { page: plain };
  const name = safeDecode(second);
  const category = first === 'category' ? findCategory(name) : undefined;
  if (category) return { page: 'category', category };
  const product = first === 'product' ? findProduct(name) : undefined;
  if (product) return { page: 'product', product };
  return { page: 'missing' };
}

/**
 * What is searched for stands behind the `#`, as `#q=coffee`, which a browser keeps to itself: reloading the page tells the server nothing.
 * An address with `?q=`, as other shops have it, is taken as well, and rewritten.
 */
function termsOfAddress(): string {
  const query = new URLSearchParams(location.search);
  const asked = query.get('q');
  if (asked !== null) {
    query.delete('q');
    history.replaceState(null, '', `${location.pathname}?${query}#${new URLSearchParams({ q: asked })}`);
  }
  return (new URLSearchParams(location.hash.slice(1)).get('q') ?? '').trim();
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

let current: Route = read(location.pathname);
let visit = 0;

export const route = (): Route => current;
/** Counts up with each page view, so that whoever remembers one knows whether it is still on. */
export const pageView = (): number => visit;

/** The address of a path in the current (or the given) language; other parameters of ours stay. */
export function to(path: string, inLanguage: Language = language()): string {
  const query = new URLSearchParams(location.search);
  query.set('lang', inLanguage);
  return `${path}?${query}`;
}

const arrivals: (() => void)[] = [];
/** Calls back after each change of page, before it is drawn. */
export function onArrival(listener: () => void): void {
  arrivals.push(listener);
}

function arrive(): void {
  const query = new URLSearchParams(location.search).get('lang');
  const asked = languages.find((name) => name === query);
  if (asked) setLanguage(asked);
  current = read(location.pathname);
  visit += 1;
  for (const listener of arrivals) listener();
  changed();
}

export function go(path: string): void {
  history.pushState(null, '', to(path));
  arrive();
}

/** To what is found for these words. */
export function goSearching(terms: string): void {
  history.pushState(null, '', `${to('/search')}#${new URLSearchParams({ q: terms })}`);
  arrive();
}

/** The same page in another language. It is no new page view: nothing is tracked and the focus stays. */
export function speak(next: Language): void {
  history.replaceState(null, '', to(location.pathname, next) + location.hash);
  setLanguage(next);
}

/** To a heading further down. The address stays: a change would count as a page view. */
function point(id: string): void {
  // After the drawing, which happens in a microtask of its own.
  setTimeout(() => {
    const heading = document.getElementById(id);
    heading?.scrollIntoView({ block: 'center' });
    heading?.focus({ preventScroll: true });
  });
}

/** Follows links inside the shop without loading a document; clicks that ask for a new tab or a download stay the browser's. */
export function listenForLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // Also inside of elements such as the consent banner, from outside of which the target is the element itself.
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || /\.\w+$/.test(url.pathname)) return;
    event.preventDefault();
    if (url.pathname !== location.pathname || url.hash === '') go(url.pathname);
    if (url.hash !== '') point(url.hash.slice(1));
  });
  addEventListener('popstate', arrive);
}
