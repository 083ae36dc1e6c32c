/** What all kinds of messages have in common: their content, a way to close them, and their looks. */
import { safeAddress } from '../element/fill.js';
import type { Showing } from '../element/presenter.js';

/** Weak rules: whatever the page says about [data-noren-message] wins. */
const kStyle = `
:where([data-noren-message]) {
  box-sizing: border-box; padding: .9rem 3.25rem .9rem 1.1rem; line-height: 1.5;
  color: var(--noren-message-color, CanvasText); background: var(--noren-message-background, Canvas);
  border: var(--noren-message-border, 1px solid color-mix(in srgb, currentColor 25%, transparent));
  border-radius: var(--noren-message-radius, 12px); box-shadow: var(--noren-message-shadow, 0 6px 30px rgb(0 0 0 / .2));
}
:where([data-noren-message=bar], [data-noren-message=toast]) { position: fixed; z-index: var(--noren-message-layer, 900); }
:where([data-noren-message=bar]) { inset: auto 0 var(--noren-message-offset, 0); border-radius: 0; border-inline: 0; }
:where([data-noren-message=bar][data-position=top]) { inset: var(--noren-message-offset, 0) 0 auto; }
:where([data-noren-message=toast]) {
  inset: auto 1rem calc(1rem + var(--noren-message-offset, 0px)) auto; max-width: min(24rem, calc(100vw - 2rem));
}
:where([data-noren-message=toast]:empty) { display: none; }
:where([data-noren-message=popup]) { position: fixed; max-width: min(32rem, calc(100vw - 2rem)); }
:where([data-noren-message=popup])::backdrop { background: var(--noren-message-backdrop, rgb(0 0 0 / .4)); }
:where([data-noren-message]) :where(h2, p) { margin: 0 0 .4em; }
:where([data-noren-message]) :where(h2) { font-size: 1.1em; }
:where([data-noren-message] > button[data-noren-dismiss]:last-child) {
  position: absolute; inset: .25rem .25rem auto auto; min-width: 44px; min-height: 44px; padding: 0;
  font: inherit; font-size: 1.4em; line-height: 1; color: inherit; background: none; border: 0; cursor: pointer;
}
:where([data-noren-message]) :where(a, button):focus-visible { outline: 3px solid var(--noren-message-focus, Highlight); outline-offset: -3px; }
`;

let isStyled = false;

/** A constructed sheet needs no allowance in a Content-Security-Policy. */
const style = (): void => {
  if (isStyled) return;
  isStyled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(kStyle);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name, text: string): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
};

/** What the message says. Text goes in as text, addresses are checked. */
const plainContent = ({ content }: Showing): readonly Element[] => {
  const [title, text, action, address] = [content['title'], content['text'], content['action'], content['href']].map(textOf);
  const elements: Element[] = [];
  if (title) elements.push(make('h2', title));
  if (text) elements.push(make('p', text));
  const safe = address && safeAddress(address);
  if (action && safe) {
    const link = make('a', action);
    link.href = safe;
    elements.push(link);
  }
  return elements;
};

const closeButton = (language: string): HTMLButtonElement => {
  const button = make('button', '×');
  button.type = 'button';
  button.dataset['norenDismiss'] = '';
  button.setAttribute('aria-label', language.startsWith('ja') ? '閉じる' : 'Close');
  return button;
};

/** Makes the box a message of this kind. It has a name, for those who don't see it. */
export const setUp = (box: HTMLElement, { kind, content }: Showing): void => {
  style();
  box.dataset['norenMessage'] = kind;
  const name = textOf(content['title']) ?? textOf(content['text']);
  if (name) box.setAttribute('aria-label', name);
};

/** Puts the content into its box. Nobody is ever without a way to close it. */
export const fill = (box: HTMLElement, showing: Showing): void => {
  box.append(...(showing.copy ? [showing.copy] : plainContent(showing)));
  if (!box.querySelector('[data-noren-dismiss]')) box.append(closeButton(showing.language));
};
