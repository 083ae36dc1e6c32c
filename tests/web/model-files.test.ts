/** A shop model in several files: with the first the page begins, the others come when it is idle. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { create } from '../../web/src/create.js';
import type { NorenProblem } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { fakeFactory, kEmptyWasm } from './support/fake-engine.js';
import { type Tab, kNow, kSite, openTab, personal, view } from './support/shop.js';

const kFirst = new Uint8Array([1]);
const kBought = new Uint8Array([2]);
const kLabels = new Uint8Array([3]);
const kDamaged = new Uint8Array([0]);

const filesOf = (tab: Tab) => tab.modules.at(-1)!.instance!.modelFiles;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

describe('the files after the first', () => {
  it('come when the page is idle, and the page is told that decisions may be others', async () => {
    freshBrowser();
    const tab = await openTab({ model: [kFirst, kBought, kLabels] });
    const heard: string[] = [];
    tab.noren.subscribe((change) => heard.push(change));
    await vi.advanceTimersByTimeAsync(400);
    expect(filesOf(tab)).toEqual([]);
    expect(tab.noren.recommend('trending')).toHaveLength(5);
    await vi.advanceTimersByTimeAsync(200);
    expect(filesOf(tab)).toEqual([2, 3]);
    expect(new Set(heard)).toEqual(new Set(['decisions']));
    expect(tab.problems).toEqual([]);
  });

  it('are waited for by requestIdleCallback where there is one', async () => {
    let whenIdle = () => undefined as void;
    vi.stubGlobal('requestIdleCallback', (callback: () => void) => void (whenIdle = callback));
    const tab = await personal({ model: [kFirst, kBought] });
    await vi.advanceTimersByTimeAsync(1000);
    expect(filesOf(tab)).toEqual([]);
    whenIdle();
    await vi.advanceTimersByTimeAsync(0);
    expect(filesOf(tab)).toEqual([2]);
    vi.unstubAllGlobals();
  });

  it('are brought to the engine that a withdrawal makes, too', async () => {
    const tab = await personal({ model: [kFirst, kBought] });
    await vi.advanceTimersByTimeAsync(1000);
    await tab.noren.consent.withdraw();
    await vi.advanceTimersByTimeAsync(10);
    expect(tab.modules.length).toBe(2);
    expect(filesOf(tab)).toEqual([2]);
  });

  it('that are damaged or missing are told, and all else goes on', async () => {
    const missing = new Response('', { status: 404 });
    const tab = await personal({ model: [kFirst, kDamaged, missing, kLabels] });
    await vi.advanceTimersByTimeAsync(1000);
    expect(tab.problems).toMatchObject([
      { code: 'corrupt', path: 'bought', message: 'the file is truncated' },
      { code: 'load-failed', path: 'model[2]' },
    ]);
    expect(filesOf(tab)).toEqual([3]);
    expect(tab.noren.status).toMatchObject({ state: 'ready', error: null });
    expect(tab.noren.recommend('trending')).toHaveLength(5);
    await tab.noren.consent.withdraw();
    await vi.advanceTimersByTimeAsync(10);
    expect(tab.problems).toHaveLength(2);
    expect(filesOf(tab)).toEqual([3]);
  });

  it('are not asked for where the first is of no use', async () => {
    const later = new Response(kBought);
    const tab = await personal({ model: [kFirst, later] }, { badModel: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(later.bodyUsed).toBe(false);
    expect(tab.problems).toMatchObject([{ code: 'corrupt', path: 'model' }]);
    expect(tab.noren.recommend('trending')).toEqual([]);
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.decide('home-hero').outcome).toBe('campaign');
  });

  it('are fetched all of them and in the same order, whoever the visitor is', async () => {
    const fetched = async (grant: boolean) => {
      freshBrowser();
      vi.stubGlobal('location', new URL('https://shop.example/'));
      const seen: string[] = [];
      vi.stubGlobal('fetch', async (url: URL) => {
        seen.push(url.pathname);
        return new Response(kBought);
      });
      const { factory } = fakeFactory();
      const problems: NorenProblem[] = [];
      const noren = await create(
        { factory, wasm: () => kEmptyWasm, part: () => kEmptyWasm },
        { site: kSite, model: ['/shop.first.model', '/shop.bought.model', '/shop.labels.model'], now: () => kNow, onError: (problem) => problems.push(problem) },
      );
      if (grant) {
        await noren.consent.grant(['personalization']);
        noren.track('view_item', { items: [{ item_id: 'item-1' }] });
        noren.recommend('bought-together', { item: 'item-1' });
      }
      expect(seen).toEqual(['/shop.first.model']);
      await vi.advanceTimersByTimeAsync(1000);
      noren.dispose();
      vi.unstubAllGlobals();
      expect(problems).toEqual([]);
      return seen;
    };
    const stranger = await fetched(false);
    expect(stranger).toEqual(['/shop.first.model', '/shop.bought.model', '/shop.labels.model']);
    expect(await fetched(true)).toEqual(stranger);
  });
});
