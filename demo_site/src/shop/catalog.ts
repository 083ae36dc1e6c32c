/**
 * What the shop sells: the products and categories of demo_site/catalog, read once and indexed.
 * Names are in both languages; prices are whole yen.
 */
import products from '../../catalog/catalog.json';
import categoryTable from '../../catalog/categories.json';
import { language, type Language } from './language';

export type Bilingual = Readonly<Record<Language, string>>;

export interface Category {
  readonly slug: string;
  readonly name: Bilingual;
  readonly parent: string | null;
  readonly emoji: string;
  readonly hue: number;
}

export interface Product {
  readonly id: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  readonly brand: string;
  /** The category's English names from the top down, as in the catalogue's `product_type`. */
  readonly path: readonly string[];
  /** The same as slugs. */
  readonly slugs: readonly string[];
  /** What is paid, in yen. */
  readonly price: number;
  /** The price before a reduction; null without one. */
  readonly fullPrice: number | null;
  readonly availability: 'in_stock' | 'preorder' | 'out_of_stock';
  readonly emoji: string;
  readonly hue: number;
  /** How far, in degrees, the picture's colours are turned, so that two pairs of shoes with one picture differ. */
  readonly turn: number;
}

const yen = (text: string): number => Number.parseInt(text, 10);

/** The spelling that categories.json, rules and the shop model share: "Running shoes" is "running-shoes". */
const slug = (name: string): string => name.trim().toLowerCase().replace(/[\s./>|]+/g, '-');

/** Departments whose things come in any colour. Food and plants do not. */
const kColourful = /^(Apparel|Outdoor|Beauty) > /;

function turnOf(entry: (typeof products)[number]): number {
  if (!kColourful.test(entry.product_type)) return 0;
  const first = products.find((other) => other.emoji === entry.emoji);
  return first === undefined ? 0 : entry.hue - first.hue;
}

export const catalog: readonly Product[] = products.map((entry) => {
  const path = entry.product_type.split(' > ');
  const sale = 'sale_price' in entry && entry.sale_price ? yen(entry.sale_price) : null;
  return {
    id: entry.id,
    title: entry.title,
    description: entry.description,
    brand: entry.brand,
    path,
    slugs: path.map(slug),
    price: sale ?? yen(entry.price),
    fullPrice: sale === null ? null : yen(entry.price),
    availability: entry.availability as Product['availability'],
    emoji: entry.emoji,
    hue: entry.hue,
    turn: turnOf(entry),
  };
});

export const categories: readonly Category[] = Object.entries(categoryTable).map(([name, entry]) => ({
  slug: name,
  ...entry,
}));

const productsById = new Map(catalog.map((product) => [product.id, product]));
const categoriesBySlug = new Map(categories.map((category) => [category.slug, category]));

const brandsBySlug = new Map(catalog.map((product) => [slug(product.brand), product.brand]));

/** A brand's name as it is written, from its name or its slug. */
export const brandName = (name: string): string => brandsBySlug.get(slug(name)) ?? name;
export const findProduct = (id: string): Product | undefined => productsById.get(id);
export const findCategory = (name: string): Category | undefined => categoriesBySlug.get(slug(name));

/** The departments: categories without a parent, in the catalogue's order. */
export const departments: readonly Category[] = categories.filter((category) => category.parent === null);

export const productsIn = (category: Category): readonly Product[] =>
  catalog.filter((product) => product.slugs.includes(category.slug));

export const childrenOf = (category: Category): readonly Category[] =>
  categories.filter((other) => other.parent === category.slug);

/** The category and those above it, from the top down. */
export function lineOf(category: Category): readonly Category[] {
  const above = category.parent === null ? undefined : findCategory(category.parent);
  return above ? [...lineOf(above), category] : [category];
}

/** The name in the current language. */
export const named = (name: Bilingual): string => name[language()];

export const pictureOf = (emoji: string): string => `/images/${emoji}.webp`;
