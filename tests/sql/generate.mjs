// A shop's log with everything in it that the counting pass treats in a way of its own: visitors with and without names, sessions
// with and without ids, reloads, duplicates, orders of several items, bots, silence, lines out of order, prices, ids in many scripts.

function mulberry(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ids = (item) => (item % 7 === 0 ? `茶-${item}` : item % 5 === 0 ? `x, "${item}"` : item % 3 === 0 ? `Z${item}` : `a${item}`);

/** Events as objects, in the order of the lines. */
export function generateEvents({ seed, visitors, items = 60 }) {
  const random = mulberry(seed);
  const below = (n) => Math.floor(random() * n);
  const pick = () => ids(Math.floor(items * random() * random()));
  const events = [];
  const begin = 1_790_000_000_123;
  for (let v = 0; v < visitors; ++v) {
    const visitor = random() < 0.8 ? `v${v}` : '';
    let time = begin + below(40 * 86_400_000);
    const visits = 1 + below(4);
    for (let s = 0; s < visits; ++s) {
      const session = visitor === '' || random() < 0.6 ? `s${v}-${s}` : '';
      const isBot = random() < 0.02;
      const length = isBot ? 70 + below(600) : random() < 0.02 ? 150 : 1 + below(14);
      let item = pick();
      for (let i = 0; i < length; ++i) {
        time += isBot ? below(400) : random() < 0.03 ? 40 * 60_000 : below(90_000);
        if (random() > 0.15) item = pick();
        const kind = random();
        const event = kind < 0.7 ? 'view_item' : kind < 0.75 ? 'select_item' : kind < 0.85 ? 'add_to_cart'
          : kind < 0.87 ? 'remove_from_cart' : kind < 0.88 ? 'add_to_wishlist' : 'purchase';
        const price = random() < 0.5 ? 5 * (1 + below(400)) / 4 : '';
        events.push({ session, visitor, time, event, item, price });
        if (random() < 0.03) events.push({ ...events.at(-1) });
        while (event === 'purchase' && random() < 0.5) events.push({ session, visitor, time, event, item: pick(), price: '' });
      }
      time += 3_600_000 + below(10 * 86_400_000);
    }
  }
  // Not in order: logs are put together from several servers.
  for (let i = 0; i + 1 < events.length; i += 1 + below(5)) {
    const j = Math.min(events.length - 1, i + below(400));
    [events[i], events[j]] = [events[j], events[i]];
  }
  return events;
}

const quoted = (text) => (/[",\n]/.test(text) ? `"${String(text).replaceAll('"', '""')}"` : `${text}`);
export function toCsv(events) {
  const columns = ['session', 'visitor', 'time', 'event', 'item', 'price'];
  return [columns.join(','), ...events.map((event) => columns.map((column) => quoted(event[column])).join(','))].join('\n') + '\n';
}
