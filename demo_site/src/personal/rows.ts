/**
 * What the rows of products hold: Noren's recommendations with their reasons or, where it has nothing to say, the shop's own
 * choice. Both fill the same places, so nothing moves when the one replaces the other.
 */
import type { Reason, RecommendOptions, Strategy } from 'noren';
import popularIds from 'popular';
import { catalog, findProduct, type Product } from '../shop/catalog';
import type { Line } from '../shop/cart';
import type { Category } from '../shop/catalog';
import { pageView } from '../shop/route';
import { readProfile } from './profile';
import { articlesOfSite, isPersonal, recommend, type ArticleOfSite } from './personal';
import { reasonText } from './reasons';

export interface Entry {
  readonly product: Product;
  readonly reason: string | null;
  /** What the reason follows from, where she may ask that it is not used. */
  readonly because?: Reason | undefined;
}

export interface Row {
  /** Names the list in events and tests: a strategy, or the shop's own choice. */
  readonly list: string;
  readonly personal: boolean;
  readonly entries: readonly Entry[];
}

const own = (list: string, products: readonly Product[]): Row => ({
  list,
  personal: false,
  entries: products.map((product) => ({ product, reason: null })),
});

const canBuy = (product: Product): boolean => product.availability !== 'out_of_stock';

/** Of the shop's own choice what she has neither bought nor set aside; what Noren chooses leaves that out by itself. */
function offerable(products: readonly Product[]): readonly Product[] {
  const view = readProfile();
  if (!view) return products;
  const known = new Set([...view.bought, ...view.setAside.flatMap(({ subject: { item } }) => item ?? [])]);
  return products.filter(({ id }) => !known.has(id));
}

/** @param page the id of the product on whose page the row stands, if on one */
function ask(strategy: Strategy, options: RecommendOptions, page?: string): readonly Entry[] {
  return recommend(strategy, options).flatMap(({ item_id: id, reason }) => {
    const product = findProduct(id);
    return product ? [{ product, reason: reasonText(reason, page), because: reason }] : [];
  });
}

/** What was bought most in the simulated log; counted when the shop was built. */
const popular: readonly Product[] = popularIds.flatMap((id) => findProduct(id) ?? []).filter(canBuy);

/** For her, or what is popular where too little is known of her. */
export function forYou(limit: number): Row {
  const entries = isPersonal() ? ask('for-you', { limit, row: 'for-you' }) : [];
  const hers = entries.some(({ reason }) => reason !== null) && recommend('for-you', { limit: 1 })[0]?.reason.kind !== 'trending';
  return hers ? { list: 'for-you', personal: true, entries } : own('popular', offerable(popular).slice(0, limit));
}

/** What so much less speaks for than for the best was chance: a sleeping bag with a hot pot. */
const kChance = 0.15;

/** Some of everything: products of the catalogue at even distances. */
const shelves: readonly Product[] = catalog.filter(canBuy).filter((_, index) => index % 12 === 5);

/** What many look at; nothing of it is news to her. */
export function trending(limit: number, exclude: readonly Product[]): Row {
  const others = offerable(shelves).filter((product) => !exclude.includes(product));
  const known = [...exclude, ...recentlyViewed(12).entries.map(({ product }) => product)];
  const entries = ask('trending', { limit, row: 'trending', exclude: known.map((product) => product.id) });
  return entries.length >= limit ? { list: 'trending', personal: false, entries } : own('shelves', others.slice(0, limit));
}

export function recentlyViewed(limit: number): Row {
  const entries = isPersonal() ? ask('recently-viewed', { limit }) : [];
  return { list: 'recently-viewed', personal: true, entries: entries.map(({ product }) => ({ product, reason: null })) };
}

