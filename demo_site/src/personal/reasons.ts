/** A recommendation's reason as a sentence, in the current language: the sentences are the package's, the names the shop's. */
import type { Reason } from 'noren';
import { type NamedByReason, reasonInWords } from 'noren/words';
import { brandName, findCategory, findProduct, named, type Bilingual } from '../shop/catalog';
import { language } from '../shop/language';
import { questionName, ruleName } from './personal';

const kNames: Readonly<Record<NamedByReason, (id: string) => Bilingual | undefined>> = {
  item: (id) => findProduct(id)?.title,
  category: (id) => findCategory(id)?.name,
  brand: (id) => ({ en: brandName(id), ja: brandName(id) }),
  rule: ruleName,
  question: questionName,
};

function nameOf(what: NamedByReason, id: string): string | undefined {
  const name = kNames[what](id);
  return name && named(name);
}

/** @param shownWith the id of the product whose page this is, if any */
export const reasonText = (reason: Reason, shownWith?: string): string => reasonInWords(reason, language(), nameOf, shownWith);
