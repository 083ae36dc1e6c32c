/** The cart: lines, total, what is missing to free shipping, and what would go with it. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { cartDiscount, cartLines, cartTotal, kMostOfOne, placeOrder, setQuantity, type Line } from '../shop/cart';
import { named, type Product } from '../shop/catalog';
import { freeShippingFrom, shippingFor, yen } from '../shop/money';
import { go, to } from '../shop/route';
import { words } from '../shop/words';
import { trackCartChange, trackCheckout, trackPurchase } from '../personal/events';
import { completeTheCart, forYou, viewedNotBought, without } from '../personal/rows';
import { picture, row } from './card';
import { nudgeSlot } from './slots';
import { say } from './toast';

function change(product: Product, from: number, quantity: number): void {
  setQuantity(product, quantity);
  trackCartChange(product, quantity - from);
  if (quantity > 0) return;
  say(() => words().removed(named(product.title)));
  // The button that had the focus is gone; the page's heading is the nearest thing that stays.
  document.querySelector<HTMLElement>('h1')?.focus();
}

function checkout(): void {
  trackCheckout();
  const order = placeOrder();
  if (!order) return;
  trackPurchase(order);
  go('/complete');
}

export function line({ product, quantity }: Line, fixed = false): TemplateResult {
  const w = words();
  const title = named(product.title);
  return html`
    <li class="line" data-testid="cart-line" data-item=${product.id}>
      ${picture(product, 'picture-small')}
      <div class="line-words">
        <a href=${to(`/product/${product.id}`)}>${title}</a>
        <p class="card-brand">${product.brand}</p>
      </div>
      ${fixed
        ? html`<p class="line-quantity">× ${quantity}</p>`
        : html`
            <div class="stepper" role="group" aria-label=${w.quantityOf(title)}>
              <button aria-label=${w.fewer(title)} @click=${() => change(product, quantity, quantity - 1)}>−</button>
              <output data-testid="quantity">${quantity}</output>
              <button aria-label=${w.more(title)} ?disabled=${quantity >= kMostOfOne} @click=${() => change(product, quantity, quantity + 1)}>
                +
              </button>
            </div>
          `}
      <p class="line-price">${yen(product.price * quantity)}</p>
      ${fixed
        ? nothing
        : html`<button
            class="quiet line-remove"
            data-testid="remove"
            aria-label=${w.removeItem(title)}
            @click=${() => change(product, quantity, 0)}
          >
            ${w.remove}
          </button>`}
    </li>
  `;
}

function shippingBar(total: number): TemplateResult {
  const w = words();
  const missing = freeShippingFrom - total;
  const text = missing > 0 ? w.untilFree(yen(missing)) : w.isFree;
  return html`
    <div class="shipping-bar" data-testid="shipping-bar">
      <label for="shipping-progress">${text}</label>
      <progress id="shipping-progress" max=${freeShippingFrom} .value=${Math.min(total, freeShippingFrom)}></progress>
    </div>
  `;
}

/** @param discount what the coupon takes off; the goods alone decide what sending costs */
export function sums(total: number, discount: number): TemplateResult {
  const w = words();
  const shipping = shippingFor(total);
  return html`
    <dl class="sums">
      <div><dt>${w.subtotal}</dt><dd>${yen(total)}</dd></div>
      ${discount === 0 ? nothing : html`<div data-testid="discount"><dt>${w.coupon}</dt><dd>−${yen(discount)}</dd></div>`}
      <div><dt>${w.shipping}</dt><dd>${shipping === 0 ? w.free : yen(shipping)}</dd></div>
      <div class="sums-total"><dt>${w.total}</dt><dd data-testid="total">${yen(total - discount + shipping)}</dd></div>
    </dl>
  `;
}

export function cart(): TemplateResult {
  const w = words();
  const lines = cartLines();
  const total = cartTotal();
  const isEmpty = lines.length === 0;
  const suggestions = isEmpty ? forYou(4) : completeTheCart(lines, 4);
  const title = suggestions.list === 'popular' ? w.popular : isEmpty ? w.forYou : w.completeCart;
  const looked = viewedNotBought();
  const waiting = looked ? without(looked, [suggestions], 6) : null;
  return html`
    <h1 class="page-title" tabindex="-1">${w.cart}</h1>
    ${isEmpty
      ? html`<div class="empty" data-testid="empty-cart">
          <p>${w.emptyCart}</p>
          <p><a class="button" href=${to('/')}>${w.lookAround}</a></p>
        </div>`
      : html`
          <div class="cart">
            <div>
              <ul class="lines">${lines.map((each) => line(each))}</ul>
              ${nudgeSlot(cartDiscount() > 0)}
            </div>
            <aside class="summary" aria-label=${w.total}>
              ${shippingBar(total)} ${sums(total, cartDiscount())}
              <button class="button button-wide" data-testid="checkout" @click=${checkout}>${w.checkout}</button>
              <p class="fine">${w.checkoutNote}</p>
            </aside>
          </div>
        `}
    ${row('complete-the-cart', title, suggestions)} ${waiting ? row('viewed-not-bought', w.viewedNotBought, waiting) : nothing}
  `;
}