/** The row without what other rows of the page show; none is left of one that would hold a single thing. */
export function without(row: Row, others: readonly (Row | null)[], limit: number): Row | null {
  const shown = new Set(others.flatMap((other) => other?.entries.map(({ product }) => product) ?? []));
  const entries = row.entries.filter(({ product }) => !shown.has(product)).slice(0, limit);
  return entries.length > 1 ? { ...row, entries } : null;
}

const relatives = (product: Product): readonly Product[] => {
  const depth = (other: Product): number => other.slugs.filter((name) => product.slugs.includes(name)).length;
  const kin = catalog.filter((other) => other !== product && canBuy(other) && depth(other) > 0);
  return kin.sort((a, b) => depth(b) - depth(a));
};

const isOnShelfOf = (product: Product, other: Product): boolean => other.slugs.at(-1) === product.slugs.at(-1);

/** What others buy with a product; where too few did to say so, what is popular on the shelves beside its own, and the row's title says no more. */
export function boughtTogether(product: Product, limit: number): Row {
  const found = recommend('bought-together', { limit, item: product.id }).filter(({ score }, _, [best]) => score >= kChance * (best?.score ?? 0));
  const products = found.flatMap(({ item_id: id }) => findProduct(id) ?? []);
  if (products.length > 1) return own('bought-together', products);
  const department = product.slugs[0];
  const popularThere = department === undefined ? [] : recommend('popular-in-category', { limit: 24, category: department }).flatMap(({ item_id: id }) => findProduct(id) ?? []);
  const others = popularThere.length > 0 ? popularThere : offerable(relatives(product));
  return own('popular-in-category', others.filter((other) => !isOnShelfOf(product, other)).slice(0, limit));
}

/** What could be taken instead: of the product's own shelf. What goes with it is in other rows. */
export function similar(product: Product, limit: number, exclude: readonly Product[]): Row | null {
  // The row's title and its note say why.
  const isOfShelf = (other: Product): boolean => isOnShelfOf(product, other) && !exclude.includes(other);
  const asked = recommend('similar', { limit: 24, item: product.id, exclude: exclude.map((other) => other.id) }).flatMap(({ item_id: id }) => findProduct(id) ?? []);
  const shown = (asked.length > 0 ? asked : offerable(relatives(product))).filter(isOfShelf).slice(0, limit);
  return shown.length > 1 ? own('similar', shown) : null;
}

/** What goes with the lines of a cart or an order: each line's complements in turn. Needs the shop model only, no consent. */
export function complements(lines: readonly Line[], limit: number): Row {
  const exclude = lines.map((line) => line.product.id);
  const perLine = lines.map((line) => ask('bought-together', { limit, item: line.product.id, exclude }));
  const entries: Entry[] = [];
  const turns = Math.max(0, ...perLine.map((found) => found.length));
  for (let turn = 0; turn < turns; turn++) {
    for (const found of perLine) {
      const entry = found[turn];
      if (entry && !entries.some(({ product }) => product === entry.product)) entries.push(entry);
    }
  }
  if (entries.length > 0) return { list: 'bought-together', personal: false, entries: entries.slice(0, limit) };
  return own('popular', offerable(popular).filter((product) => !exclude.includes(product.id)).slice(0, limit));
}

/** A row that is there only where it has enough to say, and only for her. No row repeats an item of one before it on the page. */
function hers(strategy: Strategy, limit: number, least = limit, exclude: readonly string[] = []): Row | null {
  const entries = isPersonal() ? ask(strategy, { limit, row: strategy, exclude }) : [];
  return entries.length >= least ? { list: strategy, personal: true, entries } : null;
}

export const dealsForYou = (): Row | null => hers('deals-for-you', 4, 2);
/** What she looked at lately is no news. */
export const newForYou = (): Row | null =>
  hers('new-for-you', 4, 2, recentlyViewed(12).entries.map(({ product }) => product.id));
export const fromLastOrder = (): Row | null => hers('complements-of-last-order', 4, 2);
export const viewedNotBought = (): Row | null => {
  const found = hers('viewed-not-bought', 6, 2);
  return found && { ...found, entries: found.entries.map(({ product }) => ({ product, reason: null })) };
};

