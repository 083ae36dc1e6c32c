/**
 * `<noren-consent privacy-href="/privacy">`: asks for storage and personalization. Yes and no are the same button in every way but
 * the word. It takes no focus, covers nothing that must be reached first, and is gone once answered; `show()` brings it back.
 *
 * `openDialog()` shows a switch for each purpose, from the banner and from anywhere in the page: a click on an element with the
 * attribute `data-noren-consent` opens it, one with `data-noren-withdraw` takes consent back at once.
 *
 * Attributes: `purposes` (those of the dialog; default all three), `refused-on` (the day of her last no, `2026-11-22`, where the page
 * remembers it: she is not asked again for six months). Each answer is told by an event `noren-answer`.
 * Looks are the page's to change: custom properties `--noren-consent-*`, parts `banner title text actions button yes no choose link
 * dialog purpose purpose-name purpose-text switch none save all close`.
 */
import type { Change, ConsentChoice, Noren, Purpose } from '../types.js';
import { ElementBase, connect, connectedNoren, listen, unlisten } from './connection.js';
import { consentDialog } from './consent-dialog.js';
import { consentStyle } from './consent-style.js';
import { consentWords } from './consent-words.js';
import { safeAddress } from './fill.js';
import { make } from './make.js';

/** In the order in which they are shown. */
const kPurposes: readonly Purpose[] = ['personalization', 'storage', 'measurement'];
const kSixMonths = 183 * 86_400_000;

/** As Noren itself reads it: what can't be read counts as said. */
const refusedByBrowser = (): readonly Purpose[] => {
  try {
    if (!(navigator as { readonly globalPrivacyControl?: boolean }).globalPrivacyControl) return [];
  } catch {
    // an extension guards it
  }
  return ['measurement'];
};

export class NorenConsent extends ElementBase {
  static readonly observedAttributes = ['privacy-href', 'lang', 'refused-on'];

  /** The Noren of all elements of the page; the same as `NorenSlot.noren`. */
  static get noren(): Noren | null {
    return connectedNoren();
  }
  static set noren(noren: Noren | null) {
    connect(noren);
  }

  #root: ShadowRoot | null = null;
  #banner: HTMLElement | null = null;
  #dialog: HTMLDialogElement | null = null;
  #end = new AbortController();
  /** Brought back by show(), though there is an answer. */
  #again = false;

  connectedCallback(): void {
    this.hidden = true;
    this.#end = new AbortController();
    document.addEventListener('click', (event) => this.#clicked(event), { signal: this.#end.signal });
    listen(this);
  }

  disconnectedCallback(): void {
    this.#end.abort();
    this.#dialog?.close();
    unlisten(this);
  }

  attributeChangedCallback(): void {
    const noren = connectedNoren();
    if (noren && this.isConnected) this.hear(noren, null);
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
    if (this.#banner) this.#banner.hidden = true;
    this.#update();
  }

  /** Opens the dialog with a switch for each purpose. */
  openDialog(): void {
    const noren = connectedNoren();
    if (!noren || this.#dialog) return;
    const language = this.#language(noren);
    const wanted = this.getAttribute('purposes')?.split(/\s+/);
    const dialog = consentDialog({
      words: consentWords(language),
      language,
      purposes: wanted ? kPurposes.filter((purpose) => wanted.includes(purpose)) : kPurposes,
      granted: noren.consent.state.purposes,
      refused: refusedByBrowser(),
      chosen: (choice) => this.#answer(() => noren.consent.choose(choice), choice),
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      this.#dialog = null;
      this.#update();
    });
    this.#dialog = dialog;
    this.#shadow().append(dialog);
    this.#update();
    dialog.showModal();
  }

  hear(noren: Noren, change: Change | null): void {
    if (change === 'decisions') return;
    const ask = noren.status.state === 'ready' && (this.#again || (!noren.consent.state.answered && !this.#isRefused()));
    if (ask && !this.#dialog) this.#render(noren);
    if (this.#banner) this.#banner.hidden = !ask;
    this.#update();
  }

  #update(): void {
    this.hidden = !this.#dialog && this.#banner?.hidden !== false;
  }

  #language(noren: Noren): string {
    return this.getAttribute('lang') || noren.language;
  }

  #isRefused(): boolean {
    return Date.now() - Date.parse(this.getAttribute('refused-on') ?? '') < kSixMonths;
  }

  #clicked(event: Event): void {
    const origin = event.target instanceof Element ? event.target.closest('[data-noren-consent], [data-noren-withdraw]') : null;
    const noren = connectedNoren();
    if (!origin || !noren) return;
    if (origin.hasAttribute('data-noren-consent')) this.openDialog();
    else this.#answer(() => noren.consent.withdraw(), { storage: false, personalization: false, measurement: false });
  }

  #answer(carryOut: () => Promise<void>, purposes: ConsentChoice): void {
    this.hide();
    void carryOut();
    this.dispatchEvent(new CustomEvent('noren-answer', { bubbles: true, detail: { purposes } }));
  }

  #render(noren: Noren): void {
    const language = this.#language(noren);
    const words = consentWords(language);
    const answer = (name: 'yes' | 'no', carryOut: () => Promise<void>, purposes: ConsentChoice) => {
      const button = make('button', { type: 'button', part: `button ${name}` }, make('slot', { name }, words[name]));
      button.addEventListener('click', () => this.#answer(carryOut, purposes));
      return button;
    };
    const text = make('p', { part: 'text' }, make('slot', { name: 'text' }, words.text));
    const more = safeAddress(this.getAttribute('privacy-href') ?? '');
    if (more && this.hasAttribute('privacy-href')) {
      text.append(' ', make('a', { part: 'link', href: more }, make('slot', { name: 'link' }, words.more)));
    }
    const choose = make('button', { type: 'button', part: 'choose', class: 'choose' }, words.choose);
    choose.addEventListener('click', () => this.openDialog());
    const banner = make(
      'section',
      { part: 'banner', role: 'region', 'aria-label': words.label, lang: language },
      make('h2', { part: 'title' }, make('slot', { name: 'title' }, words.title)),
      text,
      make(
        'div',
        { part: 'actions', class: 'actions' },
        answer('no', () => noren.consent.deny(), { storage: false, personalization: false, measurement: false }),
        answer('yes', () => noren.consent.grant(), { storage: true, personalization: true }),
      ),
      choose,
    );
    if (this.#banner) this.#banner.replaceWith(banner);
    else this.#shadow().prepend(banner);
    this.#banner = banner;
  }

  #shadow(): ShadowRoot {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: 'open' });
      this.#root.adoptedStyleSheets = [consentStyle()];
    }
    return this.#root;
  }
}
