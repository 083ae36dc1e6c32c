/** Why an item is recommended, as a sentence in English and Japanese. Not for why a campaign shows; those sentences come from rules. */
import type { Reason } from '../types.js';

/** What a reason may name, by what it is called in the reason. */
export type NamedByReason = 'item' | 'category' | 'brand' | 'rule' | 'question';

/** What the reason is about, as it is called in the sentence; missing where the page has no name for it. */
type Names = Readonly<Partial<Record<NamedByReason, string>>>;

type Sentence = (names: Names) => string;

interface Sentences {
  readonly of: Readonly<Record<Reason['kind'], Sentence>>;
  /** On the page of the reason's own item, whose name would say nothing new. */
  readonly here: Readonly<Partial<Record<Reason['kind'], string>>>;
}

const english: Sentences = {
  of: {
    'viewed-together': ({ item }) => (item ? `Because you looked at ${item}` : 'Because of what you looked at'),
    'bought-together': ({ item }) => (item ? `Often bought with ${item}` : 'Often bought together'),
    'category-interest': ({ category }) => (category ? `Because you look at ${category} often` : 'Because of what you look at'),
    'brand-interest': ({ brand }) => (brand ? `Because you look at ${brand} often` : 'From a brand you look at'),
    viewed: () => 'You looked at this',
    'same-category': ({ item, category }) => (category ? `Also in ${category}` : item ? `Of the same kind as ${item}` : 'Of the same kind'),
    trending: () => 'Many shoppers look at this now',
    habit: ({ item }) => (item ? `You often go on to this from ${item}` : 'You often come here'),
    'bought-after-view': ({ item }) => (item ? `Shoppers who look at ${item} often buy this` : 'Often bought in the end'),
    complements: ({ item }) => (item ? `Goes with ${item}, which you bought` : 'Goes with what you bought'),
    new: () => 'New on our shelves',
    'popular-in-category': ({ category }) => (category ? `Popular in ${category}` : 'Popular here'),
    'price-drop': () => 'Costs less than when you looked at it',
    'on-sale': () => 'On sale now',
    declared: ({ question }) => (question ? `From your answer to “${question}”` : 'Because of what you told us'),
    featured: ({ rule }) => rule ?? 'Chosen by the shop',
    given: () => '',
  },
  here: {
    'viewed-together': 'Shoppers who look at this look at it too',
    'bought-together': 'Often bought with this',
    'same-category': 'Of the same kind',
    'bought-after-view': 'Shoppers who look at this often buy it',
    habit: 'You often go on to this from here',
  },
};

/** In brackets, unless the name has some of its own. */
const quoted = (name: string): string => (/[「『]/.test(name) ? name : `「${name}」`);

const japanese: Sentences = {
  of: {
    'viewed-together': ({ item }) => (item ? `${quoted(item)}をご覧になったので` : 'ご覧になった品から'),
    'bought-together': ({ item }) => (item ? `${quoted(item)}と一緒によく買われています` : 'よく一緒に買われています'),
    'category-interest': ({ category }) => (category ? `${quoted(category)}をよくご覧になるので` : 'よくご覧になる売り場から'),
    'brand-interest': ({ brand }) => (brand ? `${quoted(brand)}をよくご覧になるので` : 'よくご覧になるブランドから'),
    viewed: () => 'ご覧になった品です',
    'same-category': ({ item, category }) => (category ? `同じ${quoted(category)}から` : item ? `${quoted(item)}と同じ種類です` : '同じ種類の品です'),
    trending: () => 'いま多くの方がご覧になっています',
    habit: ({ item }) => (item ? `${quoted(item)}の次によくご覧になります` : 'よくご覧になる品です'),
    'bought-after-view': ({ item }) => (item ? `${quoted(item)}をご覧の方がよくお求めです` : 'よくお求めいただく品です'),
    complements: ({ item }) => (item ? `お買い上げの${quoted(item)}に合う品です` : 'お買い上げの品に合います'),
    new: () => '新しく入りました',
    'popular-in-category': ({ category }) => (category ? `${quoted(category)}で人気です` : 'この売り場で人気です'),
    'price-drop': () => 'ご覧になったときより安くなりました',
    'on-sale': () => 'ただいまセール中',
    declared: ({ question }) => (question ? `${quoted(question)}へのお答えから` : 'お聞かせいただいたことから'),
    featured: ({ rule }) => rule ?? '当店のおすすめ',
    given: () => '',
  },
  here: {
    'viewed-together': 'この品をご覧の方が一緒に見ています',
    'bought-together': 'この品と一緒によく買われています',
    'same-category': '同じ種類の品です',
    'bought-after-view': 'この品をご覧の方がよくお求めです',
    habit: 'ここからよくご覧になる品です',
  },
};

const kNamed = ['item', 'category', 'brand', 'rule', 'question'] as const;

/**
 * Why an item is recommended, as one sentence without a full stop; empty where the order is the page's own. In Japanese where `language` is a
 * tag of that language, else in English. A kind of reason that this version does not know gives an empty sentence.
 * @param nameOf what the page calls the item, category, brand, rule or question of that id; undefined where it has no name for it, and the
 * sentence does without
 * @param pageItem the item on whose page the list stands
 */
export const reasonInWords = (
  reason: Reason,
  language: string,
  nameOf: (what: NamedByReason, id: string) => string | undefined = () => undefined,
  pageItem?: string,
): string => {
  const { of, here } = /^ja\b/i.test(language) ? japanese : english;
  const short = pageItem !== undefined && reason.item === pageItem ? here[reason.kind] : undefined;
  if (short !== undefined) return short;
  const names: Partial<Record<NamedByReason, string>> = {};
  for (const what of kNamed) {
    const id = reason[what];
    const name = id === undefined ? undefined : nameOf(what, id);
    if (name) names[what] = name;
  }
  return (of[reason.kind] as Sentence | undefined)?.(names) ?? '';
};