/** Where the way leads from a product: for her where she repeats her ways, else where others go. */
export function viewedNext(product: Product, exclude: readonly Product[]): Row | null {
  const found = ask('viewed-next', { limit: 12, item: product.id, exclude: exclude.map((other) => other.id) }, product.id);
  // What few shoppers went on to leads out of the department, and looks odd.
  const entries = found.filter((entry) => entry.product.slugs[0] === product.slugs[0]).slice(0, 4);
  return entries.length === 4 ? { list: 'viewed-next', personal: isPersonal(), entries } : null;
}

/** What is popular in a category with more on its shelves than fits a glance; to her, what does not stand at the front of the shelf anyway. */
export function popularIn(category: Category, products: readonly Product[]): Row | null {
  if (products.length <= 12) return null;
  const front = isPersonal() ? products.slice(0, 8).map(({ id }) => id) : [];
  const entries = ask('popular-in-category', { limit: 4, category: category.slug, exclude: front });
  // The row's title says why.
  return entries.length === 4 ? { list: 'popular-in-category', personal: false, entries: entries.map(({ product }) => ({ product, reason: null })) } : null;
}

interface Shelf {
  readonly view: number;
  readonly of: string;
  readonly order: readonly Product[];
}
let shelf: Shelf = { view: -1, of: '', order: [] };

/**
 * Products in the order that a ranking gives them. It stays as it is until she opens a page again, whatever she does meanwhile: nothing moves
 * under her hand.
 */
function inHerOrder(strategy: Strategy, products: readonly Product[]): readonly Product[] {
  const ids = products.map(({ id }) => id);
  const of = [strategy, ...ids].join();
  if (shelf.view !== pageView() || shelf.of !== of) {
    const found = recommend(strategy, { items: ids }).flatMap(({ item_id: id }) => findProduct(id) ?? []);
    shelf = { view: pageView(), of, order: found.length === products.length ? found : products };
  }
  return shelf.order;
}

/** The products of a shelf, those first that she cares about; a stranger sees the catalogue's order. */
export const ranked = (products: readonly Product[]): readonly Product[] =>
  isPersonal() ? inHerOrder('category-ranking', products) : products;

/** What was found, best fit first but for what she cares about. What stands further up for her than for others says why. */
export function foundForHer(found: readonly Product[]): Row {
  if (!isPersonal()) return own('search', found);
  const order = inHerOrder('search-ranking', found);
  const reasons = new Map(recommend('search-ranking', { items: found.map(({ id }) => id) }).map(({ item_id: id, reason }) => [id, reason]));
  const entries = order.map((product, place) => {
    const reason = reasons.get(product.id);
    if (place >= found.indexOf(product) || !reason || reason.kind === 'given') return { product, reason: null };
    return { product, reason: reasonText(reason), because: reason };
  });
  return { list: 'search-ranking', personal: true, entries };
}

export interface Reading {
  readonly article: ArticleOfSite;
  readonly reason: string | null;
}

/** Something to read: what fits her, or the page's product, first. */
export function reading(limit: number, product?: Product): readonly Reading[] {
  const found = recommend('content', { limit, ...(product ? { item: product.id } : {}) });
  return found.flatMap(({ item_id: id, reason }) => {
    const article = articlesOfSite.find((known) => known.id === id);
    return article ? [{ article, reason: reason.kind === 'given' ? null : reasonText(reason, product?.id) }] : [];
  });
}

/** What completes her cart; without consent, complements of what the page itself knows to be in it. */
export function completeTheCart(lines: readonly Line[], limit: number): Row {
  const exclude = lines.map((line) => line.product.id);
  const entries = isPersonal() ? ask('complete-the-cart', { limit, exclude }) : [];
  return entries.length > 0 ? { list: 'complete-the-cart', personal: true, entries } : complements(lines, limit);
}
