/** Altering the profile as a whole: forgetting a part, taking another device's in. All tabs agree, and nothing older stays on the device. */
import { describe, expect, it, vi } from 'vitest';
import { freshBrowser } from './support/browser.js';
import { openTab, personal, quiet, view } from './support/shop.js';
import { grant, profileOf, rawRows } from './support/stored.js';

const done = { done: true };

describe('forgetting a part', () => {
  it('replaces at once what is stored, events included, and holds after a reload', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'gift');
    view(tab, 'book');
    await quiet(tab);
    expect((await rawRows()).events).toHaveLength(2);
    const before = profileOf(tab);
    expect(await tab.noren.privacy.forget({ item: 'gift' })).toEqual(done);
    expect((await rawRows()).events).toHaveLength(0);
    const after = profileOf(tab);
    expect(after?.chain).not.toBe(before?.chain);
    tab.noren.dispose();
    expect(profileOf(await openTab())).toEqual(after);
  });

  it('is the same for all tabs, whatever they do meanwhile', async () => {
    freshBrowser();
    const [left, right] = [await openTab(), await openTab()];
    await grant(left);
    await quiet(left, right);
    for (let round = 0; round < 8; ++round) {
      view(left, `item-${round}`);
      view(right, `thing-${round}`);
      const forgotten = [left.noren.privacy.forget({ item: `item-${round}` }), right.noren.privacy.forget({ interest: { category: 'shoes' } })];
      view(right, 'late');
      view(left, 'late');
      expect(await Promise.all(forgotten)).toEqual([done, done]);
      if (round % 3 === 0) await quiet(left, right);
    }
    await quiet(left, right);
    expect(profileOf(left)?.events).toBe(32);
    expect(profileOf(right)).toEqual(profileOf(left));
    const agreed = profileOf(left);
    left.noren.dispose();
    right.noren.dispose();
    expect(profileOf(await openTab())).toEqual(agreed);
  });

  it('reaches a tab that heard nothing of it, also where nothing else happened', async () => {
    freshBrowser();
    const [awake, asleep] = [await openTab(), await openTab()];
    await grant(awake);
    view(awake, 'gift');
    await quiet(awake, asleep);
    const post = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => undefined);
    for (let round = 0; round < 3; ++round) expect(await awake.noren.privacy.forget({ day: '2026-11-22' })).toEqual(done);
    await quiet(awake);
    post.mockRestore();
    view(asleep, 'book');
    await quiet(awake, asleep);
    expect(profileOf(asleep)?.events).toBe(2);
    expect(profileOf(awake)).toEqual(profileOf(asleep));
  });

  it('knows categories, brands, products, days and answers', async () => {
    const tab = await personal();
    const chains = new Set([profileOf(tab)?.chain]);
    for (const part of [{ interest: { category: 'x' } }, { interest: { brand: 'x' } }, { item: 'x' }, { day: '2026-11-22' }]) {
      expect(await tab.noren.privacy.forget(part)).toEqual(done);
      chains.add(profileOf(tab)?.chain);
    }
    expect(chains.size).toBe(5);
    for (const day of ['yesterday', '2026-13-01', '']) {
      expect(await tab.noren.privacy.forget({ day })).toMatchObject({ done: false, error: { code: 'invalid-argument' } });
    }
    expect(await tab.noren.privacy.forget({ answer: 'no-such-question' })).toMatchObject({ done: false, error: { code: 'invalid-argument' } });
    expect(await tab.noren.privacy.forget(null as never)).toMatchObject({ done: false, error: { code: 'invalid-argument' } });
    expect(tab.problems).toEqual([]);
  });

  it('without a profile tells that there is none, and stores nothing', async () => {
    const browser = freshBrowser();
    const tab = await openTab();
    expect(await tab.noren.privacy.forget({ item: 'x' })).toMatchObject({ done: false, error: { code: 'consent-required' } });
    expect(await browser.databases()).toEqual([]);
  });

  it('is told not to be done where a no came first', async () => {
    freshBrowser();
    const tab = await openTab();
    await grant(tab);
    view(tab, 'gift');
    const forgotten = tab.noren.privacy.forget({ item: 'gift' });
    const withdrawn = tab.noren.consent.withdraw();
    expect((await forgotten).done).toBe(false);
    await withdrawn;
  });
});

describe('export and import', () => {
  it('take a profile to another device, and nothing of its consent', async () => {
    freshBrowser();
    const old = await openTab();
    await grant(old);
    view(old, 'book');
    const exported = await old.noren.privacy.export();
    expect(exported).toMatchObject({
      noren: 'profile', version: 1, site: 'hanare', budget: null,
      consent: { purposes: ['storage', 'personalization'], day: '2026-11-22', textVersion: 1 },
      profile: { events: 1 },
    });
    const bytes = await old.noren.privacy.export('bytes');
    old.noren.dispose();

    const browser = freshBrowser();
    const tab = await openTab();
    expect(await tab.noren.privacy.import(exported)).toMatchObject({ done: false, error: { code: 'consent-required' } });
    expect(tab.noren.consent.state.purposes).toEqual([]);
    expect(await browser.databases()).toEqual([]);
    await tab.noren.consent.grant(['personalization']);
    for (const given of [exported, JSON.stringify(exported), bytes]) expect(await tab.noren.privacy.import(given)).toEqual(done);
    expect(profileOf(tab)?.events).toBe(1);
    expect(tab.noren.consent.state.purposes).toEqual(['personalization']);
  });

  it('are stored at once, for all tabs', async () => {
    freshBrowser();
    const [tab, other] = [await openTab(), await openTab()];
    await grant(tab);
    await quiet(tab, other);
    const exported = (await tab.noren.privacy.export())!;
    const more = { ...exported, profile: { ...(exported.profile as object), events: 40, chain: 4_294_967_295 } };
    expect(await tab.noren.privacy.import(more)).toEqual(done);
    await quiet(tab, other);
    expect(profileOf(other)).toMatchObject({ events: 40 });
    tab.noren.dispose();
    other.noren.dispose();
    expect(profileOf(await openTab())).toMatchObject({ events: 40 });
  });

  it.each([
    ['no JSON', '{', 'invalid-json', ''],
    ['nothing', null, 'invalid-argument', 'noren'],
    ['something else', { noren: 1 }, 'invalid-argument', 'noren'],
    ['a newer version', { noren: 'profile', version: 2, site: 'hanare', profile: {} }, 'unsupported-version', 'version'],
    ['no version', { noren: 'profile', site: 'hanare', profile: {} }, 'invalid-argument', 'version'],
    ['another site', { noren: 'profile', version: 1, site: 'other', profile: {} }, 'invalid-argument', 'site'],
    ['no profile', { noren: 'profile', version: 1, site: 'hanare', profile: null }, 'invalid-argument', 'profile'],
    ['damaged bytes', new Uint8Array(9), 'corrupt', ''],
  ])('refuse %s with its place, and keep what there is', async (_, given, code, path) => {
    const tab = await personal();
    view(tab, 'book');
    const before = profileOf(tab);
    expect(await tab.noren.privacy.import(given)).toMatchObject({ done: false, error: { code, path } });
    expect(profileOf(tab)).toEqual(before);
  });

  it('give nothing where there is no profile', async () => {
    freshBrowser();
    const tab = await openTab();
    expect(await tab.noren.privacy.export()).toBeNull();
    expect(await tab.noren.privacy.export('bytes')).toBeNull();
  });
});
