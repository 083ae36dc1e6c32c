/** What a page fetches for everybody alike: all pictures that may be shown, once, in one order. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SiteDocument } from '../../web/src/types.js';

/** Pictures that arrive when the test says so. */
const waiting: { src: string; onload: () => void; onerror: () => void }[] = [];

const fresh = async () => {
  waiting.length = 0;
  vi.resetModules();
  vi.stubGlobal(
    'Image',
    class {
      src = '';
      onload = () => {};
      onerror = () => {};
      constructor() {
        waiting.push(this);
      }
    },
  );
  return import('../../web/src/uniform.js');
};

const settle = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => vi.unstubAllGlobals());

describe('assetsOf', () => {
  it('names the pictures of all variants, levels and languages, once each, in the document’s order', async () => {
    const { assetsOf } = await fresh();
    const site = {
      noren: 1,
      slots: [{ id: 'hero', picture: '/not-of-a-variant.png' }],
      campaigns: [
        { id: 'a', slot: 'hero', variants: [{ id: 'x', content: { title: 'Shoes', picture: '/b.webp', href: '/shoes' } }, { id: 'y', content: { picture: { en: '/a.png?v=2', ja: '/a-ja.PNG' } } }] },
        { id: 'b', slot: 'hero', experiment: { factors: [{ id: 'f', levels: [{ id: 'l', content: { stage: ['/c.svg', '/b.webp'] } }] }] } },
        { id: 'c', slot: 'hero', variants: [{ id: 'z', content: { text: 'Save it as photo.png', count: 3, none: null } }] },
      ],
    } as unknown as SiteDocument;
    expect(assetsOf(site)).toEqual(['/b.webp', '/a.png?v=2', '/a-ja.PNG', '/c.svg']);
  });

  it('is empty for a document without campaigns', async () => {
    const { assetsOf } = await fresh();
    expect(assetsOf({ noren: 1 } as unknown as SiteDocument)).toEqual([]);
  });
});

describe('fetchAll', () => {
  it('fetches in the given order, so many at a time, and each address once', async () => {
    const { fetchAll } = await fresh();
    let done = false;
    const all = fetchAll(['1', '2', '1', '3', '4', '5'], { together: 2 }).then(() => (done = true));
    expect(waiting.map(({ src }) => src)).toEqual(['1', '2']);
    waiting[1]?.onload();
    await settle();
    expect(waiting).toHaveLength(2);
    waiting[0]?.onerror(); // one that fails keeps nobody waiting
    await settle();
    expect(waiting.map(({ src }) => src)).toEqual(['1', '2', '3', '4']);
    for (const picture of waiting.slice(2)) picture.onload();
    await settle();
    expect(done).toBe(false);
    waiting[4]?.onload();
    await all;
    await fetchAll(['5', '1']);
    expect(waiting).toHaveLength(5);
  });

  it('asks six at a time by default', async () => {
    const { fetchAll } = await fresh();
    void fetchAll(Array.from({ length: 20 }, (_, i) => String(i)));
    expect(waiting).toHaveLength(6);
  });

  it('does nothing where there is no page', async () => {
    const { fetchAll } = await fresh();
    vi.stubGlobal('Image', undefined);
    await fetchAll(['1']);
    expect(waiting).toEqual([]);
  });
});
