/** A guide to running shoes: the shop's own shelf, a sentence each. Campaigns link to it; everyone may read it. */
import { html, type TemplateResult } from 'lit-html';
import { findCategory, findProduct, lineOf, type Bilingual, named } from '../shop/catalog';
import { words } from '../shop/words';
import { cards } from './card';
import { breadcrumb } from './category';

const kShelf = 'running-shoes';

const kFor: readonly (readonly [product: string, sentence: Bilingual])[] = [
  ['road-runner-01', { en: 'For the road, every day: the softest of the four.', ja: '毎日の街の道に。四足のなかで、いちばんやわらかい一足。' }],
  ['race-flat-01', { en: 'For the road, fast: light, firm, for race days.', ja: '速く走る日に。軽くて反発の強い、レースのための一足。' }],
  ['trail-runner-01', { en: 'For mud and stones: the best grip, up to two hours.', ja: 'ぬかるみと岩に。二時間までの山道で、いちばん滑りにくい一足。' }],
  ['trail-runner-02', { en: 'For the whole day in the hills: wide and steady.', ja: '一日じゅう山を走る日に。ゆったりと安定した一足。' }],
];

export function guide(): TemplateResult {
  const w = words();
  const shelf = findCategory(kShelf);
  const entries = kFor.flatMap(([id, sentence]) => {
    const product = findProduct(id);
    return product ? [{ product, reason: named(sentence) }] : [];
  });
  return html`
    ${breadcrumb(shelf ? lineOf(shelf) : [], w.guideTitle)}
    <header class="page-head" data-testid="guide">
      <h1 tabindex="-1">${w.guideTitle}</h1>
      <p>${w.guideText}</p>
    </header>
    <ul class="cards guide">
      ${cards(entries, 'guide')}
    </ul>
    <p class="fine guide-note">${w.guideNote}</p>
  `;
}
