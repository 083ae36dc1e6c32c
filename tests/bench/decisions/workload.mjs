/**
 * What is decided in the benchmark, made by one seeded generator and in no system's own form: segments over a shopper's attributes,
 * slots of five variants each, documents for evaluating everything anew, and a stream of events that change a few attributes each.
 * It also holds the plainest evaluator there is, against which every system is checked.
 *
 * A condition is one of
 *   { test: '>=' | '>' | '<=' | '<' | '==' | '!=', attribute, value }
 *   { test: 'between', attribute, low, high }      both ends included
 *   { test: 'in', attribute, list }
 *   { all: [condition…] }  { any: [condition…] }  { not: condition }
 *   { segment }            an earlier segment, by number
 * where `attribute` is a number of workload.attributes. Every attribute always has a value, a number or a text: systems differ in
 * what they make of missing ones, and this measures time.
 */

export const kVariantsPerSlot = 5;
export const kFallback = -1;

const kEventKinds = ['view_item', 'select_item', 'add_to_cart', 'search', 'page_view', 'add_to_wishlist', 'begin_checkout', 'purchase'];
const kPages = ['home', 'category', 'product', 'cart', 'article'];
const kLanguages = ['ja', 'en', 'fr'];
const kDevices = ['phone', 'tablet', 'desktop'];
const kMaxNesting = 3;

/** A small seeded generator (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, from: (list) => list[below(list.length)], chance: (share) => next() < share };
}

/** Attributes as a shop has them: path, the values conditions compare with, and how a value is drawn. */
function createAttributes(categories, brands) {
  const number = (path, levels, draw) => ({ path, levels, draw });
  const text = (path, texts) => ({ path, texts, draw: (random) => random.from(texts) });
  const share = (path) => number(path, [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], (random) => Math.floor(random.next() * random.next() * 100) / 100);
  const upTo = (most) => (random) => Math.floor(random.next() * random.next() * (most + 1));
  const names = (count, prefix) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  return [
    ...names(categories, 'category').map((name) => share(`interest.category.${name}`)),
    ...names(brands, 'brand').map((name) => share(`interest.brand.${name}`)),
    ...kEventKinds.map((kind) => number(`events.${kind}.count`, [1, 2, 3, 5, 10, 20], upTo(30))),
    text('interest.top_category', names(12, 'category')),
    text('context.page', kPages),
    text('context.language', kLanguages),
    text('context.device', kDevices),
    number('context.hour', [6, 9, 12, 17, 20, 22], (random) => random.below(24)),
    number('context.weekday', [1, 5, 6, 7], (random) => 1 + random.below(7)),
    number('visit.count', [1, 2, 3, 5, 10], upTo(20)),
    number('visit.days_since_last', [1, 3, 7, 14, 30], upTo(60)),
    number('visit.days_since_first', [1, 7, 30, 90], upTo(200)),
    number('session.page_views', [1, 2, 3, 5, 10], upTo(20)),
    number('session.events', [1, 3, 5, 10], upTo(30)),
    number('session.minutes', [1, 3, 5, 15], upTo(40)),
    number('cart.items', [1, 2, 3, 5], upTo(8)),
    number('cart.lines', [1, 2, 3], upTo(5)),
    number('cart.value', [1, 3000, 5000, 10_000, 20_000], (random) => 100 * upTo(400)(random)),
    number('purchase.count', [1, 2, 3, 5], upTo(8)),
    number('purchase.days_since_last', [1, 7, 14, 30, 90], upTo(200)),
    number('purchase.total_spend', [1, 10_000, 30_000, 100_000], (random) => 1000 * upTo(200)(random)),
    number('items.seen', [1, 3, 5, 10, 20], upTo(40)),
  ];
}

function createTest(attributes, random) {
  const attribute = random.below(attributes.length);
  const { levels, texts } = attributes[attribute];
  if (texts) {
    if (random.chance(0.4)) return { test: random.chance(0.8) ? '==' : '!=', attribute, value: random.from(texts) };
    return { test: 'in', attribute, list: [...new Set([random.from(texts), ...texts.filter(() => random.chance(0.5))])] };
  }
  if (random.chance(0.2)) {
    const low = random.below(levels.length - 1);
    return { test: 'between', attribute, low: levels[low], high: levels[low + 1 + random.below(levels.length - 1 - low)] };
  }
  return { test: random.from(['>=', '>=', '>=', '>', '<', '<=']), attribute, value: random.from(levels) };
}

