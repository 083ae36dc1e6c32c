/** A recommendation's reason as a sentence, in the current language. */
import type { Reason } from 'noren';
import { brandName, findCategory, findProduct, named } from '../shop/catalog';
import { language } from '../shop/language';

interface Subject {
  readonly title: string | null;
  readonly category: string | null;
  readonly brand: string | null;
}

type Sentences = Readonly<Record<Reason['kind'], (about: Subject) => string>>;

const en: Sentences = {
  'viewed-together': ({ title }) => (title ? `Because you looked at ${title}` : 'Because of what you looked at'),
  'bought-together': ({ title }) => (title ? `Often bought with ${title}` : 'Often bought together'),
  'category-interest': ({ category }) =>
    category ? `Because you look at ${category} often` : 'Because of what you look at',
  'brand-interest': ({ brand }) => (brand ? `Because you look at ${brand} often` : 'From a brand you look at'),
  viewed: () => 'You looked at this',
  'same-category': ({ category, title }) =>
    category ? `Also in ${category}` : title ? `Of the same kind as ${title}` : 'Of the same kind',
  trending: () => 'Many shoppers look at this now',
};

/** In brackets, unless the name has some of its own. */
const quoted = (name: string): string => (/[「『]/.test(name) ? name : `「${name}」`);

const ja: Sentences = {
  'viewed-together': ({ title }) => (title ? `${quoted(title)}をご覧になったので` : 'ご覧になった品から'),
  'bought-together': ({ title }) => (title ? `${quoted(title)}と一緒によく買われています` : 'よく一緒に買われています'),
  'category-interest': ({ category }) => (category ? `${quoted(category)}をよくご覧になるので` : 'よくご覧になる売り場から'),
  'brand-interest': ({ brand }) => (brand ? `${brand} をよくご覧になるので` : 'よくご覧になるブランドから'),
  viewed: () => 'ご覧になった品です',
  'same-category': ({ category, title }) =>
    category ? `同じ${quoted(category)}から` : title ? `${quoted(title)}と同じ種類です` : '同じ種類の品です',
  trending: () => 'いま多くの方がご覧になっています',
};

/** On a product's own page its name says nothing new; there the sentences speak of other shoppers only. */
const onItsPage: Readonly<Record<'en' | 'ja', Partial<Record<Reason['kind'], string>>>> = {
  en: {
    'viewed-together': 'Shoppers who look at this look at it too',
    'bought-together': 'Often bought with this',
  },
  ja: {
    'viewed-together': 'この品をご覧の方が一緒に見ています',
    'bought-together': 'この品と一緒によく買われています',
  },
};

/** @param shownWith the id of the product whose page this is, if any */
export function reasonText(reason: Reason, shownWith?: string): string {
  const short = shownWith !== undefined && reason.item === shownWith ? onItsPage[language()][reason.kind] : undefined;
  if (short !== undefined) return short;
  const product = reason.item === undefined ? undefined : findProduct(reason.item);
  const category = reason.category === undefined ? undefined : findCategory(reason.category);
  const own = product?.slugs.at(-1);
  const sentences = language() === 'ja' ? ja : en;
  return sentences[reason.kind]({
    title: product ? named(product.title) : null,
    category: category ? named(category.name) : own ? named(findCategory(own)?.name ?? { en: own, ja: own }) : null,
    brand: reason.brand === undefined ? null : brandName(reason.brand),
  });
}
