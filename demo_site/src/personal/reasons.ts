/** A recommendation's reason as a sentence, in the current language. */
import type { Reason } from 'noren';
import { brandName, findCategory, findProduct, named } from '../shop/catalog';
import { language } from '../shop/language';
import { ruleName } from './personal';

interface Subject {
  readonly rule: string | null;
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
  habit: ({ title }) => (title ? `You often go on to this from ${title}` : 'You often come here'),
  'bought-after-view': ({ title }) => (title ? `Shoppers who look at ${title} buy this` : 'Often bought in the end'),
  complements: ({ title }) => (title ? `Goes with ${title}, which you bought` : 'Goes with what you bought'),
  new: () => 'New on our shelves',
  'popular-in-category': ({ category }) => (category ? `Popular in ${category}` : 'Popular here'),
  'price-drop': () => 'Costs less than when you looked at it',
  'on-sale': () => 'On sale now',
  declared: () => 'Because of what you told us',
  featured: ({ rule }) => rule ?? 'Chosen by the shop',
  given: () => '',
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
  habit: ({ title }) => (title ? `${quoted(title)}の次によくご覧になります` : 'よくご覧になる品です'),
  'bought-after-view': ({ title }) => (title ? `${quoted(title)}をご覧の方がお求めです` : 'よくお求めいただく品です'),
  complements: ({ title }) => (title ? `お買い上げの${quoted(title)}に合う品です` : 'お買い上げの品に合います'),
  new: () => '新しく入りました',
  'popular-in-category': ({ category }) => (category ? `${quoted(category)}で人気です` : 'この売り場で人気です'),
  'price-drop': () => 'ご覧になったときより安くなりました',
  'on-sale': () => 'ただいまセール中',
  declared: () => 'お聞かせいただいたことから',
  featured: ({ rule }) => rule ?? '当店のおすすめ',
  given: () => '',
};

/** On a product's own page its name says nothing new; there the sentences speak of other shoppers only. */
const onItsPage: Readonly<Record<'en' | 'ja', Partial<Record<Reason['kind'], string>>>> = {
  en: {
    'viewed-together': 'Shoppers who look at this look at it too',
    'bought-together': 'Often bought with this',
    'bought-after-view': 'Shoppers who look at this buy it',
    habit: 'You often go on to this from here',
  },
  ja: {
    'viewed-together': 'この品をご覧の方が一緒に見ています',
    'bought-together': 'この品と一緒によく買われています',
    'bought-after-view': 'この品をご覧の方がお求めです',
    habit: 'ここからよくご覧になる品です',
  },
};

/** @param shownWith the id of the product whose page this is, if any */
export function reasonText(reason: Reason, shownWith?: string): string {
  const short = shownWith !== undefined && reason.item === shownWith ? onItsPage[language()][reason.kind] : undefined;
  if (short !== undefined) return short;
  const product = reason.item === undefined ? undefined : findProduct(reason.item);
  const category = reason.category === undefined ? undefined : findCategory(reason.category);
  const own = product?.slugs.at(-1);
  const rule = reason.rule === undefined ? undefined : ruleName(reason.rule);
  const sentences = language() === 'ja' ? ja : en;
  return sentences[reason.kind]({
    title: product ? named(product.title) : null,
    category: category ? named(category.name) : own ? named(findCategory(own)?.name ?? { en: own, ja: own }) : null,
    brand: reason.brand === undefined ? null : brandName(reason.brand),
    rule: rule === undefined ? null : named(rule),
  });
}
