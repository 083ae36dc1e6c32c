/**
 * A scripted shopper: what she does on each page view is drawn from her number, and everything that she tells the shop holds canaries.
 * The functions that run in the page take Noren and plain data, and give plain data back.
 */
import { readFileSync } from 'node:fs';
import { canary } from './canaries.mjs';

const demo = new URL('../../../demo_site/', import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, demo), 'utf8'));
const fieldsSource = readFileSync(new URL('../../../core/event/event.cpp', import.meta.url), 'utf8');

/** All names of fields that the gate knows; those of an item go into items[]. */
const fieldNames = [...fieldsSource.matchAll(/\{"(\w+)", FieldType::(\w+)\}/g)].map(([, name, type]) => ({ name, type }));
export const eventNames = [...fieldsSource.matchAll(/^ {4}"(\w+)",$/gm)].map(([, name]) => name).slice(0, 19);
const kOfItems = /^item_|^(price|quantity|index|discount|coupon)$/;
const kPersons = 'kPersonId';

/** A canary for each field, in the order of the fields; numbers where a field takes numbers. */
export const fieldCanaries = Object.fromEntries(
  fieldNames.map(({ name, type }, number) => {
    if (type === 'kMoney') return [name, name === 'price' ? 7341937.25 : 8265413.5];
    if (type === 'kCount') return [name, 613];
    if (type === 'kCurrency') return [name, 'JPY'];
    return [name, canary(number)];
  }),
);

const options = [canary(900), canary(901), canary(902)];

/** All words and numbers to search for. Quantities and currencies are no words of anybody's own. */
export const canaries = [
  ...new Set([...Object.entries(fieldCanaries).filter(([name]) => !['quantity', 'currency'].includes(name)).map(([, value]) => String(value)), ...options, '41.73519', ...itemCanaries(8)]),
];

/** Ids of things that exist nowhere; the gate takes them and the profile keeps their keys. */
export function itemCanaries(count) {
  return Array.from({ length: count }, (_, number) => `${canary(500 + number)}-0${number % 10}`);
}

export const catalog = read('catalog/catalog.json');
export const products = catalog.map(({ id }) => id);
export const categories = Object.keys(read('catalog/categories.json'));
const site = read('site.json');
export const slots = site.slots.map(({ id }) => id);

/** The shop's own site document, and questions whose answers are canaries. */
export const siteWithQuestions = JSON.stringify({
  ...site,
  questions: [
    ...site.questions,
    { id: 'planted-choice', kind: 'choice', options },
    { id: 'planted-number', kind: 'number' },
  ],
});

export const answers = { 'planted-choice': options[1], 'planted-number': 41.73519, birthday: '05-14', 'present-for': 'coffee-lover' };

/** Events that hold a canary in each field: first without fields that name a person, for the gate refuses those; then with. */
export function canaryEvents(item) {
  const fields = (wanted) => Object.fromEntries(fieldNames.filter(wanted).map(({ name }) => [name, fieldCanaries[name]]));
  const ofItem = { ...fields(({ name, type }) => kOfItems.test(name) && type !== kPersons), item_id: item };
  const ofEvent = fields(({ name, type }) => !kOfItems.test(name) && type !== kPersons);
  const persons = fields(({ type }) => type === kPersons);
  return eventNames.flatMap((event) => [
    { event, parameters: { ...ofEvent, items: [ofItem] } },
    { event, parameters: { ...ofEvent, ...persons, items: [{ ...ofItem, ...persons }] } },
  ]);
}

/** What she does on one page view, in the page. Returns how many events the gate took. */
export function act(noren, { events, answers, slots, products, look }) {
  let taken = 0;
  for (const { event, parameters } of events) if (noren.track(event, parameters).accepted) taken++;
  for (const product of look) if (noren.track('view_item', { items: [{ item_id: product }] }).accepted) taken++;
  for (const [question, value] of Object.entries(answers)) if (noren.answer(question, value).accepted) taken++;
  for (const slot of slots) {
    noren.decide(slot);
    noren.seen(slot);
    noren.select(slot);
  }
  noren.dislike(products[0]);
  noren.disregard({ item: products[1] });
  for (const strategy of ['for-you', 'recently-viewed', 'trending', 'viewed-not-bought']) noren.recommend(strategy, { limit: 8 });
  noren.rankCategories(['kitchen', 'outdoor']);
  void noren.explain(slots[0]);
  void noren.segments();
  noren.journeys();
  noren.profile();
  return taken;
}

/** The same numbers for the same seed. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) % below;
  };
}
