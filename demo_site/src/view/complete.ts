/** After the order: thanks, what was ordered, and what goes with it. */
import { html, type TemplateResult } from 'lit-html';
import { lastOrder } from '../shop/cart';
import { to } from '../shop/route';
import { words } from '../shop/words';
import { complements, fromLastOrder } from '../personal/rows';
import { row } from './card';
import { line, sums } from './cart';

export function complete(): TemplateResult {
  const w = words();
  const order = lastOrder();
  if (!order) {
    return html`
      <h1 class="page-title" tabindex="-1">${w.noOrder}</h1>
      <p><a class="button" href=${to('/')}>${w.lookAround}</a></p>
    `;
  }
  const suggestions = fromLastOrder() ?? complements(order.lines, 4);
  return html`
    <header class="thanks" data-testid="thanks">
      <h1 tabindex="-1">${w.thanks}</h1>
      <p>${w.thanksText}</p>
    </header>
    <section class="order" aria-labelledby="order-title">
      <h2 id="order-title">${w.yourOrder}</h2>
      <ul class="lines">${order.lines.map((each) => line(each, true))}</ul>
      ${sums(order.total, order.discount)}
    </section>
    ${row('order-complements', suggestions.list === 'popular' ? w.popular : w.orderComplements, suggestions)}
  `;
}
