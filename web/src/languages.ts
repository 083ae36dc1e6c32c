/** Languages: which of the site's fits, and contents in it. */
import type { Content } from './site.js';
import type { Json } from './types.js';

/** The site's language that fits a BCP 47 tag: the same one, else one that shares its first subtag; undefined where none does. */
export const matchLanguage = (languages: readonly string[], wanted: string): string | undefined => {
  const tag = wanted.toLowerCase();
  const primary = tag.split('-')[0];
  return (
    languages.find((language) => language.toLowerCase() === tag) ??
    (primary ? languages.find((language) => language.toLowerCase().split('-')[0] === primary) : undefined)
  );
};

/** Replaces each localized value, an object whose names are all languages of the site, by its value in `language`. */
export const localize = (content: Content, language: string, languages: readonly string[]): Content => {
  const known = new Set(languages);
  const resolve = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const object = value as Content;
    const names = Object.keys(object);
    if (names.length > 0 && names.every((name) => known.has(name))) {
      const nearest = [language, ...languages].find((name) => object[name] !== undefined) as string;
      return resolve(object[nearest] as Json);
    }
    return inside(object);
  };
  // fromEntries defines members, so a name such as __proto__ is only a name.
  const inside = (object: Content): Content =>
    Object.fromEntries(Object.entries(object).map(([name, member]) => [name, resolve(member)]));
  return inside(content);
};
