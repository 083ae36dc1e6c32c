/**
 * Whether somebody who watches the network can tell two visits apart. What she sees of a request is its address, its size, the size of
 * its answer, and the order.
 *
 * A visit has stretches. In one before anything of her was read (a page has begun, and has not touched its storage) nothing that the page does can
 * depend on her, and the order of requests over several connections is chance: there the same requests must be made, in any order. After that
 * they must come in the same order, but for requests that were under way together in both visits, whose order no page could decide.
 */
import { kMark } from './proxy.mjs';

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
 * The stretches of a visit: a new one begins with each document and with each mark, and `known` says whether a mark came before it.
 * @param {readonly import('./proxy.mjs').Request[]} requests
 * @returns {{ known: boolean, trace: Seen[] }[]}
 */
export function stretchesOf(requests) {
  const stretches = [{ known: false, requests: [] }];
  for (const request of [...requests].sort((a, b) => a.begun - b.begun)) {
    const isMark = URL.canParse(request.url) && new URL(request.url).pathname === kMark;
    const isDocument = request.headers.some((value, i) => i % 2 === 1 && /^text\/html/.test(value) && request.headers[i - 1].toLowerCase() === 'accept');
    if (isMark) stretches.push({ known: true, requests: [] });
    else if (isDocument) stretches.push({ known: false, requests: [request] });
    else stretches[stretches.length - 1].requests.push(request);
  }
  return stretches.map(({ known, requests: some }) => ({ known, trace: traceOf(some) }));
}

/** What tells two visits apart; null where nothing does. */
export function differenceOfVisits(one, other) {
  if (one.length !== other.length) return `${one.length} stretches and ${other.length}`;
  for (const [number, { known, trace }] of one.entries()) {
    if (known !== other[number].known) return `stretch ${number} is of another kind`;
    const found = difference(trace, other[number].trace, known);
    if (found !== null) return `${known ? 'after' : 'before'} her profile was opened, ${found}`;
  }
  return null;
}

/**
 * What tells two stretches apart; null where nothing does. O(n²) for n requests.
 * @param {readonly Seen[]} one
 * @param {readonly Seen[]} other
 */
export function difference(one, other, ordered = true) {
  const [left, right] = [new Map(one.map((seen) => [seen.name, seen])), new Map(other.map((seen) => [seen.name, seen]))];
  for (const name of left.keys()) if (!right.has(name)) return `only in the first: ${name}`;
  for (const name of right.keys()) if (!left.has(name)) return `only in the second: ${name}`;
  for (let i = 0; ordered && i < one.length; i++) {
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
