/**
 * A template's copy, filled from a variant's content. Text goes in as text and addresses are checked, so a site document can't
 * bring markup or script into the page.
 */
import type { Content } from '../site.js';
import type { Json } from '../types.js';

/** The member at `hero.title`; undefined where there is none. */
const memberAt = (content: Content, path: string): Json | undefined => {
  let value: Json | undefined = content;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return undefined;
    value = (value as Content)[name];
  }
  return value;
};

const textAt = (content: Content, path: string | null): string | undefined => {
  const value = memberAt(content, path ?? '');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};

/** The address, if it is relative, http or https; undefined for anything else, such as `javascript:`. */
export const safeAddress = (address: string): string | undefined => {
  try {
    const { protocol } = new URL(address, document.baseURI);
    return protocol === 'https:' || protocol === 'http:' ? address : undefined;
  } catch {
    return undefined;
  }
};

const kLinks = 'a,area';
const kPictures = 'img,source,video';

const setAddress = (element: Element, attribute: string, address: string, allowed: string): void => {
  const safe = element.matches(allowed) ? safeAddress(address) : undefined;
  if (safe === undefined) {
    element.removeAttribute(attribute);
    console.warn(`noren: ${attribute}="${address}" was left out of <${element.localName}>; only ${allowed} take addresses, relative, http or https`);
  } else {
    element.setAttribute(attribute, safe);
  }
};

type Fill = (element: Element, value: string) => void;

const kFills: readonly (readonly [string, Fill])[] = [
  ['data-noren-text', (element, text) => void (element.textContent = text)],
  ['data-noren-href', (element, address) => setAddress(element, 'href', address, kLinks)],
  ['data-noren-src', (element, address) => setAddress(element, 'src', address, kPictures)],
  ['data-noren-alt', (element, text) => element.setAttribute('alt', text)],
  ['data-noren-class', (element, names) => element.classList.add(...names.split(/\s+/).filter(Boolean))],
];

/** A copy of the template; what the content does not name stays as the template has it. */
export const fillTemplate = (template: HTMLTemplateElement, content: Content): DocumentFragment => {
  const copy = document.importNode(template.content, true);
  for (const [attribute, fill] of kFills) {
    for (const element of copy.querySelectorAll(`[${attribute}]`)) {
      const value = textAt(content, element.getAttribute(attribute));
      if (value !== undefined) fill(element, value);
    }
  }
  return copy;
};
