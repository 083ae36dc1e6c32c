/** What sources of consent say, and what follows: who wins, what waits, what is asked again, and what is never granted. */
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import type { ConsentChoice } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { kNow, kSite, openTab, quiet, view } from './support/shop.js';
import { kNo, kYes, puppet } from './support/source.js';
import { kName, profileOf } from './support/stored.js';

const kToday = Math.floor(kNow / 86_400_000);
const kAll: ConsentChoice = { storage: true, personalization: true, measurement: true };
const withText = (consentText: number) => ({ ...kSite, privacy: { consentText } });

/** The browser of a test in which the navigator says this about Global Privacy Control. */
const browserWithGpc = (get: () => unknown) => {
  const browser = freshBrowser();
  Object.defineProperty(navigator, 'globalPrivacyControl', { get, configurable: true });
  return browser;
};

describe('a source', () => {
  it('that breaks while its yes is on its way to storage costs nothing that was stored before', async () => {
    freshBrowser();
    const first = await openTab({ consent: puppet('tool', { purposes: kYes }) });
    await quiet(first);
    view(first, 'item-1');
    await quiet(first);
    first.noren.dispose();
    await quiet();
    const source = puppet('tool', { purposes: kYes });
    const open = IDBFactory.prototype.open;
    let opened = 0;
    const opening = vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, name: string, version?: number) {
      if (++opened === 1) source.say('error');
      return open.call(this, name, version);
    });
    const broken = await openTab({ consent: source });
    await quiet(broken);
    opening.mockRestore();
    expect(opened).toBeGreaterThan(0);
    expect(broken.noren.consent.state).toMatchObject({ phase: 'error', purposes: [] });
    broken.noren.dispose();
    await quiet();
    const next = await openTab({ consent: puppet('tool', { purposes: kYes }) });
    await quiet(next);
    expect(profileOf(next)?.events).toBe(1);
  });

  it('grants when it tells a yes, and the yes names it', async () => {
    freshBrowser();
    const source = puppet();
    const tab = await openTab({ consent: source });
    expect(tab.noren.consent.state).toEqual({ phase: 'unknown', answered: false, purposes: [], source: null, day: null, textVersion: 1 });
    source.say({ purposes: kYes, day: kToday - 3 });
    expect(tab.noren.consent.state).toEqual({
      phase: 'granted', answered: true, purposes: ['storage', 'personalization'], source: 'tool', day: kToday - 3, textVersion: 1,
    });
    await quiet(tab);
    expect(tab.noren.status.storage).toBe('encrypted');
  });

  it('grants nothing before it tells anything, nor while it is pending', async () => {
    const browser = freshBrowser();
    const source = puppet('tool', 'pending');
    const tab = await openTab({ consent: source });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'pending', answered: false, purposes: [] });
    expect(view(tab, 'item-1')).toMatchObject({ accepted: false, reason: 'no-consent' });
    expect(await browser.databases()).toEqual([]);
  });

  it('that asks again leaves her last decision until there is a new one', async () => {
    freshBrowser();
    const source = puppet('tool', { purposes: kYes });
    const tab = await openTab({ consent: source });
    source.say('pending');
    expect(tab.noren.consent.state).toMatchObject({ phase: 'granted', purposes: ['storage', 'personalization'] });
    source.say({ purposes: kNo });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'denied', answered: true, purposes: [], source: 'tool' });
  });

  it('may tell purposes one after the other', async () => {
    freshBrowser();
    const source = puppet();
    const tab = await openTab({ consent: source });
    source.say({ purposes: { storage: true } });
    source.say({ purposes: { personalization: true } });
    expect(tab.noren.status.purposes).toEqual(['storage', 'personalization']);
    source.say({ purposes: { measurement: true } });
    expect(tab.noren.status).toMatchObject({ level: 'measured', purposes: ['storage', 'personalization', 'measurement'] });
  });

  it('can be stopped: what it said stands, what it says later is not heard', async () => {
    freshBrowser();
    const source = puppet();
    const tab = await openTab();
    const stop = tab.noren.consent.use(source);
    source.say({ purposes: kYes });
    const tell = source.say;
    stop();
    expect(source.isRunning).toBe(false);
    tell({ purposes: kNo });
    expect(tab.noren.consent.state.phase).toBe('granted');
  });

  it('is stopped by another one of its name, and by the end of Noren', async () => {
    freshBrowser();
    const [first, second] = [puppet(), puppet()];
    const tab = await openTab({ consent: first });
    tab.noren.consent.use(second);
    expect([first.isRunning, second.isRunning]).toEqual([false, true]);
    tab.noren.dispose();
    expect(second.isRunning).toBe(false);
  });

  it('that fails to start, or breaks, grants nothing and is told', async () => {
    freshBrowser();
    const source = { ...puppet(), start: () => { throw new Error('no such tool'); } };
    const tab = await openTab({ consent: source });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'error', answered: false, purposes: [] });
    expect(tab.problems).toMatchObject([{ message: expect.stringMatching(/"tool"/) }]);
  });

  it('that breaks after a yes: nothing of her is used, nothing is erased, and the next yes goes on where it was', async () => {
    const browser = freshBrowser();
    const source = puppet();
    const tab = await openTab({ consent: source });
    source.say({ purposes: kYes });
    await quiet(tab);
    view(tab, 'item-1');
    view(tab, 'item-2');
    await quiet(tab);
    source.say('error');
    expect(tab.noren.consent.state).toMatchObject({ phase: 'error', answered: false, purposes: [] });
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
    expect(tab.noren.profile()).toBeNull();
    await quiet(tab);
    expect(await browser.databases()).toEqual([kName]);
    source.say({ purposes: kYes });
    await quiet(tab);
    await quiet(tab);
    expect(profileOf(tab)?.events).toBe(2);
  });

  it('is no reason for another one to lose its yes', async () => {
    freshBrowser();
    const source = puppet();
    const tab = await openTab({ consent: source });
    await tab.noren.consent.grant();
    source.say({ purposes: { measurement: true } });
    source.say('error');
    await quiet(tab);
    expect(tab.noren.consent.state).toMatchObject({ phase: 'granted', purposes: ['storage', 'personalization'] });
    expect(tab.noren.status.storage).toBe('encrypted');
  });
});

