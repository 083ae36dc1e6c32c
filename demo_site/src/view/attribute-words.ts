/** What attributes and segments are called in sentences for visitors. One that has no name here keeps its own. */
import { journeys, segments } from '../../site.json';
import { findCategory, named, type Bilingual } from '../shop/catalog';
import { language } from '../shop/language';

const kNames: Readonly<Record<string, Bilingual>> = {
  'visit.count': { en: 'the number of visits', ja: '訪問の回数' },
  'cart.items': { en: 'the number of things in the cart', ja: 'カートの品の数' },
  'cart.lines': { en: 'the number of different things in the cart', ja: 'カートの品の種類' },
  'cart.value': { en: 'the value of the cart', ja: 'カートの金額' },
  'cart.distance_to_free_shipping': { en: 'what is missing for free shipping', ja: '送料無料までの金額' },
  'purchase.count': { en: 'the number of orders', ja: 'ご注文の回数' },
  'purchase.total_spend': { en: 'the sum of all orders', ja: 'これまでのお買い上げ額' },
  'lifecycle.stage': { en: 'the stage as a customer', ja: 'お客さまとしての段階' },
  'context.page': { en: 'this page', ja: 'このページ' },
  'declared.satisfaction': { en: 'the answer about the order', ja: 'お買い物のご感想' },
  'events.view_item.count': { en: 'the number of products looked at', ja: 'ご覧になった品の数' },
  'events.view_cart.count_7d': { en: 'the number of looks into the cart in a week', ja: '一週間にカートを見た回数' },
  'page.add_to_cart.count': { en: 'the number of things put in the cart on this page', ja: 'このページでカートに入れた回数' },
};

const interest = (name: string): string => (language() === 'ja' ? `「${name}」への関心` : `the interest in ${name}`);

const kBands: readonly Bilingual[] = [
  { en: 'prices up to ¥1,500', ja: '1,500円まで' },
  { en: 'prices up to ¥4,000', ja: '4,000円まで' },
  { en: 'prices up to ¥10,000', ja: '10,000円まで' },
  { en: 'prices up to ¥25,000', ja: '25,000円まで' },
  { en: 'prices above ¥25,000', ja: '25,000円を超える品' },
];

/** The name of an attribute (`cart.value`) or of a segment (`segment.runner`), for `inWords`. */
export function attributeName(attribute: string): string {
  const known = kNames[attribute];
  if (known) return named(known);
  const [, kind, id = ''] = /^(segment|interest\.category|interest\.price_band)\.(.+)$/.exec(attribute) ?? [];
  const segment = kind === 'segment' ? segments.find((each) => each.id === id) : undefined;
  if (segment) return named(segment.name);
  const category = kind === 'interest.category' ? findCategory(id) : undefined;
  if (category) return interest(named(category.name));
  const band = kind === 'interest.price_band' ? kBands[Number(id)] : undefined;
  return band ? interest(named(band)) : attribute;
}

/** The journey, and its step, that shows the campaign; null for one that acts by itself. */
export function journeyOf(campaign: string): { readonly name: string; readonly step: string } | null {
  for (const { name, steps } of journeys) {
    const step = steps.find((each) => 'show' in each && each.show === campaign);
    if (step) return { name: named(name), step: step.id };
  }
  return null;
}

/** What a journey is called. */
export function journeyName(id: string): string {
  const journey = journeys.find((each) => each.id === id);
  return journey ? named(journey.name) : id;
}
