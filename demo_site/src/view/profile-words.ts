/** How the parts of a profile are called, in both languages. */
import { language } from '../shop/language';

const en = {
  visits: 'Visits',
  since: (day: string) => `since ${day}`,
  spent: 'Spent here',
  categories: 'Departments you look at',
  brands: 'Brands you look at',
  prices: 'Price ranges you look at',
  upTo: (amount: string) => `up to ${amount}`,
  above: (amount: string) => `above ${amount}`,
  seen: 'Seen lately',
  cart: 'In the cart',
  bought: 'Bought',
  events: {
    page_view: 'Pages opened',
    view_item_list: 'Departments opened',
    select_item: 'Products chosen from a list',
    view_item: 'Products looked at',
    add_to_cart: 'Put in the cart',
    remove_from_cart: 'Taken out of the cart',
    view_cart: 'Looked into the cart',
    begin_checkout: 'Went to checkout',
    purchase: 'Orders',
  } as Readonly<Record<string, string>>,
  refusals: {
    'no-consent': 'without your yes',
    'person-id': 'names a person',
    'free-text': 'free text',
    'bad-number': 'impossible number',
    'unknown-name': 'unknown name, left out',
    'unknown-field': 'unknown field, left out',
  } as Readonly<Record<string, string>>,
};

const ja: typeof en = {
  visits: '訪問回数',
  since: (day) => `${day}から`,
  spent: 'お買い上げ',
  categories: 'よくご覧になる売り場',
  brands: 'よくご覧になるブランド',
  prices: 'よくご覧になる価格帯',
  upTo: (amount) => `${amount}まで`,
  above: (amount) => `${amount}より上`,
  seen: '最近ご覧になった品',
  cart: 'カートの中',
  bought: 'お買い上げの品',
  events: {
    page_view: '開いたページ',
    view_item_list: '開いた売り場',
    select_item: '一覧から選んだ品',
    view_item: 'ご覧になった品',
    add_to_cart: 'カートに入れた回数',
    remove_from_cart: 'カートから出した回数',
    view_cart: 'カートを見た回数',
    begin_checkout: '注文に進んだ回数',
    purchase: 'ご注文',
  },
  refusals: {
    'no-consent': '同意がないため',
    'person-id': '個人を示すため',
    'free-text': '自由な文字列のため',
    'bad-number': 'ありえない数値のため',
    'unknown-name': '未知の名前（除外）',
    'unknown-field': '未知の項目（除外）',
  },
};

export const profileWords = (): typeof en => (language() === 'ja' ? ja : en);