describe('a no', () => {
  it('of one source wins over the yes of another, whichever comes first', async () => {
    freshBrowser();
    const [left, right] = [puppet('left'), puppet('right')];
    const tab = await openTab({ consent: [left, right] });
    left.say({ purposes: kYes });
    right.say({ purposes: kNo });
    expect(tab.noren.status.purposes).toEqual([]);
    left.say({ purposes: { ...kYes, measurement: true } });
    await tab.noren.consent.grant();
    expect(tab.noren.status.purposes).toEqual([]);
    right.say({ purposes: kYes });
    expect(tab.noren.status.purposes).toEqual(['storage', 'personalization']);
  });

  it('is not undone by the page’s tool telling its old yes once more', async () => {
    freshBrowser();
    const source = puppet('tool', { purposes: kYes });
    const tab = await openTab({ consent: source });
    await tab.noren.consent.withdraw();
    source.say({ purposes: kYes });
    await quiet(tab);
    expect(tab.noren.status.purposes).toEqual([]);
  });

  it('in another tab is not undone by this tab’s tool telling its old yes once more', async () => {
    const browser = freshBrowser();
    const [here, there] = [puppet('tool', { purposes: kYes }), puppet('tool', { purposes: kYes })];
    const [left, right] = [await openTab({ consent: here }), await openTab({ consent: there })];
    await quiet(left, right);
    here.say({ purposes: kNo });
    await quiet(left, right);
    there.say({ purposes: kYes });
    await quiet(left, right);
    expect([left, right].map(({ noren }) => noren.status.purposes)).toEqual([[], []]);
    expect(await browser.databases()).toEqual([]);
  });

  it('to measurement alone keeps the profile, in every tab and for the next visit', async () => {
    freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await left.noren.consent.grant(['storage', 'personalization', 'measurement']);
    await quiet(left, right);
    view(left, 'item-1');
    await quiet(left, right);
    expect(right.noren.status.level).toBe('measured');
    await left.noren.consent.choose({ measurement: false });
    await quiet(left, right);
    expect([left, right].map(({ noren }) => noren.status.level)).toEqual(['personal', 'personal']);
    expect(profileOf(right)?.events).toBe(1);
    expect((await openTab()).noren.status).toMatchObject({ level: 'personal', storage: 'encrypted' });
  });

  it('to storage alone erases, and goes on in memory with an empty profile', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    await tab.noren.consent.grant();
    view(tab, 'item-1');
    await tab.noren.consent.choose({ storage: false });
    await quiet(tab);
    expect(tab.noren.status).toMatchObject({ level: 'personal', storage: 'memory', purposes: ['personalization'] });
    expect(await browser.databases()).toEqual([]);
    expect(profileOf(tab)?.events).toBe(0);
    expect(view(tab, 'item-2').accepted).toBe(true);
  });

  it('of a source wins over a yes that is still on its way', async () => {
    const browser = freshBrowser();
    const source = puppet();
    const tab = await openTab({ consent: source });
    source.say({ purposes: kYes });
    await Promise.resolve();
    source.say({ purposes: kNo });
    await quiet(tab);
    expect(tab.noren.status.purposes).toEqual([]);
    expect(await browser.databases()).toEqual([]);
    expect(browser.files.entries.size).toBe(0);
  });

  it.each([0, 1, 2, 4, 8, 16, 32, 64])('in another tab wins over a yes that is still on its way here, after %i turns', async (turns) => {
    const browser = freshBrowser();
    const [here, there] = [await openTab(), await openTab()];
    const granting = here.noren.consent.grant();
    for (let turn = 0; turn < turns; ++turn) await new Promise((resolve) => setImmediate(resolve));
    const refusing = there.noren.consent.deny();
    await Promise.all([granting, refusing]);
    await quiet(here, there);
    await vi.waitFor(async () => {
      await quiet(here, there);
      expect([here, there].map(({ noren }) => noren.status.purposes)).toEqual([[], []]);
      expect(await browser.databases()).toEqual([]);
    });
    expect((await openTab()).noren.consent.state).toMatchObject({ answered: false, purposes: [] });
  });

  it('on the first page after it was said erases what is stored, though this page never used it', async () => {
    const browser = freshBrowser();
    const first = await openTab({ consent: puppet('tool', { purposes: kYes }) });
    await quiet(first);
    expect(await browser.databases()).toEqual([kName]);
    first.noren.dispose();
    await quiet(first);
    const next = await openTab({ consent: puppet('tool', { purposes: kNo }) });
    await quiet(next);
    expect(next.noren.consent.state.phase).toBe('denied');
    expect(await browser.databases()).toEqual([]);
  });

  it('is carried out even where the site document is broken', async () => {
    const browser = freshBrowser();
    const first = await openTab();
    await first.noren.consent.grant();
    first.noren.dispose();
    await quiet(first);
    const broken = await openTab({ site: { noren: 1, site: 'x' }, consent: puppet('tool', { purposes: kNo }) });
    expect(broken.noren.status.state).toBe('failed');
    await vi.waitFor(async () => expect(await browser.databases()).toEqual([]));
  });

  it('is followed by an empty profile when she says yes again', async () => {
    freshBrowser();
    const source = puppet('tool', { purposes: kYes });
    const tab = await openTab({ consent: source });
    await quiet(tab);
    view(tab, 'item-1');
    const before = profileOf(tab);
    source.say({ purposes: kNo });
    expect(view(tab, 'item-2').accepted).toBe(false);
    source.say({ purposes: kYes });
    await quiet(tab);
    expect(profileOf(tab)).toMatchObject({ events: 0 });
    expect(profileOf(tab)?.seed).not.toBe(before?.seed);
  });

  it('is not asked about again for six months where its day is known', async () => {
    freshBrowser();
    for (const [days, answered] of [[0, true], [182, true], [183, false], [4000, false]] as const) {
      const tab = await openTab({ consent: puppet('tool', { purposes: kNo, day: kToday - days }) });
      expect(tab.noren.consent.state, `${days} days`).toMatchObject({ phase: 'denied', answered, purposes: [] });
    }
  });
});

