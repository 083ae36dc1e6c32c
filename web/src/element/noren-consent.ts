/**
 * `<noren-consent privacy-href="/privacy">`: asks for storage and personalization. Yes and no are the same button in every way but
 * the word. It takes no focus, covers nothing that must be reached first, and is gone once answered; `show()` brings it back.
 * Looks are the page's to change: custom properties `--noren-consent-*`, parts `banner title text actions button yes no link`.
 */
import type { Change, Noren } from '../types.js';
import { ElementBase, connect, connectedNoren, listen, unlisten } from './connection.js';
import { consentWords } from './consent-words.js';
import { safeAddress } from './fill.js';

const kStyle = `
:host {
  position: fixed; inset: auto 0 0 0; z-index: 1000; display: block; color-scheme: light dark;
  padding: max(12px, env(safe-area-inset-bottom)) 12px; pointer-events: none;
}
:host([hidden]) { display: none; }
section {
  pointer-events: auto; box-sizing: border-box; max-width: 44rem; margin: 0 auto; padding: 1.1rem 1.25rem;
  font: var(--noren-consent-font, 1rem/1.6 system-ui, sans-serif);
  color: var(--noren-consent-color, CanvasText); background: var(--noren-consent-background, Canvas);
  border: var(--noren-consent-border, 1px solid color-mix(in srgb, currentColor 25%, transparent));
  border-radius: var(--noren-consent-radius, 12px); box-shadow: var(--noren-consent-shadow, 0 6px 30px rgb(0 0 0 / .2));
}
h2 { margin: 0 0 .35em; font-size: 1.05em; line-height: 1.4; }
p { margin: 0 0 .9em; font-size: .925em; }
a { color: inherit; }
div { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
button {
  min-height: 44px; padding: .55em 1em; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--noren-consent-button-color, CanvasText); background: var(--noren-consent-button-background, Canvas);
  border: var(--noren-consent-button-border, 2px solid currentColor); border-radius: var(--noren-consent-button-radius, 8px);
}
button:hover { text-decoration: underline; }
:is(a, button):focus-visible { outline: 3px solid var(--noren-consent-focus, Highlight); outline-offset: 2px; }
`;

let sheet: CSSStyleSheet | undefined;

/** A constructed sheet needs no allowance in a Content-Security-Policy. */
const styleSheet = (): CSSStyleSheet => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(kStyle);
  }
  return sheet;
};

const make = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...children);
  return element;
};

export class NorenConsent extends ElementBase {
  static readonly observedAttributes = ['privacy-href', 'lang'];

  /** The Noren of all elements of the page; the same as `NorenSlot.noren`. */
  static get noren(): Noren | null {
    return connectedNoren();
  }
  static set noren(noren: Noren | null) {
    connect(noren);
  }

  #root: ShadowRoot | null = null;
  /** Brought back by show(), though there is an answer. */
  #again = false;

  connectedCallback(): void {
    this.hidden = true;
    listen(this);
  }

  disconnectedCallback(): void {
    unlisten(this);
  }

  attributeChangedCallback(): void {
    const noren = connectedNoren();
    if (noren && !this.hidden) this.#render(noren);
  }

  /** Shows the question again, so that the answer can be changed. */
  show(): void {
    this.#again = true;
    const noren = connectedNoren();
    if (noren) this.hear(noren, null);
  }

  /** Hides it without an answer. */
  hide(): void {
    this.#again = false;
    this.hidden = true;
  }

  hear(noren: Noren, change: Change | null): void {
    if (change === 'decisions') return;
    const ask = noren.status.state === 'ready' && (this.#again || !noren.consent.state.answered);
    if (ask) this.#render(noren);
    this.hidden = !ask;
  }

  #render(noren: Noren): void {
    const language = this.getAttribute('lang') || noren.language;
    const words = consentWords(language);
    const answer = (name: 'yes' | 'no', carryOut: () => Promise<void>) => {
      const button = make('button', { type: 'button', part: `button ${name}` }, make('slot', { name }, new Text(words[name])));
      button.addEventListener('click', () => {
        this.hide();
        void carryOut();
      });
      return button;
    };
    const text = make('p', { part: 'text' }, make('slot', { name: 'text' }, new Text(words.text)));
    const more = safeAddress(this.getAttribute('privacy-href') ?? '');
    if (more && this.hasAttribute('privacy-href')) {
      text.append(' ', make('a', { part: 'link', href: more }, make('slot', { name: 'link' }, new Text(words.more))));
    }
    const banner = make(
      'section',
      { part: 'banner', role: 'region', 'aria-label': words.label, lang: language },
      make('h2', { part: 'title' }, make('slot', { name: 'title' }, new Text(words.title))),
      text,
      make(
        'div',
        { part: 'actions' },
        answer('no', () => noren.consent.deny()),
        answer('yes', () => noren.consent.grant()),
      ),
    );
    this.#shadow().replaceChildren(banner);
  }

  #shadow(): ShadowRoot {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: 'open' });
      this.#root.adoptedStyleSheets = [styleSheet()];
    }
    return this.#root;
  }
}
