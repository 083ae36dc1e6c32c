/** A product as it stands in rows and grids. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { named, pictureOf, type Product } from '../shop/catalog';
import { yen } from '../shop/money';
import { to } from '../shop/route';
import { words } from '../shop/words';
import type { Reason } from 'noren';
import { trackSelect } from '../personal/events';
import { dislike, disregard, isPersonal } from '../personal/personal';
import type { Entry, Row } from '../personal/rows';
import { properties } from './properties';
import { say } from './toast';

export function price(product: Product): TemplateResult {
  const w = words();
  const before =
    product.fullPrice === null
      ? nothing
      : html`<s class="price-before"><span class="unseen">${w.formerly} </span>${yen(product.fullPrice)}</s>`;
  return html`<span class="price ${product.fullPrice === null ? '' : 'price-sale'}"
    ><span class="price-now">${yen(product.price)}</span> ${before} <small>${w.taxIncluded}</small></span
  >`;
}

export function badge(product: Product): TemplateResult | typeof nothing {
  const w = words();
  if (product.availability === 'out_of_stock') return html`<span class="badge badge-out">${w.soldOut}</span>`;
  if (product.availability === 'preorder') return html`<span class="badge">${w.preorder}</span>`;
  if (product.fullPrice !== null) return html`<span class="badge badge-sale">${w.sale}</span>`;
  return nothing;
}

export const picture = (product: Product, kind = ''): TemplateResult => html`
  <div class="picture ${kind}" ${properties({ '--hue': product.hue, '--turn': `${product.turn}deg` })}>
    <img src=${pictureOf(product.emoji)} width="256" height="256" alt="" />
    ${badge(product)}
  </div>
`;

function notForMe(product: Product): void {
  if (dislike(product.id)) say(() => words().notForMeSaid);
}

function dontUse(reason: Reason): void {
  if (disregard(reason)) say(() => words().dontUseSaid);
}

/** Whether there is a thing that could be set aside. */
const namesSomething = (reason: Reason): boolean =>
  [reason.item, reason.category, reason.brand, reason.question].some((subject) => subject !== undefined);

const card = ({ product, reason, because }: Entry, list: string, personal = false): TemplateResult => html`
  <li class="card" data-testid="card" data-item=${product.id}>
    ${picture(product)}
    <p class="card-brand">${product.brand}</p>
    <h3 class="card-title">
      <a href=${to(`/product/${product.id}`)} @click=${() => trackSelect(product, list)}>${named(product.title)}</a>
    </h3>
    <p class="card-price">${price(product)}</p>
    <div class="reason">
      <p class="reason-text" data-testid="reason">${reason ?? ''}</p>
      ${personal && because && namesSomething(because)
        ? html`<button class="aside" data-testid="dont-use" title=${words().dontUse} aria-label=${`${words().dontUse}: ${reason ?? ''}`} @click=${() => dontUse(because)}>✕</button>`
        : nothing}
    </div>
    ${personal
      ? html`<button class="not-for-me" data-testid="not-for-me" title=${words().notForMe(named(product.title))} aria-label=${words().notForMe(named(product.title))} @click=${() => notForMe(product)}>✕</button>`
      : nothing}
  </li>
`;

/** Cards that keep their elements when their order changes: a click that does so still leads where its card said. */
export const cards = (entries: readonly Entry[], list: string, personal = false): unknown =>
  repeat(entries, ({ product }) => product.id, (entry) => card(entry, list, personal));

/** Rows that are there from the first drawing on, and in which a reason may come to each card: lines are kept free for it. */
const kReasoned: ReadonlySet<string> = new Set(['for-you', 'complete-the-cart', 'order-complements']);

/** What all cards say alike is said once; null where they differ, or say nothing. */
function commonReason(entries: readonly Entry[]): string | null {
  const reasons = new Set(entries.flatMap(({ reason }) => reason ?? []));
  const [only] = reasons;
  return reasons.size === 1 && only !== undefined ? only : null;
}

/**
 * A titled row of cards.
 * @param place the row's place on the page, for tests; what fills it is in `data-list`
 * @param aside what else stands in its head
 */
export function row(place: string, title: string, { list, entries, personal }: Row, note = '', aside: unknown = nothing): TemplateResult {
  const perCard = kReasoned.has(place);
  const common = perCard ? null : commonReason(entries);
  const shown = common === null ? entries : entries.map((entry) => ({ ...entry, reason: null, because: undefined }));
  const hasReasons = perCard || shown.some(({ reason }) => reason !== null);
  return html`
    <section class="section row" data-testid="row-${place}" data-list=${list} ?data-personal=${personal} ?data-reasons=${hasReasons} aria-labelledby="row-${place}">
      <div class="section-head">
        <h2 id="row-${place}" tabindex="-1">${title}</h2>
        <p class="section-note" data-testid="row-note">${note || (common ?? '')}</p>
        ${aside}
      </div>
      <ul class="cards">
        ${cards(shown, list, personal && isPersonal())}
      </ul>
    </section>
  `;
}