describe('a stored yes', () => {
  const visit = async (options: Parameters<typeof openTab>[0] = {}) => {
    const tab = await openTab(options);
    await quiet(tab);
    return tab;
  };
  const firstVisit = async (options: Parameters<typeof openTab>[0] = {}) => {
    const tab = await visit(options);
    if (!options?.consent) await tab.noren.consent.grant();
    view(tab, 'item-1');
    await quiet(tab);
    tab.noren.dispose();
    await quiet(tab);
  };

  it('of a tool waits until the tool has said yes on this page, too', async () => {
    freshBrowser();
    await firstVisit({ consent: puppet('tool', { purposes: kYes, day: kToday - 9 }) });
    const source = puppet();
    const tab = await visit({ consent: source });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'unknown', purposes: [] });
    expect(tab.noren.profile()).toBeNull();
    source.say({ purposes: kYes, day: kToday - 9 });
    await quiet(tab);
    expect(tab.noren.consent.state).toMatchObject({ phase: 'granted', source: 'tool', day: kToday - 9 });
    expect(profileOf(tab)?.events).toBe(1);
  });

  it('that no tool of this page told counts at once', async () => {
    freshBrowser();
    await firstVisit();
    const tab = await visit({ consent: puppet('tool', 'pending') });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'granted', source: 'manual' });
    expect(profileOf(tab)?.events).toBe(1);
  });

  it('to an older wording is none: she is asked again, and nothing of her is used until she answers', async () => {
    const browser = freshBrowser();
    await firstVisit({ site: withText(1) });
    const tab = await visit({ site: withText(2) });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'unknown', answered: false, purposes: [], textVersion: 2 });
    expect(tab.noren.profile()).toBeNull();
    expect(view(tab, 'item-2').accepted).toBe(false);
    await tab.noren.consent.grant();
    expect(profileOf(tab)?.events).toBe(1);
    tab.noren.dispose();
    await quiet(tab);
    const again = await visit({ site: withText(2) });
    expect(again.noren.consent.state).toMatchObject({ phase: 'granted', textVersion: 2 });
    again.noren.dispose();
    const refused = await visit({ site: withText(3) });
    await refused.noren.consent.deny();
    expect(await browser.databases()).toEqual([]);
  });

  it('to the same wording is not asked about again, nor one to a newer wording', async () => {
    freshBrowser();
    await firstVisit({ site: withText(3) });
    for (const text of [3, 2]) {
      const tab = await visit({ site: withText(text) });
      expect(tab.noren.consent.state.phase, `${text}`).toBe('granted');
      tab.noren.dispose();
    }
  });
});

