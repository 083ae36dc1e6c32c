/**
 * The profile as the shop's pages show it: the readable form that `noren.profile()` gives, checked while it is read, because
 * it is plain JSON and a later Noren may write more or less of it.
 */
import type { Json, ReasonSubject } from 'noren';
import { profile } from './personal';

export interface Share {
  readonly name: string;
  /** 0 to below 1 */
  readonly share: number;
}

export interface PriceBand {
  /** Upper bound in yen; null for the last band. */
  readonly upTo: number | null;
  readonly share: number;
}

export interface ProfileView {
  readonly visits: number;
  readonly firstDay: string | null;
  readonly totalSpend: number;
  readonly categories: readonly Share[];
  readonly brands: readonly Share[];
  readonly priceBands: readonly PriceBand[];
  readonly seen: readonly string[];
  readonly bought: readonly string[];
  readonly cart: readonly { readonly id: string; readonly quantity: number }[];
  readonly events: readonly (readonly [name: string, count: number])[];
  /** Days on which anything happened, newest first: `2026-11-22`. */
  readonly days: readonly string[];
  /** What she told the shop, by question. */
  readonly answers: ReadonlyMap<string, string>;
  /** What she set aside, newest first. */
  readonly setAside: readonly { readonly what: string; readonly subject: ReasonSubject }[];
}

type Members = Readonly<Record<string, Json>>;

const members = (value: Json | undefined): Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : {};
const list = (value: Json | undefined): readonly Members[] => (Array.isArray(value) ? value.map(members) : []);
const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

const shares = (value: Json | undefined): readonly Share[] =>
  list(value).flatMap((entry) => {
    const name = text(entry['name']);
    return name === null ? [] : [{ name, share: number(entry['share']) }];
  });

const ids = (value: Json | undefined): readonly string[] => list(value).flatMap((entry) => text(entry['item_id']) ?? []);

/** The profile now; null where there is none. */
export function readProfile(): ProfileView | null {
  const now = profile();
  if (now === null) return null;
  const all = members(now);
  const interests = members(all['interests']);
  return {
    visits: number(all['visits']),
    firstDay: text(all['first_day']),
    totalSpend: number(all['total_spend']),
    categories: shares(interests['categories']),
    brands: shares(interests['brands']),
    priceBands: list(interests['price_bands']).map((band) => ({
      upTo: typeof band['up_to'] === 'number' ? band['up_to'] : null,
      share: number(band['share']),
    })),
    seen: ids(all['seen']),
    bought: ids(all['bought']),
    cart: list(all['cart']).flatMap((line) => {
      const id = text(line['item_id']);
      return id === null ? [] : [{ id, quantity: number(line['quantity']) }];
    }),
    days: list(all['days']).flatMap((entry) => text(entry['day']) ?? []),
    answers: new Map(
      list(all['answers']).flatMap(({ question, answer }) => (typeof question === 'string' ? [[question, String(answer)] as const] : [])),
    ),
    setAside: list(all['set_aside']).flatMap(({ what, item_id: item, category, brand }) => {
      const subject = { ...(text(item) ? { item: String(item) } : {}), ...(text(category) ? { category: String(category) } : {}), ...(text(brand) ? { brand: String(brand) } : {}) };
      return typeof what === 'string' && Object.keys(subject).length > 0 ? [{ what, subject }] : [];
    }),
    events: Object.entries(members(all['events'])).map(([name, count]) => [name, number(count)] as const),
  };
}
