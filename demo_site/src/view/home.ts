/** The entrance: hero, departments, and rows that know the visitor once she wants them to. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { departments, findCategory, named, pictureOf, productsIn } from '../shop/catalog';
import { to } from '../shop/route';
import { words } from '../shop/words';
import { rankCategories } from '../personal/personal';
import { dealsForYou, forYou, fromLastOrder, newForYou, reading, recentlyViewed, trending, without } from '../personal/rows';
import { presents } from './presents';
import { readingRow } from './reading';
import { row } from './card';
import { hero } from './hero';
import { hue } from './properties';
import { messageSlot } from './slots';

/** Places stay, their content changes: the favourite departments come first without a tile moving. */
function tiles(): TemplateResult {
  const w = words();
  const ranked = rankCategories(departments.map((category) => category.slug)).flatMap((name) => findCategory(name) ?? []);
  return html`
    <section class="section" aria-labelledby="tiles-title">
      <div class="section-head"><h2 id="tiles-title">${w.tilesTitle}</h2></div>
      <ul class="tiles" data-testid="tiles">
        ${ranked.map(
          (category) => html`
            <li class="tile" data-testid="tile" data-category=${category.slug} ${hue(category.hue)}>
              <img src=${pictureOf(category.emoji)} width="256" height="256" alt="" />
              <a href=${to(`/category/${category.slug}`)}>${named(category.name)}</a>
              <span class="tile-count">${w.items(productsIn(category).length)}</span>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

export function home(): TemplateResult {
  const w = words();
  const first = forYou(8);
  const trend = trending(4, first.entries.map(({ product }) => product));
  const measured = trend.list === 'trending';
  const isKnown = first.personal;
  const order = fromLastOrder();
  const [deals, fresh] = isKnown ? [dealsForYou(), newForYou()] : [null, null];
  const seen = without(recentlyViewed(12), [first, trend, order, deals, fresh], 6);
  return html`
    ${hero()} ${tiles()}
    ${isKnown ? row('for-you', w.forYou, first, w.forYouNote, presents()) : row('for-you', w.popular, first)}
    ${messageSlot()} ${measured ? row('trending', w.trending, trend, w.trendingNote) : row('trending', w.newIn, trend)}
    ${order ? row('last-order', w.fromLastOrder, order) : nothing} ${deals ? row('deals', w.deals, deals) : nothing}
    ${fresh ? row('new', w.newForYou, fresh) : nothing} ${readingRow(reading(3))}
    ${seen ? row('recently-viewed', w.recentlyViewed, seen) : nothing}
  `;
}