describe('Global Privacy Control', () => {
  it('never lets measurement be granted, by nobody', async () => {
    browserWithGpc(() => true);
    const source = puppet('tool', { purposes: kAll });
    const tab = await openTab({ consent: source });
    await tab.noren.consent.grant(['measurement']);
    expect(tab.noren.status).toMatchObject({ level: 'personal', purposes: ['storage', 'personalization'] });
  });

  it('takes measurement out of a yes that was stored without it', async () => {
    freshBrowser();
    const first = await openTab();
    await first.noren.consent.grant(['storage', 'personalization', 'measurement']);
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    expect((await openTab()).noren.status.purposes).toEqual(['storage', 'personalization']);
  });

  it('taken strictly allows no profile, erases what is stored, and she is not asked', async () => {
    const browser = freshBrowser();
    const first = await openTab({ globalPrivacyControl: 'strict' });
    await first.noren.consent.grant();
    expect(first.noren.status.level).toBe('personal');
    first.noren.dispose();
    await quiet(first);
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    const tab = await openTab({ globalPrivacyControl: 'strict' });
    expect(tab.noren.consent.state).toMatchObject({ phase: 'denied', answered: true, purposes: [], source: 'gpc' });
    expect(await browser.databases()).toEqual([]);
    await tab.noren.consent.grant();
    expect(tab.noren.status).toMatchObject({ level: 'contextual', purposes: [] });
    expect(await browser.databases()).toEqual([]);
  });

  it('that can’t be read counts as sent', async () => {
    browserWithGpc(() => {
      throw new Error('blocked');
    });
    const tab = await openTab();
    await tab.noren.consent.grant(['storage', 'personalization', 'measurement']);
    expect(tab.noren.status.purposes).toEqual(['storage', 'personalization']);
  });

  it.each([undefined, false])('that is %s changes nothing', async (value) => {
    browserWithGpc(() => value);
    const tab = await openTab({ globalPrivacyControl: 'strict' });
    await tab.noren.consent.grant(['storage', 'personalization', 'measurement']);
    expect(tab.noren.status.level).toBe('measured');
  });
});

describe('the level in force', () => {
  const levels = [[[], 'contextual'], [['measurement'], 'contextual'], [['personalization'], 'personal'], [['personalization', 'measurement'], 'measured']] as const;

  it.each(levels)('with %j is named by the status, each decision and each explanation: %s', async (purposes, level) => {
    freshBrowser();
    const tab = await openTab();
    await tab.noren.consent.grant(purposes);
    expect(tab.noren.status.level).toBe(level);
    expect(tab.noren.decide('home-hero').level).toBe(level);
    expect(tab.noren.decide('no-such-slot').level).toBe(level);
    view(tab, 'item-1');
    view(tab, 'item-2');
    expect(tab.noren.decide('home-hero')).toMatchObject({ level, outcome: level === 'contextual' ? 'fallback' : 'campaign' });
    await tab.noren.consent.withdraw();
    expect(tab.noren.decide('home-hero')).toMatchObject({ level: 'contextual', outcome: 'fallback' });
  });

  it('takes no event from before it', async () => {
    freshBrowser();
    const tab = await openTab();
    view(tab, 'item-1');
    view(tab, 'item-2');
    await tab.noren.consent.grant();
    await quiet(tab);
    expect(profileOf(tab)?.events).toBe(0);
    expect(tab.noren.decide('home-hero').outcome).toBe('fallback');
  });
});
