/** What the shop tells Noren, in GA4's words: which events a page view means, and how a product looks as an item. */
import type { EventItem } from 'noren';
import { productsIn, type Product } from '../shop/catalog';
import { cartLines, cartTotal, type Line, type Order } from '../shop/cart';
import type { Route } from '../shop/route';
import { currentNoren, track } from './personal';

const kCurrency = 'JPY';

export function item(product: Product, quantity = 1): EventItem {
  const [first, second, third] = product.path;
  return {
    item_id: product.id,
    item_name: product.title.en,
    item_brand: product.brand,
    ...(first ? { item_category: first } : {}),
    ...(second ? { item_category2: second } : {}),
    ...(third ? { item_category3: third } : {}),
    price: product.price,
    quantity,
  };
}

const lineItems = (lines: readonly Line[]): EventItem[] => lines.map((line) => item(line.product, line.quantity));

/** Tells of a page view: which page it is, and what is on it. */
export function trackRoute(route: Route): void {
  currentNoren()?.setPage(route.page === 'missing' ? 'home' : route.page);
  track('page_view');
  if (route.page === 'category') {
    const shown = productsIn(route.category).slice(0, 32);
    track('view_item_list', { item_list_id: route.category.slug, items: shown.map((product) => item(product)) });
  } else if (route.page === 'search') {
    track('view_search_results', { search_term: route.terms });
  } else if (route.page === 'product') {
    track('view_item', { currency: kCurrency, value: route.product.price, items: [item(route.product)] });
  } else if (route.page === 'cart') {
    track('view_cart', { currency: kCurrency, value: cartTotal(), items: lineItems(cartLines()) });
  }
}

/** She asked for something. Noren counts that she did; the words themselves it does not keep. */
export const trackSearch = (terms: string): void => track('search', { search_term: terms });

export function trackSelect(product: Product, list: string): void {
  track('select_item', { item_list_id: list, items: [item(product)] });
}

export function trackCartChange(product: Product, difference: number): void {
  if (difference === 0) return;
  const count = Math.abs(difference);
  track(difference > 0 ? 'add_to_cart' : 'remove_from_cart', {
    currency: kCurrency,
    value: product.price * count,
    items: [item(product, count)],
  });
}

export function trackCheckout(): void {
  track('begin_checkout', { currency: kCurrency, value: cartTotal(), items: lineItems(cartLines()) });
}

export function trackPurchase(order: Order): void {
  track('purchase', { currency: kCurrency, value: order.total, items: lineItems(order.lines) });
}
