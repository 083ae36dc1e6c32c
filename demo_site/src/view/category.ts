/** A department or category: its name, what is below it, and its products. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { childrenOf, findCategory, lineOf, named, pictureOf, productsIn, type Category } from '../shop/catalog';
import { to } from '../shop/route';
import { words } from '../shop/words';
import { popularIn, ranked } from '../personal/rows';
import { cards, row } from './card';
import { hue } from './properties';
import { bannerSlot } from './slots';

export function breadcrumb(line: readonly Category[], here?: string): TemplateResult {
  const w = words();
  return html`
    <nav class="breadcrumb" aria-label=${w.breadcrumb}>
      <ol>
        <li><a href=${to('/')}>${w.home}</a></li>
        ${line.map((category, index) =>
          here === undefined && index === line.length - 1
            ? html`<li><span aria-current="page">${named(category.name)}</span></li>`
            : html`<li><a href=${to(`/category/${category.slug}`)}>${named(category.name)}</a></li>`,
        )}
        ${here === undefined ? nothing : html`<li><span aria-current="page">${here}</span></li>`}
      </ol>
    </nav>
  `;
}

/** The categories one below; at the bottom of the tree, the neighbours, so that the way on is always in sight. */
function shelves(category: Category): TemplateResult | typeof nothing {
  const below = childrenOf(category);
  const parent = category.parent === null ? undefined : findCategory(category.parent);
  const shown = below.length > 0 ? below : parent ? childrenOf(parent) : [];
  if (shown.length === 0) return nothing;
  const all = below.length > 0 ? category : parent;
  return html`
    <nav class="shelves" aria-label=${named(parent ? parent.name : category.name)}>
      ${all
        ? html`<a href=${to(`/category/${all.slug}`)} aria-current=${all === category ? 'page' : nothing}>${words().allOf}</a>`
        : nothing}
      ${shown.map(
        (other) =>
          html`<a href=${to(`/category/${other.slug}`)} aria-current=${other === category ? 'page' : nothing}
            >${named(other.name)}</a
          >`,
      )}
    </nav>
  `;
}

export function category(shown: Category): TemplateResult {
  const all = productsIn(shown);
  const products = ranked(all);
  const popular = popularIn(shown, products);
  return html`
    ${breadcrumb(lineOf(shown))}
    <header class="category-head" ${hue(shown.hue)}>
      <div>
        <h1 tabindex="-1">${named(shown.name)}</h1>
        <p class="category-count">${words().items(products.length)}</p>
      </div>
      <img src=${pictureOf(shown.emoji)} width="256" height="256" alt="" />
    </header>
    ${shelves(shown)} ${bannerSlot()}
    ${popular ? row('popular-in-category', words().popularIn(named(shown.name)), popular) : nothing}
    <section class="section" aria-labelledby="products-title">
      <h2 id="products-title" class="unseen">${words().products}</h2>
      <ul class="cards cards-grid" data-testid="category-grid">
        ${cards(products.map((product) => ({ product, reason: null })), shown.slug)}
      </ul>
    </section>
  `;
}
