/**
 * The page of the crash row, as the browser gets it: it uses the package as it is shipped, tells the test's server what it is about to do
 * before it does it, and what was acknowledged to it afterwards. Kills come in between.
 */

export const crashSite = {
  noren: 1,
  site: 'crash-page',
  currency: 'JPY',
  languages: ['en'],
  slots: [{ id: 'hero' }],
  campaigns: [{ id: 'hero', slot: 'hero', variants: [{ id: 'a', content: { title: 'A' } }] }],
};

/** The kind of the n-th event, counted from 1: what is stored must be the first so many of this sequence. */
export const kindOf = (n) => ['view_item', 'add_to_wishlist', 'view_item', 'search', 'add_to_cart'][n % 5];

const script = `
const kindOf = ${kindOf};
const lie = new URLSearchParams(location.search).get('lie');
const tell = async (word, more) => {
  const response = await fetch('/tell', { method: 'POST', body: JSON.stringify({ word, ...more }) });
  return response.json();
};
const problems = [];
const { createNoren } = await import('/index.js');
const noren = await createNoren({ site: '/site.json', onError: (problem) => problems.push(problem.code + ': ' + problem.message) });
const stateNow = () => ({
  purposes: noren.consent.state.purposes,
  storage: noren.status.storage,
  events: noren.profile()?.events ?? null,
  problems,
});
let { n, random } = await tell('begun', stateNow());
let state = random;
const draw = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
// Everything recorded so far is stored when it resolves.
const settled = () => noren.consent.settle();
const grant = async () => {
  await tell('will-grant');
  await noren.consent.grant();
  await settled();
  await tell('granted', { storage: noren.status.storage });
};
if (noren.consent.state.purposes.length === 0) await grant();
for (;;) {
  if (draw(14) === 0) {
    await tell('will-erase');
    if (lie !== 'erase') await noren.consent.withdraw();
    await tell('erased');
    if (lie === 'erase') await new Promise(() => {});
    n = 0;
    await grant();
    continue;
  }
  const upTo = n + 1 + draw(20);
  await tell('will-track', { upTo });
  while (n < upTo) {
    n++;
    if (lie === 'track') continue;
    noren.track(lie === 'tear' ? 'purchase' : kindOf(n), { items: [{ item_id: 'thing-' + (n % 40) }] });
    if (draw(4) === 0) await settled();
  }
  await settled();
  await tell('tracked', { n });
}
`;

export const crashPage = {
  '/': ['text/html; charset=utf-8', '<!doctype html><html lang="en"><head><title>A page that is killed</title></head><body><script type="module" src="/page.js"></script></body></html>'],
  '/page.js': ['text/javascript', script],
  '/site.json': ['application/json', JSON.stringify(crashSite)],
};
