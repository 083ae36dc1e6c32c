/** When reports are sent, in which order things happen, and when nothing is: on a fake engine, with IndexedDB and locks. */
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { create } from '../../web/src/create.js';
import type { NorenRuntime } from '../../web/src/noren.js';
import { closeEpoch, ledgerName, readLedger } from '../../web/src/reporting/ledger-store.js';
import { Reporting, drawDelay, type ReportingHost } from '../../web/src/reporting/reporting.js';
import { httpsTransport } from '../../web/src/reporting/transport.js';
import type { NorenOptions, NorenProblem, SiteDocument } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { fakeFactory, kEmptyWasm } from './support/fake-engine.js';
import { kNow, kSite, view } from './support/shop.js';

const kReports = { endpoint: '/noren/reports', collect: [{}] };
const kWithReports: SiteDocument = { ...kSite, privacy: { reports: kReports } as never };
const kDay = 86_400_000;
const kAll = ['storage', 'personalization', 'measurement'] as const;

/** What happened, in order. */
let happened: string[] = [];
let loads = 0;

const openTab = async (options: Partial<NorenOptions> = {}, send: (lines: string) => Promise<void> = async () => undefined) => {
  const { factory, modules } = fakeFactory({});
  const problems: NorenProblem[] = [];
  const transport = () => ({
    async send(lines: string) {
      happened.push(`sent ${lines.length}, ledger of ${(await readLedger(kSite.site as string)).bytes.length} bytes stored`);
      await send(lines);
    },
  });
  const reporting = async () => {
    ++loads;
    return { Reporting: class extends Reporting { constructor(host: ReportingHost) { super(host, transport, () => 0); } } };
  };
  const noren = (await create(
    { factory, wasm: () => kEmptyWasm, part: () => kEmptyWasm, reporting },
    { site: kWithReports, now: () => kNow, onError: (problem) => problems.push(problem), ...options },
  )) as NorenRuntime;
  onTestFinished(() => noren.dispose());
  return { noren, modules, problems, settings: {} };
};

