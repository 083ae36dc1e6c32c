/** Numbers as shops write them. */

const kAmount = /^(-?)(?:[A-Z]{3}|\p{Sc})?\s*(-?)([\d.,]+)\s*(?:[A-Z]{3}|\p{Sc}|円)?$/u;
const kPlain = /^\d+(?:\.\d+)?$/;
const kCommaGroups = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const kPointGroups = /^\d{1,3}(?:\.\d{3})+,\d+$/;

/**
 * The number that a value means: `7000`, `"7,000"`, `"¥7,000"`, `"７，０００円"`, `"JPY 7000"`, `"1.234,50 €"`; NaN for anything else.
 * `"1.234"` is one and a bit, as in JSON.
 */
export const numberOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 40) return NaN;
  // Full-width digits, commas and signs become their plain forms.
  const match = kAmount.exec(value.normalize('NFKC').trim());
  if (!match || (match[1] && match[2])) return NaN;
  const digits = match[3] ?? '';
  const sign = match[1] || match[2] ? -1 : 1;
  if (kPlain.test(digits)) return sign * Number(digits);
  if (kCommaGroups.test(digits)) return sign * Number(digits.replaceAll(',', ''));
  if (kPointGroups.test(digits)) return sign * Number(digits.replaceAll('.', '').replace(',', '.'));
  return NaN;
};
