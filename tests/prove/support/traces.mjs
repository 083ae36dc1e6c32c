/**
 * Whether somebody who watches the network can tell two visits apart. What she sees of a request is its address, its size, the size of
 * its answer, and the order. Requests that were under way at the same time have no order that a page could decide: which of them
 * a browser sends first is chance. So two visits are the same if they hold the same requests, and if each two of them that stand in
 * another order were under way together in both visits.
 */

/**
 * @typedef {{ name: string, begun: number, ended: number }} Seen
 * @param {readonly import('./proxy.mjs').Request[]} requests
 * @returns {Seen[]} in the order of their beginnings; the same name again has a number, so that each name is there once
 */
export function traceOf(requests) {
  const times = new Map();
  return [...requests]
    .sort((a, b) => a.begun - b.begun)
    .map(({ method, url, headers, body, status, answered, begun, ended }) => {
      const sent = headers.reduce((sum, text) => sum + text.length + 2, 0) + body.reduce((sum, part) => sum + part.length, 0);
      const plain = `${method} ${url} ${sent} bytes, ${status} ${answered} bytes`;
      const time = (times.get(plain) ?? 0) + 1;
      times.set(plain, time);
      return { name: `${plain} #${time}`, begun, ended };
    });
}

/**
 * What tells two visits apart; null where nothing does. O(n²) for n requests.
 * @param {readonly Seen[]} one
 * @param {readonly Seen[]} other
 */
export function difference(one, other) {
  const [left, right] = [new Map(one.map((seen) => [seen.name, seen])), new Map(other.map((seen) => [seen.name, seen]))];
  for (const name of left.keys()) if (!right.has(name)) return `only in the first: ${name}`;
  for (const name of right.keys()) if (!left.has(name)) return `only in the second: ${name}`;
  for (let i = 0; i < one.length; i++) {
    const [a, a2] = [one[i], right.get(one[i].name)];
    for (let j = i + 1; j < one.length; j++) {
      const [b, b2] = [one[j], right.get(one[j].name)];
      if (a2.begun < b2.begun) continue;
      const together = b.begun < a.ended && a2.begun < b2.ended;
      if (!together) return `in another order: ${a.name} and ${b.name}`;
    }
  }
  return null;
}
