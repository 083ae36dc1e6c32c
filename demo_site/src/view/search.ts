/** What is found for her words; where that is nothing, the ways on. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { departments, named } from '../shop/catalog';
import { to } from '../shop/route';
import { search as find } from '../shop/search';
import { words } from '../shop/words';
import { isPersonal } from '../personal/personal';
import { forYou, foundForHer, trending } from '../personal/rows';
import { cards, row } from './card';

const waysOn = (): TemplateResult => html`
  <nav class="shelves" aria-label=${words().tilesTitle}>
    ${departments.map((department) => html`<a href=${to(`/category/${department.slug}`)}>${named(department.name)}</a>`)}
  </nav>
`;

function nothingFound(terms: string): TemplateResult {
  const w = words();
  const first = forYou(4);
  const trend = trending(4, first.entries.map(({ product }) => product));
  return html`
    <header class="page-head" data-testid="nothing-found">
      <h1 tabindex="-1">${terms === '' ? w.whatToSearch : w.nothingFound(terms)}</h1>
      ${terms === '' ? nothing : html`<p>${w.nothingFoundHint}</p>`}
    </header>
    ${waysOn()} ${row('for-you', first.personal ? w.forYou : w.popular, first, first.personal ? w.forYouNote : '')}
    ${trend.list === 'trending' ? row('trending', w.trending, trend, w.trendingNote) : row('trending', w.newIn, trend)}
  `;
}

export function search(terms: string): TemplateResult {
  const w = words();
  const found = find(terms);
  if (found.length === 0) return nothingFound(terms);
  const { list, personal, entries } = foundForHer(found);
  const isForHer = entries.some(({ because }) => because);
  return html`
    <header class="page-head">
      <h1 tabindex="-1">${w.found(found.length, terms)}</h1>
      ${isForHer ? html`<p data-testid="found-for-you">${w.foundForYou}</p>` : nothing}
    </header>
    <h2 class="unseen">${w.products}</h2>
    <ul class="cards cards-grid found" data-testid="found" data-list=${list} ?data-personal=${personal} ?data-reasons=${isForHer}>
      ${cards(entries, 'search', isPersonal())}
    </ul>
  `;
}
