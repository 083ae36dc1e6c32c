/**
 * The smaller slots: a message, a banner, a note and a nudge. Their children are what the shop says to everyone. A link or button for
 * which a campaign has no words stays empty, and the style sheet hides it.
 */
import { html, type TemplateResult } from 'lit-html';
import { useCoupon } from '../shop/cart';
import { to } from '../shop/route';
import { words } from '../shop/words';

export function messageSlot(): TemplateResult {
  const w = words();
  return html`
    <aside class="message" data-testid="message">
      <noren-slot name="home-message">
        <div class="message-panel">
          <h2>${w.messageTitle}</h2>
          <p>${w.messageText}</p>
          <p><a class="text-link" href=${to('/privacy')}>${w.messageAction}</a></p>
        </div>
        <template>
          <div class="message-panel">
            <h2 data-noren-text="title"></h2>
            <p data-noren-text="text"></p>
            <p><a class="text-link" data-noren-text="action" data-noren-href="href"></a></p>
          </div>
        </template>
      </noren-slot>
    </aside>
  `;
}

export function bannerSlot(): TemplateResult {
  const w = words();
  return html`
    <aside class="banner" data-testid="banner">
      <noren-slot name="category-banner">
        <p class="banner-panel"><strong>${w.bannerTitle}</strong> <span>${w.bannerText}</span></p>
        <template>
          <p class="banner-panel">
            <strong data-noren-text="title"></strong> <span data-noren-text="text"></span>
            <a class="text-link" data-noren-text="action" data-noren-href="href"></a>
          </p>
        </template>
      </noren-slot>
    </aside>
  `;
}

export function noteSlot(): TemplateResult {
  const w = words();
  return html`
    <aside class="note" data-testid="note">
      <noren-slot name="product-note">
        <p class="note-panel"><strong>${w.noteTitle}</strong> <span>${w.noteText}</span></p>
        <template><p class="note-panel"><strong data-noren-text="title"></strong> <span data-noren-text="text"></span></p></template>
      </noren-slot>
    </aside>
  `;
}

const pressed = ({ target }: Event): void => {
  if (target instanceof Element && target.closest('[data-coupon]')) useCoupon();
};

export function nudgeSlot(couponIsUsed: boolean): TemplateResult {
  const w = words();
  return html`
    <aside class="banner" data-testid="nudge" ?data-coupon-used=${couponIsUsed} @click=${pressed}>
      <noren-slot name="cart-nudge">
        <p class="banner-panel"><strong>${w.nudgeTitle}</strong> <span>${w.nudgeText}</span></p>
        <template>
          <p class="banner-panel">
            <strong data-noren-text="title"></strong> <span data-noren-text="text"></span>
            <button class="quiet text-link" type="button" data-coupon data-noren-select data-noren-text="use"></button>
          </p>
        </template>
      </noren-slot>
    </aside>
  `;
}
