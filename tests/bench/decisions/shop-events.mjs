/**
 * The same segments and slots as a site document, and a stream of GA4 events, for the rows that show the whole engine and the whole SDK: there
 * events are judged by the inbound gate and become a profile, whose attributes the rules ask.
 */
import { toJsonLogic } from './translate.mjs';
import { createRandom } from './workload.mjs';

const kStart = Date.UTC(2026, 10, 22, 3);
const kLinesBeforeAnOrder = 12;
const kSecond = 1000;
const kHour = 3_600_000;

export function createSite(workload) {
  const translate = toJsonLogic(workload, (segment) => ({ var: `segment.s${segment}` }));
  return {
    noren: 1,
    site: 'bench',
    currency: 'JPY',
    languages: ['ja', 'en', 'fr'],
    pages: ['home', 'category', 'product', 'cart', 'article'],
    segments: workload.segments.map((condition, segment) => ({ id: `s${segment}`, when: translate(condition) })),
    slots: workload.slots.map((_, slot) => ({ id: `slot-${slot}` })),
    campaigns: workload.slots.flatMap((choices, slot) =>
      choices.map((segment, variant) => ({
        id: `slot-${slot}-${variant}`,
        slot: `slot-${slot}`,
        when: { var: `segment.s${segment}` },
        priority: choices.length - variant,
        variants: [{ id: 'only', content: { title: { ja: `枠${slot} 案${variant}`, en: `Slot ${slot} variant ${variant}` } } }],
      })),
    ),
  };
}

/** Events with their times: name, parameters and milliseconds since 1970. */
export function createShopEvents(workload, count, seed) {
  const random = createRandom(seed);
  const named = (prefix) => workload.attributes.flatMap(({ path }) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []));
  const categories = named('interest.category.');
  const brands = named('interest.brand.');
  const items = Array.from({ length: 200 }, (_, index) => ({
    item_id: `item-${index}`,
    item_category: random.from(categories),
    item_brand: random.from(brands),
    price: 100 * (1 + random.below(200)),
  }));
  let time = kStart;
  let lines = 0;
  return Array.from({ length: count }, () => {
    const roll = random.below(100);
    time += roll < 8 ? kHour * (12 + random.below(48)) : kSecond * (5 + random.below(60));
    const item = random.from(items);
    if (roll < 55) return { name: 'view_item', time, parameters: { currency: 'JPY', value: item.price, items: [item] } };
    if (roll < 70 && lines++ < kLinesBeforeAnOrder) {
      return { name: 'add_to_cart', time, parameters: { currency: 'JPY', value: item.price, items: [{ ...item, quantity: 1 }] } };
    }
    if (roll < 75) {
      lines = 0;
      return { name: 'purchase', time, parameters: { currency: 'JPY', value: item.price, items: [{ ...item, quantity: 1 }] } };
    }
    return { name: random.from(['page_view', 'search', 'select_item', 'add_to_wishlist', 'begin_checkout']), time, parameters: {} };
  });
}
