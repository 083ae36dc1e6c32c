/** One product: picture, price, words, the way into the cart, and what goes with it. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { findCategory, lineOf, named, type Product } from '../shop/catalog';
import { quantityOf, setQuantity } from '../shop/cart';
import { words } from '../shop/words';
import { trackCartChange } from '../personal/events';
import { boughtTogether, similar, viewedNext } from '../personal/rows';
import { picture, price, row } from './card';
import { breadcrumb } from './category';
import { noteSlot } from './slots';
import { say } from './toast';

function addToCart(shown: Product): void {
  const before = quantityOf(shown);
  setQuantity(shown, before + 1);
  trackCartChange(shown, quantityOf(shown) - before);
  say(() => words().added(named(shown.title)));
}

function buyButton(shown: Product): TemplateResult {
  const w = words();
  const soldOut = shown.availability === 'out_of_stock';
  const label = soldOut ? w.soldOut : shown.availability === 'preorder' ? w.preorder : w.addToCart;
  return html`<button class="button button-wide" data-testid="add-to-cart" ?disabled=${soldOut} @click=${() => addToCart(shown)}>
    ${label}
  </button>`;
}

export function product(shown: Product): TemplateResult {
  const w = words();
  const own = findCategory(shown.slugs.at(-1) ?? '');
  const department = findCategory(shown.slugs[0] ?? '');
  const together = boughtTogether(shown, 4);
  const withIt = together.list !== 'bought-together' && department ? w.alsoIn(named(department.name)) : w.boughtTogether;
  const alike = similar(shown, 4, together.entries.map((entry) => entry.product));
  const next = viewedNext(shown, [...together.entries, ...(alike?.entries ?? [])].map((entry) => entry.product));
  return html`
    ${breadcrumb(own ? lineOf(own) : [], named(shown.title))}
    <article class="product" data-testid="product" data-item=${shown.id}>
      ${picture(shown, 'picture-large')}
      <div class="product-words">
        <p class="product-brand">${shown.brand}</p>
        <h1 tabindex="-1">${named(shown.title)}</h1>
        <p class="product-price">${price(shown)}</p>
        ${buyButton(shown)}
        <p class="product-description">${named(shown.description)}</p>
        ${noteSlot()}
      </div>
    </article>
    ${row('bought-together', withIt, together)} ${alike ? row('similar', w.similar, alike, own ? w.alsoIn(named(own.name)) : '') : nothing} ${next ? row('viewed-next', w.viewedNext, next) : nothing}
  `;
}
