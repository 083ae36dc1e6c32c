/**
 * The cart and the last order. They belong to the shop, not to Noren, and live in memory: a shop that stores nothing before
 * consent has nowhere else to put them. With consent, main.ts refills an empty cart after a reload from the profile.
 */
import { changed } from './changes';
import { findProduct, type Product } from './catalog';

export interface Line {
  readonly product: Product;
  readonly quantity: number;
}

export interface Order {
  readonly lines: readonly Line[];
  /** What the goods cost, before the coupon. */
  readonly total: number;
  /** What the coupon takes off. */
  readonly discount: number;
}

/** The share that the shop's one coupon takes off. */
const kCoupon = 0.1;

/** More of one product than this is not for a household. */
export const kMostOfOne = 20;

let lines: readonly Line[] = [];
let order: Order | null = null;
let couponIsUsed = false;

export const cartLines = (): readonly Line[] => lines;
export const cartCount = (): number => lines.reduce((sum, line) => sum + line.quantity, 0);
export const cartTotal = (): number => totalOf(lines);
/** What the coupon takes off the cart; 0 where it is not used. */
export const cartDiscount = (): number => (couponIsUsed ? Math.floor(cartTotal() * kCoupon) : 0);
export const lastOrder = (): Order | null => order;

const totalOf = (of: readonly Line[]): number => of.reduce((sum, line) => sum + line.product.price * line.quantity, 0);

/** Sets how many of the product are in the cart, 0 to {@link kMostOfOne}. */
export function setQuantity(product: Product, quantity: number): void {
  const wanted = Math.max(0, Math.min(kMostOfOne, Math.trunc(quantity)));
  const known = lines.some((line) => line.product === product);
  const next = known
    ? lines.map((line) => (line.product === product ? { product, quantity: wanted } : line))
    : [...lines, { product, quantity: wanted }];
  lines = next.filter((line) => line.quantity > 0);
  changed();
}

export const quantityOf = (product: Product): number =>
  lines.find((line) => line.product === product)?.quantity ?? 0;

/** Takes the coupon off the next order. */
export function useCoupon(): void {
  couponIsUsed = true;
  changed();
}

/** Turns the cart into an order and empties it; null for an empty cart. */
export function placeOrder(): Order | null {
  if (lines.length === 0) return null;
  order = { lines, total: totalOf(lines), discount: cartDiscount() };
  lines = [];
  couponIsUsed = false;
  changed();
  return order;
}

/** Refills an empty cart with what an earlier visit left in it. A cart in use is left alone. */
export function refillCart(found: readonly { id: string; quantity: number }[]): void {
  if (lines.length > 0) return;
  for (const { id, quantity } of found) {
    const product = findProduct(id);
    if (product && product.availability !== 'out_of_stock') setQuantity(product, quantity);
  }
}
