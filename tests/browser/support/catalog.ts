/** What the shop sells, for tests: which products there are, and the words that must never be found in clear. */
import { readFileSync } from 'node:fs';

interface CatalogEntry {
  readonly id: string;
  readonly title: Readonly<Record<'en' | 'ja', string>>;
  readonly brand: string;
  readonly product_type: string;
  readonly availability: 'in_stock' | 'preorder' | 'out_of_stock';
  /** Its season, where it has one. */
  readonly custom_label_0?: 'summer' | 'winter';
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../demo_site/catalog/${name}`, import.meta.url), 'utf8'));

export const catalog = read('catalog.json') as readonly CatalogEntry[];
const categories = Object.keys(read('categories.json') as object);

export const soldOut: readonly string[] = catalog.filter((entry) => entry.availability === 'out_of_stock').map(({ id }) => id);

/** Words of five letters and more that anything readable about a visitor would contain: items, categories, brands, events. */
export const canaries: readonly string[] = [
  ...catalog.flatMap(({ id, brand, product_type: type }) => [id, brand, brand.toLowerCase(), ...type.split(' > ')]),
  ...categories,
  'view_item',
  'add_to_cart',
  'purchase',
  'item_id',
  'interest',
  'category',
].filter((word) => word.length >= 5);
