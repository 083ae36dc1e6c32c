/**
 * A page of its own beside the demo shop: a site document, slots of every kind, the package as it is shipped, and the strictest policy
 * under which it must run.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Noren } from 'noren';

const kDist = new URL('../../../web/dist/', import.meta.url);
const kPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; require-trusted-types-for 'script'";

export const smallSite = {
  noren: 1,
  site: 'small-page',
  currency: 'JPY',
  languages: ['en'],
  pages: ['home'],
  slots: [
    { id: 'hero' },
    { id: 'offer', kind: 'popup' },
    { id: 'news', kind: 'bar' },
    { id: 'added', kind: 'toast' },
    { id: 'look', kind: 'theme' },
    { id: 'blocks', kind: 'layout' },
  ],
  campaigns: [
    { id: 'hero', slot: 'hero', variants: [{ id: 'a', content: { title: 'Seen below', href: '#followed' } }] },
    {
      id: 'offer', slot: 'offer', trigger: { scroll: 50 }, quiet_days: 7,
      variants: [{ id: 'a', content: { title: 'An offer', text: 'For you', action: 'See it', href: '#offer' } }],
    },
    { id: 'news', slot: 'news', when: { '>': [{ var: 'page.view_cart.count' }, 0] }, variants: [{ id: 'a', content: { text: 'Free shipping today' } }] },
    { id: 'added', slot: 'added', when: { '>': [{ var: 'page.add_to_cart.count' }, 0] }, variants: [{ id: 'a', content: { text: 'Good choice' } }] },
    { id: 'look', slot: 'look', variants: [{ id: 'a', content: { '--accent': 'rgb(1, 2, 3)' } }] },
    { id: 'blocks', slot: 'blocks', variants: [{ id: 'a', content: { order: ['second', 'first'] } }] },
  ],
};

const kPage = `<!doctype html><html lang="en"><head><title>A small page</title><link rel="stylesheet" href="page.css"></head><body>
<main><h1>A small page</h1><button id="before">Before</button>
<noren-slot name="blocks"><p data-noren-block="first">First</p><p data-noren-block="second">Second</p></noren-slot>
<div class="far"></div>
<noren-slot name="hero"><p>Our own</p><template><h2 data-noren-text="title"></h2><a data-noren-href="href">Follow</a></template></noren-slot>
<noren-slot name="offer"></noren-slot><noren-slot name="news"></noren-slot><noren-slot name="added"></noren-slot>
</main><script type="module" src="page.js"></script></body></html>`;

const kScript = `
import { createNoren } from './index.js';
import { connectSlots } from './element.js';
import './messages.js';
import { applyTheme } from './theme.js';
const noren = await createNoren({ site: 'site.json', page: 'home' });
connectSlots(noren);
applyTheme(noren, 'look');
globalThis.noren = noren;
`;

const kStyle = `noren-slot { display: block } .far { height: 3000px } h1 { color: var(--accent, black) }`;

const kFiles: Readonly<Record<string, readonly [type: string, body: () => string]>> = {
  '': ['text/html', () => kPage],
  'page.js': ['text/javascript', () => kScript],
  'page.css': ['text/css', () => kStyle],
  'site.json': ['application/json', () => JSON.stringify(smallSite)],
};

/** Opens it and waits until Noren is there. */
export const openSmallPage = async (page: Page): Promise<void> => {
  await page.route('**/small-page/**', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/small-page/')[1] ?? '';
    const [contentType, body] = kFiles[name] ?? ['text/javascript', () => readFileSync(new URL(name, kDist), 'utf8')];
    await route.fulfill({ contentType, body: body(), headers: { 'content-security-policy': kPolicy } });
  });
  await page.goto('/small-page/');
  await page.waitForFunction(() => 'noren' in globalThis);
};

/** Calls Noren in the page. */
export const ask = <Value>(page: Page, question: (noren: Noren) => Value): Promise<Awaited<Value>> =>
  page.evaluate(`(${question.toString()})(globalThis.noren)`) as Promise<Awaited<Value>>;
