/** What stands around every page: header, footer, toast, the dock, and the question for consent. */
import { html, type TemplateResult } from 'lit-html';
import { cartCount } from '../shop/cart';
import { departments, named } from '../shop/catalog';
import { language, type Language } from '../shop/language';
import { goSearching, route, speak, to } from '../shop/route';
import { kMostLetters } from '../shop/search';
import { theme, toggleTheme } from '../shop/theme';
import { words } from '../shop/words';
import { trackSearch } from '../personal/events';
import { dock } from './dock';
import { cart as cartIcon, glass, mark, moon, sun } from './icons';
import { messages } from './messages';
import { toast } from './toast';

const languageNames: readonly (readonly [Language, string])[] = [
  ['ja', '日本語'],
  ['en', 'English'],
];

const languageSwitch = (): TemplateResult => html`
  <div class="languages" role="group" aria-label=${words().languageLabel} data-testid="languages">
    ${languageNames.map(
      ([code, name]) =>
        html`<button
          class="quiet"
          data-testid="language-${code}"
          lang=${code}
          aria-pressed=${code === language()}
          @click=${() => speak(code)}
        >
          ${name}
        </button>`,
    )}
  </div>
`;

function find(event: SubmitEvent): void {
  event.preventDefault();
  const field = (event.currentTarget as HTMLFormElement).elements.namedItem('q') as HTMLInputElement;
  const terms = field.value.trim();
  if (terms === '') return field.focus();
  trackSearch(terms);
  goSearching(terms);
}

function searchField(): TemplateResult {
  const w = words();
  const at = route();
  return html`
    <form class="search" role="search" action="/search" @submit=${find}>
      <label class="unseen" for="search">${w.searchHint}</label>
      <input
        id="search"
        name="q"
        type="search"
        enterkeyhint="search"
        autocomplete="off"
        maxlength=${kMostLetters}
        placeholder=${w.searchHint}
        data-testid="search"
        .value=${at.page === 'search' ? at.terms : ''}
      />
      <button class="icon-button" data-testid="search-button" aria-label=${w.search}>${glass}</button>
    </form>
  `;
}

function departmentLinks(): TemplateResult {
  const at = route();
  const top = at.page === 'category' ? at.category : null;
  return html`
    <nav class="departments" aria-label=${words().departments}>
      <ul>
        ${departments.map(
          (category) =>
            html`<li>
              <a href=${to(`/category/${category.slug}`)} aria-current=${category === top ? 'page' : 'false'}>${named(category.name)}</a>
            </li>`,
        )}
      </ul>
    </nav>
  `;
}

/** Only moves the focus: a change of the address would count as a page view. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function header(): TemplateResult {
  const w = words();
  const count = cartCount();
  return html`
    <a class="skip" href="#main" @click=${skip}>${w.skip}</a>
    <header>
      <p class="notice">${w.shippingLine}</p>
      <div class="header">
        <a class="brand" href=${to('/')} aria-label="暖簾屋 Norenya" lang="ja">
          ${mark}<span class="brand-name">暖簾屋</span><span class="brand-latin" lang="en">Norenya</span>
        </a>
        ${searchField()}
        <div class="header-tools">
          ${languageSwitch()}
          <button class="icon-button" data-testid="theme" aria-label=${theme() === 'dark' ? w.toLight : w.toDark} @click=${toggleTheme}>
            ${theme() === 'dark' ? sun : moon}
          </button>
          <a class="icon-button" href=${to('/cart')} data-testid="cart-link" aria-label=${w.cartWith(count)}>
            ${cartIcon}<span class="cart-count" data-testid="cart-count" ?data-empty=${count === 0} aria-hidden="true">${count}</span>
          </a>
        </div>
      </div>
      ${departmentLinks()}
    </header>
  `;
}

function footer(): TemplateResult {
  const w = words();
  return html`
    <footer class="footer">
      <div class="footer-inner">
        <div>
          <p class="footer-name">${w.shopName}</p>
          <p>${w.tagline}</p>
        </div>
        <ul class="footer-links">
          <li><a href=${to('/privacy')} data-testid="privacy-link">${w.yourData}</a></li>
          <li><button class="link-button" data-noren-consent data-testid="choice-link">${w.yourChoice}</button></li>
          <li><a href="/licences.txt">${w.licences}</a></li>
        </ul>
        <div class="fine">
          <p data-testid="simulated">${w.simulated}</p>
          <p>${w.aboutDemo} ${w.pricesInYen}</p>
          <p>${w.pictures}</p>
        </div>
      </div>
    </footer>
  `;
}

export const shell = (content: TemplateResult): TemplateResult => html`
  ${header()}
  <main id="main" tabindex="-1" data-page=${route().page}>${content}</main>
  ${footer()} ${messages()} ${toast()} ${dock()}
  <noren-consent data-testid="consent" privacy-href=${to('/privacy')} lang=${language()}></noren-consent>
`;
