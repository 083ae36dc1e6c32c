// @vitest-environment jsdom
/**
 * The one contract that every adapter keeps, run against the real consent tool where npm has it. What stands in for hosted tools says
 * so in its name.
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsentSource } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { c15tTool } from './support/consent-tools/c15t.js';
import { cookieConsentTool } from './support/consent-tools/cookieconsent.js';
import { consentModeTool, oneTrustTool, shopifyTool } from './support/consent-tools/hosted.js';
import { klaroTool } from './support/consent-tools/klaro.js';
import { tcfTool } from './support/consent-tools/tcf.js';
import { type Tab, openTab, quiet, view } from './support/shop.js';
import { kYes, puppet } from './support/source.js';
import { kName, profileOf } from './support/stored.js';

const tools = [tcfTool, klaroTool, cookieConsentTool, c15tTool, oneTrustTool, shopifyTool, consentModeTool];

describe.each(tools)('$name ($runs)', (tool) => {
  let browser: ReturnType<typeof freshBrowser>;
  beforeEach(() => {
    browser = freshBrowser();
    Object.assign(navigator, { userAgent: 'test', language: 'en', languages: ['en'] });
    tool.forget();
  });

  const purposesOf = ({ noren }: Tab) => noren.consent.state.purposes;
  /** What is stored, and what the state says, once everything that goes on has come to its end. */
  const settled = (tab: Tab, check: () => void | Promise<void>) =>
    vi.waitFor(async () => {
      await quiet(tab);
      await check();
    });
  const open = async () => {
    const page = await tool.open();
    const tab = await openTab({ consent: page.source() });
    return { page, tab };
  };
  const granted = async () => {
    const opened = await open();
    await opened.page.save([true, false]);
    await settled(opened.tab, () => expect(opened.tab.noren.status.storage).toBe('encrypted'));
    return opened;
  };

  it('1 grants nothing before she has decided', async () => {
    const { tab } = await open();
    await settled(tab, () => expect(tab.noren.consent.state).toMatchObject({ phase: 'pending', answered: false, purposes: [] }));
    expect(view(tab, 'item-1').accepted).toBe(false);
    expect(await browser.databases()).toEqual([]);
  });

  it('2 grants nothing for a switch that is moved and not saved', async () => {
    const { page, tab } = await open();
    await page.toggle?.();
    await quiet(tab);
    expect(purposesOf(tab)).toEqual([]);
    expect(await browser.databases()).toEqual([]);
  });

  it('3 grants what she saves, and no more', async () => {
    const { tab, page } = await granted();
    expect(tab.noren.consent.state).toMatchObject({ phase: 'granted', source: tool.name, purposes: ['storage', 'personalization'] });
    expect(await browser.databases()).toEqual([kName]);
    await page.save([true, true]);
    await settled(tab, () => expect(tab.noren.status.level).toBe('measured'));
  });

  it('4 takes a rejection of everything as a no, also as the first answer', async () => {
    const { page, tab } = await open();
    await page.rejectAll();
    await settled(tab, () => expect(tab.noren.consent.state).toMatchObject({ phase: 'denied', answered: true, purposes: [], source: tool.name }));
    expect(await browser.databases()).toEqual([]);
  });

  it('5 knows her answer on the next page, and not before the tool says it', async () => {
    const { tab } = await granted();
    view(tab, 'item-1');
    await quiet(tab);
    tab.noren.dispose();
    await quiet(tab);
    const next = await open();
    await settled(next.tab, () => expect(profileOf(next.tab)?.events).toBe(1));
    expect(next.tab.noren.consent.state).toMatchObject({ phase: 'granted', source: tool.name });
  });

  it('6 erases everything when she takes it back', async () => {
    const { page, tab } = await granted();
    view(tab, 'item-1');
    await page.rejectAll();
    await settled(tab, async () => {
      expect(tab.noren.consent.state).toMatchObject({ phase: 'denied', purposes: [] });
      expect(await browser.databases()).toEqual([]);
    });
    expect(browser.files.entries.size).toBe(0);
    tab.noren.dispose();
    const next = await open();
    await settled(next.tab, () => expect(next.tab.noren.consent.state).toMatchObject({ phase: 'denied', purposes: [] }));
  });

  it('6b takes it as a no when her answer is deleted in the tool', async () => {
    const { page, tab } = await granted();
    if (!page.reset) return;
    await page.reset();
    await settled(tab, async () => {
      expect(purposesOf(tab)).toEqual([]);
      expect(await browser.databases()).toEqual([]);
    });
  });

  it('7 begins with an empty profile when she says yes again', async () => {
    const { page, tab } = await granted();
    view(tab, 'item-1');
    await page.rejectAll();
    await settled(tab, () => expect(purposesOf(tab)).toEqual([]));
    await page.save([true, false]);
    await settled(tab, () => expect(tab.noren.status.storage).toBe('encrypted'));
    expect(profileOf(tab)).toMatchObject({ events: 0 });
  });

  it('8 grants nothing where the tool is missing or broken', async () => {
    const tab = await openTab({ consent: tool.missing() });
    await settled(tab, () => expect(tab.noren.consent.state).toMatchObject({ phase: 'error', answered: false, purposes: [] }));
    expect(await browser.databases()).toEqual([]);
    tab.noren.dispose();
    const { page, tab: broken } = await open();
    if (!page.fail) return;
    await page.fail();
    await quiet(broken);
    expect(purposesOf(broken)).toEqual([]);
  });

  it('9 reaches tabs whose own tool hears nothing of the no', async () => {
    const { page, tab } = await granted();
    const other = await openTab({ consent: puppet(tool.name, { purposes: kYes }) });
    await settled(other, () => expect(other.noren.status.storage).toBe('encrypted'));
    await page.rejectAll();
    await settled(tab, () => expect(purposesOf(tab)).toEqual([]));
    await settled(other, () => expect(purposesOf(other)).toEqual([]));
    expect(await browser.databases()).toEqual([]);
  });

  it('10 erases what is still being written', async () => {
    const { page, tab } = await open();
    // Once the tool has her yes, and long before it is stored. (Two answers at once some tools take in any order.)
    await page.save([true, true]);
    view(tab, 'item-1');
    await page.rejectAll();
    await settled(tab, async () => {
      expect(purposesOf(tab)).toEqual([]);
      expect(await browser.databases()).toEqual([]);
    });
    expect(browser.files.entries.size).toBe(0);
  });

  it('leaves the tool alone once it is stopped', async () => {
    const page = await tool.open();
    const source: ConsentSource = page.source();
    const told: unknown[] = [];
    source.start((each) => told.push(each));
    await new Promise((resolve) => setTimeout(resolve, 5));
    source.stop();
    const before = told.length;
    await page.save([true, true]);
    await page.rejectAll();
    expect(told.length).toBe(before);
  });
});