/** A tree with so many conditions at its ends, of which the ones in `ends` come first. */
function createTree(count, ends, attributes, random, all = random.chance(0.6)) {
  if (count === 1) {
    const end = ends.pop() ?? createTest(attributes, random);
    return random.chance(0.12) ? { not: end } : end;
  }
  const parts = [];
  for (let left = count; left > 0; ) {
    const size = parts.length === 0 ? 1 + random.below(Math.ceil(count / 2)) : 1 + random.below(left);
    parts.push(createTree(size, ends, attributes, random, !all));
    left -= size;
  }
  return { [all ? 'all' : 'any']: parts };
}

function createSegments(count, attributes, random) {
  const segments = [];
  const nesting = [];
  for (let index = 0; index < count; index++) {
    const ends = [];
    let deepest = 0;
    for (let tries = index > 0 && random.chance(0.35) ? 1 + random.below(2) : 0; tries > 0; tries--) {
      const segment = random.below(index);
      if (nesting[segment] >= kMaxNesting) continue;
      ends.push({ segment });
      deepest = Math.max(deepest, nesting[segment] + 1);
    }
    nesting.push(deepest);
    segments.push(createTree(3 + random.below(6), ends, attributes, random));
  }
  return segments;
}

/**
 * Slots show segments of their own as long as there are enough. The rarer segment stands first, as a merchandiser orders them: a common one
 * before it would hide it.
 */
function createSlots(count, rarity, random) {
  const order = rarity.map((_, index) => index);
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [order[index], order[other]] = [order[other], order[index]];
  }
  return Array.from({ length: count }, (_, slot) => {
    const choices = Array.from({ length: kVariantsPerSlot }, (__, variant) => order[(slot * kVariantsPerSlot + variant) % order.length]);
    return choices.sort((left, right) => rarity[left] - rarity[right] || left - right);
  });
}

/** How many of some drawn documents each segment holds on. */
function countHolding(segments, attributes, random) {
  const counts = segments.map(() => 0);
  for (let sample = 0; sample < 100; sample++) {
    evaluateAll({ segments }, attributes.map((attribute) => attribute.draw(random))).forEach((held, segment) => (counts[segment] += held ? 1 : 0));
  }
  return counts;
}

/** What a shopper does: kinds as a shop sees them, each with the attributes that it changes. Counts are of a window and shrink. */
function createEvents(count, attributes, start, random) {
  const numbers = new Map(attributes.map(({ path }, index) => [path, index]));
  const interests = attributes.flatMap(({ path }, index) => (path.startsWith('interest.category.') ? [index] : []));
  const brands = attributes.flatMap(({ path }, index) => (path.startsWith('interest.brand.') ? [index] : []));
  const values = [...start];

  return Array.from({ length: count }, () => {
    const changes = new Map();
    const set = (attribute, value) => {
      values[attribute] = value;
      changes.set(attribute, value);
    };
    const named = (path, change) => set(numbers.get(path), change(values[numbers.get(path)]));
    const drawn = (path) => named(path, () => attributes[numbers.get(path)].draw(random));
    const more = (value) => value + 1;
    const none = () => 0;
    const happened = (kind) => named(`events.${kind}.count`, more);
    const moveInterest = (list) => {
      const attribute = random.from(list);
      set(attribute, attributes[attribute].draw(random));
    };

    const roll = random.below(100);
    if (roll < 8) {
      // Another visit, days later.
      const days = 1 + random.below(20);
      named('visit.count', more);
      named('visit.days_since_last', () => days);
      named('visit.days_since_first', (value) => (value + days) % 200);
      named('purchase.days_since_last', (value) => (value + days) % 200);
      for (const path of ['session.page_views', 'session.events', 'session.minutes']) named(path, none);
      for (const path of ['context.hour', 'context.weekday']) drawn(path);
      for (const kind of kEventKinds) named(`events.${kind}.count`, (value) => Math.floor(value / 3));
      named('items.seen', (value) => Math.floor(value / 2));
      return [...changes];
    }
    named('session.events', more);
    if (roll < 63) {
      happened('view_item');
      named('session.page_views', more);
      named('items.seen', more);
      moveInterest(interests);
      moveInterest(brands);
      if (random.chance(0.15)) drawn('interest.top_category');
    } else if (roll < 78) {
      happened('add_to_cart');
      for (const path of ['cart.items', 'cart.lines']) named(path, more);
      named('cart.value', (value) => value + 100 * (1 + random.below(80)));
      moveInterest(interests);
    } else if (roll < 82) {
      happened('purchase');
      named('purchase.count', (value) => (value + 1) % 9);
      const spent = values[numbers.get('cart.value')];
      named('purchase.total_spend', (value) => (value + spent) % 200_000);
      for (const path of ['purchase.days_since_last', 'cart.items', 'cart.lines', 'cart.value']) named(path, none);
    } else {
      happened(random.from(['page_view', 'search', 'select_item', 'add_to_wishlist', 'begin_checkout']));
      named('session.page_views', more);
      named('session.minutes', (value) => value + random.below(3));
      drawn('context.page');
    }
    return [...changes];
  });
}