/** Time for what runs behind timers, locks and databases. */
const settle = async (noren: NorenRuntime) => {
  for (let turn = 0; turn < 30; ++turn) {
    await noren.settle();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
const databases = async () => (await indexedDB.databases()).map(({ name }) => name);

afterEach(() => {
  happened = [];
  loads = 0;
  vi.unstubAllGlobals();
});

describe('reports', () => {
  it('are sent once an epoch, after what they cost is on disk', async () => {
    freshBrowser();
    const first = await openTab();
    await first.noren.consent.grant(kAll);
    view(first as never, 'shoe');
    await settle(first.noren);
    expect(happened).toEqual(['sent 10, ledger of 24 bytes stored']);
    const again = await openTab();
    await settle(again.noren);
    expect(happened).toHaveLength(1);
    const tomorrow = await openTab({ now: () => kNow + kDay });
    await settle(tomorrow.noren);
    expect(happened).toHaveLength(2);
    expect([...first.problems, ...again.problems, ...tomorrow.problems]).toEqual([]);
  });

  it('are sent by one of several tabs', async () => {
    freshBrowser();
    const tabs = await Promise.all([openTab(), openTab(), openTab()]);
    await Promise.all(tabs.map(({ noren }) => noren.consent.grant(kAll)));
    for (const { noren } of tabs) await settle(noren);
    expect(happened).toHaveLength(1);
  });

  it.each([[[]], [['storage', 'personalization']], [['personalization', 'measurement']], [['storage', 'measurement']]] as const)(
    'are not made, nor is what makes them loaded, with consent to %j alone',
    async (purposes) => {
      freshBrowser();
      const { noren } = await openTab();
      if (purposes.length) await noren.consent.grant(purposes);
      await settle(noren);
      expect([loads, happened]).toEqual([0, []]);
      expect(await databases()).not.toContain(ledgerName('hanare'));
      expect(noren.privacy.status().epsilon).toBeNull();
    },
  );

  it('are not made under Global Privacy Control, nor for a site that has none', async () => {
    freshBrowser();
    vi.stubGlobal('navigator', { ...globalThis.navigator, locks: navigator.locks, globalPrivacyControl: true });
    const controlled = await openTab();
    await controlled.noren.consent.grant(kAll);
    await settle(controlled.noren);
    vi.unstubAllGlobals();
    freshBrowser();
    const none = await openTab({ site: kSite });
    await none.noren.consent.grant(kAll);
    await settle(none.noren);
    expect([loads, happened]).toEqual([0, []]);
  });

  it('are not made without Web Locks or cryptographic randomness', async () => {
    for (const [name, broken] of [
      ['navigator', { locks: undefined }],
      ['crypto', { subtle: crypto.subtle, getRandomValues: (array: Uint8Array) => { if (array.length > 300) throw new Error('none'); return array.fill(7); } }],
    ] as const) {
      freshBrowser();
      const { noren, problems } = await openTab();
      vi.stubGlobal(name, broken);
      await noren.consent.grant(kAll);
      await settle(noren);
      vi.unstubAllGlobals();
      expect(happened, name).toEqual([]);
      expect(problems.map(({ message }) => message), name).toContainEqual(expect.stringMatching(/no reports are made/));
    }
  });

  it('are lost where they do not arrive, and not made again', async () => {
    freshBrowser();
    const { noren, problems } = await openTab({}, () => Promise.reject(new Error('offline')));
    await noren.consent.grant(kAll);
    await settle(noren);
    expect(problems).toHaveLength(1);
    const again = await openTab();
    await settle(again.noren);
    expect(happened).toHaveLength(1);
  });

  it('stop when measurement is taken back before they are made', async () => {
    freshBrowser();
    const { noren } = await openTab();
    const granted = noren.consent.grant(kAll);
    await noren.consent.choose({ measurement: false });
    await granted;
    await settle(noren);
    expect(happened).toEqual([]);
  });

  it('come no more in an epoch in which she erased everything, and the ledger stays', async () => {
    freshBrowser();
    const { noren } = await openTab();
    await noren.consent.grant(kAll);
    await settle(noren);
    const { bytes } = await readLedger('hanare');
    await noren.consent.withdraw();
    expect(await databases()).toEqual([ledgerName('hanare')]);
    expect(await readLedger('hanare')).toEqual({ bytes, closedOn: Math.floor(kNow / kDay) });
    const nextDay = await openTab({ now: () => kNow + kDay });
    await closeEpoch('hanare', kNow + kDay);
    await nextDay.noren.consent.grant(kAll);
    await settle(nextDay.noren);
    expect(happened).toHaveLength(1);
  });

  it('do not make less of an erasure where their ledger refuses to be closed', async () => {
    freshBrowser();
    const { noren, problems } = await openTab();
    await noren.consent.grant(kAll);
    await settle(noren);
    const before = noren.privacy.status().erasure;
    const open = IDBFactory.prototype.open;
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name: string, version?: number) {
      if (name === ledgerName('hanare')) throw new DOMException('it refuses', 'UnknownError');
      return open.call(this, name, version);
    });
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await noren.privacy.erase()).toEqual(before);
    expect(problems.map(({ code }) => code)).toEqual(['storage-failed']);
    expect(await databases()).toEqual([ledgerName('hanare')]);
  });

  it('leave nothing behind where nothing was spent', async () => {
    freshBrowser();
    await closeEpoch('hanare', kNow);
    expect(await databases()).toEqual([]);
  });

  it('tell her what of the budget is spent', async () => {
    freshBrowser();
    const { noren } = await openTab();
    await noren.consent.grant(kAll);
    await settle(noren);
    expect(noren.privacy.status().epsilon).toMatchObject({ spentThisEpoch: 1, perEpoch: 4, lifetime: 60 });
    await noren.consent.withdraw();
    expect(noren.privacy.status().epsilon).toBeNull();
  });

  it('wait for a time that chance draws, up to a minute', () => {
    const delays = Array.from({ length: 2000 }, drawDelay);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...delays)).toBeLessThan(60_000);
    expect(new Set(delays).size).toBeGreaterThan(1500);
    expect(delays.reduce((sum, delay) => sum + delay) / delays.length).toBeCloseTo(30_000, -3.7);
  });
});

describe('the transport', () => {
  const at = (origin: string, isSecureContext = true) => {
    vi.stubGlobal('location', { origin });
    vi.stubGlobal('isSecureContext', isSecureContext);
  };

  it('posts lines to its own origin, with nothing that tells who sends them', async () => {
    at('https://shop.example');
    const fetched = vi.fn(async () => ({ ok: true }));
    vi.stubGlobal('fetch', fetched);
    await httpsTransport('/noren/reports').send('{}\n');
    const [url, init] = fetched.mock.calls[0] as unknown as [URL, RequestInit];
    expect(url.href).toBe('https://shop.example/noren/reports');
    expect(init).toMatchObject({ method: 'POST', mode: 'same-origin', credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', cache: 'no-store', body: '{}\n' });
  });

  it.each(['https://elsewhere.example/reports', '//elsewhere.example/reports', '/\\elsewhere.example', 'data:text/plain,'])('refuses %s', (endpoint) => {
    at('https://shop.example');
    expect(() => httpsTransport(endpoint)).toThrow(/own origin/);
  });

  it('refuses a page that is not secure', () => {
    at('http://shop.example', false);
    expect(() => httpsTransport('/noren/reports')).toThrow(/HTTPS/);
  });

  it('rejects where the answer is no yes', async () => {
    at('https://shop.example');
    vi.stubGlobal('fetch', async () => ({ ok: false, status: 503 }));
    await expect(httpsTransport('/noren/reports').send('')).rejects.toThrow('503');
  });
});
