/**
 * Finds products by what she types: in the names of products, categories and brands, in both languages at once. It runs in her browser,
 * over the catalogue that is there already. Not for ranking: what is found comes in the order of how well the words fit.
 */
import { catalog, findCategory, type Product } from './catalog';

/** Longer texts are no search. */
export const kMostLetters = 80;

/**
 * The spelling in which texts are compared: full-width and half-width forms, capitals, accents, and the two kana scripts are the same;
 * the voiced marks of kana are not.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (katakana) => String.fromCharCode(katakana.charCodeAt(0) - 0x60));
}

/** The words of a text, folded, and without the endings of English plurals, so that "mugs" finds a mug. */
const wordsOf = (text: string): readonly string[] =>
  fold(text)
    .split(/[^\p{L}\p{N}\u3099\u309aー]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^[a-z]{4,}$/.test(word) ? word.replace(/(ies|(?<=ss|x|ch|sh)es|(?<!s)s)$/, '') : word));

const kLatin = /[a-z0-9]/;

/** Whether a word stands in a text: a Latin one at the beginning of a word there, "tea" not in "instead"; others anywhere. */
function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!kLatin.test(word[0] ?? '') || !kLatin.test(text[at - 1] ?? '')) return true;
  }
  return false;
}

interface Fields {
  readonly product: Product;
  readonly title: string;
  /** The names of its categories, departments excepted. */
  readonly categories: string;
  readonly department: string;
  readonly brand: string;
}

const fields: readonly Fields[] = catalog.map((product) => {
  const names = product.slugs.map((name) => Object.values(findCategory(name)?.name ?? {}).join(' '));
  return {
    product,
    title: fold(Object.values(product.title).join(' ')),
    categories: fold(names.slice(1).join(' ')),
    department: fold(names[0] ?? ''),
    brand: fold(product.brand),
  };
});

/** How well a product fits a word; 0 where it does not. */
const fit = ({ title, categories, department, brand }: Fields, word: string): number =>
  holds(title, word) ? 4 : holds(categories, word) ? 3 : holds(brand, word) ? 2 : holds(department, word) ? 1 : 0;

/**
 * Products that fit every word, the best first; those that fit alike in the catalogue's order. What a word fits by its department only, as pens
 * do "book", comes where there is nothing better.
 */
export function search(text: string): readonly Product[] {
  const wanted = wordsOf(text.slice(0, kMostLetters));
  if (wanted.length === 0) return [];
  const found = fields
    .map((each) => {
      const fits = wanted.map((word) => fit(each, word));
      return { product: each.product, least: Math.min(...fits), sum: fits.reduce((sum, one) => sum + one, 0) };
    })
    .filter(({ least }) => least > 0);
  const isBetter = found.some(({ least }) => least > 1);
  return found
    .filter(({ least }) => !isBetter || least > 1)
    .sort((a, b) => b.sum - a.sum)
    .map(({ product }) => product);
}