/**
 * The whole workload: `attributes` (with paths), `segments`, `slots` (five segments each, the first that holds is shown),
 * `documents` (values per attribute, each independent of the others), `start` and `events` (lists of [attribute, value]).
 */
export function createWorkload({ seed = 1, segments: count = 200, slots = 20, events = 1000, documents = events, categories = 16, brands = 10 } = {}) {
  const random = createRandom(seed);
  const attributes = createAttributes(categories, brands);
  const draw = () => attributes.map((attribute) => attribute.draw(random));
  const start = draw();
  const segments = createSegments(count, attributes, random);
  return {
    attributes: attributes.map(({ path }) => ({ path })),
    segments,
    slots: createSlots(slots, countHolding(segments, attributes, random), random),
    start,
    events: createEvents(events, attributes, start, random),
    documents: Array.from({ length: documents }, draw),
  };
}

const kTests = {
  '>=': (found, { value }) => found >= value,
  '>': (found, { value }) => found > value,
  '<=': (found, { value }) => found <= value,
  '<': (found, { value }) => found < value,
  '==': (found, { value }) => found === value,
  '!=': (found, { value }) => found !== value,
  between: (found, { low, high }) => low <= found && found <= high,
  in: (found, { list }) => list.includes(found),
};

function holds(condition, values, segments) {
  if (condition.all) return condition.all.every((part) => holds(part, values, segments));
  if (condition.any) return condition.any.some((part) => holds(part, values, segments));
  if (condition.not) return !holds(condition.not, values, segments);
  if (condition.segment !== undefined) return segments[condition.segment];
  return kTests[condition.test](values[condition.attribute], condition);
}

/** Which segments hold, by number. */
export function evaluateAll({ segments }, values) {
  const result = [];
  for (const condition of segments) result.push(holds(condition, values, result));
  return result;
}

/** The conditions at the ends of the segments' trees, as often as they are written: [condition, segment]. */
function endsOf(segments) {
  const ends = [];
  const walk = (condition, segment) => {
    if (condition.test) ends.push([condition, segment]);
    else for (const part of condition.all ?? condition.any ?? (condition.not ? [condition.not] : [])) walk(part, segment);
  };
  segments.forEach(walk);
  return ends;
}

/**
 * How much an event means on average: how many segments ask for an attribute that it changes, and how many of their conditions, as often as they
 * are written, it makes true or false.
 */
export function countReached(workload) {
  const asking = workload.attributes.map(() => []);
  for (const end of endsOf(workload.segments)) asking[end[0].attribute].push(end);
  const values = [...workload.start];
  let segments = 0;
  let conditions = 0;
  for (const changes of workload.events) {
    const reached = new Set();
    for (const [attribute, value] of changes) {
      for (const [condition, segment] of asking[attribute]) {
        const test = kTests[condition.test];
        reached.add(segment);
        if (test(values[attribute], condition) !== test(value, condition)) conditions++;
      }
      values[attribute] = value;
    }
    segments += reached.size;
  }
  return { segments: segments / workload.events.length, conditions: conditions / workload.events.length };
}

/** Per slot the first of its variants whose segment holds, or kFallback. */
export const chooseVariants = ({ slots }, segments) => slots.map((variants) => variants.findIndex((segment) => segments[segment]));

/** What every system must find: the segments on each document, and segments and variants after each event. */
export function createAnswers(workload) {
  const values = [...workload.start];
  const afterEvents = workload.events.map((changes) => {
    for (const [attribute, value] of changes) values[attribute] = value;
    const segments = evaluateAll(workload, values);
    return { segments, variants: chooseVariants(workload, segments) };
  });
  return { documents: workload.documents.map((document) => evaluateAll(workload, document)), afterEvents };
}
