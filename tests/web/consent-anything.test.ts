// @vitest-environment jsdom
/** Whatever a consent tool hands over, of any shape: nothing is thrown, and nothing is granted that was not granted in so many words. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { c15tConsent } from '../../web/src/consent-sources/c15t.js';
import { consentModeConsent } from '../../web/src/consent-sources/consent-mode.js';
import { cookieConsent } from '../../web/src/consent-sources/cookieconsent.js';
import { klaroConsent } from '../../web/src/consent-sources/klaro.js';
import { oneTrustConsent } from '../../web/src/consent-sources/onetrust.js';
import { shopifyConsent } from '../../web/src/consent-sources/shopify.js';
import { tcfConsent } from '../../web/src/consent-sources/tcf.js';
import { Voices, readTold } from '../../web/src/consent-voices.js';
import type { ConsentSource, Purpose } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { openTab } from './support/shop.js';
import { puppet } from './support/source.js';

const kRuns = Number(process.env['NOREN_FUZZ_RUNS'] ?? 2_000);
const purposes: readonly Purpose[] = ['storage', 'personalization', 'measurement'];

/** An object that throws at the first look. */
const trap = new Proxy({}, { get: () => { throw new Error('trap'); }, getOwnPropertyDescriptor: () => { throw new Error('trap'); } });
const anything = fc.oneof(
  { weight: 6, arbitrary: fc.anything({ withNullPrototype: true, withMap: true, withDate: true, withSparseArray: true, withTypedArray: true }) },
  fc.constantFrom<unknown>(trap, true, false, null, undefined, 'yes', 'granted', 1, NaN),
);
/** Something whose members have the right names, and any values. */
const shaped = (...names: readonly string[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] }) }, anything);

const own = (object: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, name) => {
    try {
      return Object(at) === at && Object.hasOwn(at as object, name) ? (at as Record<string | number, unknown>)[name] : undefined;
    } catch {
      return undefined;
    }
  }, object);

describe('what a source tells', () => {
  it('is read as a yes only where it says true itself', () => {
    const told = fc.oneof(anything, fc.record({ purposes: shaped(...purposes), day: anything }, { requiredKeys: ['purposes'] }));
    fc.assert(
      fc.property(told, (heard) => {
        const read = readTold(heard);
        if (typeof read === 'string') return;
        purposes.forEach((purpose, bit) => {
          const said = own(heard, 'purposes', purpose);
          expect((read.yes >> bit) & 1, purpose).toBe(said === true ? 1 : 0);
          expect((read.no >> bit) & 1, purpose).toBe(said !== true && said != null ? 1 : 0);
        });
      }),
      { numRuns: kRuns * 5 },
    );
  });

  it('is never undone: granted is what the last word of some source says, and of no source denies', () => {
    const bits = fc.integer({ min: 0, max: 7 });
    const word = fc.record({ source: fc.constantFrom('a', 'b', 'c'), yes: bits, no: bits }).map(({ source, yes, no }) => ({ source, yes: yes & ~no, no }));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const voices = new Voices();
        const last = new Map<string, Map<number, boolean>>();
        for (const { source, yes, no } of words) {
          if (yes | no) voices.say(source, { yes, no }, false);
          const said = last.get(source) ?? new Map<number, boolean>();
          for (const bit of [1, 2, 4]) if ((yes | no) & bit) said.set(bit, (yes & bit) > 0);
          last.set(source, said);
        }
        const granted = [1, 2, 4].filter((bit) => {
          const answers = [...last.values()].map((said) => said.get(bit));
          return answers.includes(true) && !answers.includes(false);
        });
        expect(voices.granted).toBe(granted.reduce((sum, bit) => sum | bit, 0));
      }),
      { numRuns: kRuns * 5 },
    );
  });

  it('never grants through Noren what was not told as true, whatever came before', async () => {
    const told = fc.oneof(anything, fc.record({ purposes: shaped(...purposes) }));
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 6 }), async (words) => {
        freshBrowser();
        const source = puppet();
        const tab = await openTab({ consent: source });
        try {
          for (const word of words) source.say(word);
          for (const purpose of tab.noren.consent.state.purposes) {
            expect(words.some((word) => own(word, 'purposes', purpose) === true), purpose).toBe(true);
          }
        } finally {
          tab.noren.dispose();
        }
      }),
      { numRuns: Math.ceil(kRuns / 20) },
    );
  });
});

describe('what a tool hands over', () => {
  const page = globalThis as Record<string, unknown>;
  afterEach(() => {
    for (const name of ['__tcfapi', 'OneTrust', 'OnetrustActiveGroups', 'Shopify', 'dataLayer']) delete page[name];
  });

  /** Starts the source, lets `act` do what the tool does, and gives back all purposes that it was told are granted. */
  const grants = (source: ConsentSource, act: () => void = () => undefined): readonly Purpose[] => {
    const granted: Purpose[] = [];
    source.start((told) => {
      const read = readTold(told);
      if (typeof read !== 'string') purposes.forEach((purpose, bit) => (read.yes >> bit) & 1 && granted.push(purpose));
    });
    try {
      act();
    } finally {
      source.stop();
    }
    return granted;
  };
  const check = <Value>(values: fc.Arbitrary<Value>, grantsOf: (value: Value) => readonly Purpose[], isExplicit: (value: Value) => boolean) =>
    fc.assert(
      fc.property(values, (value) => {
        if (grantsOf(value).length > 0) expect(isExplicit(value)).toBe(true);
      }),
      { numRuns: kRuns },
    );

  it('by TCF: only publisher consents of a decision count', () => {
    const data = fc.oneof(
      anything,
      fc.record({
        gdprApplies: fc.oneof(fc.boolean(), anything), cmpStatus: fc.constantFrom('loaded', 'loading', 'error', undefined, 5), listenerId: anything,
        eventStatus: fc.constantFrom('tcloaded', 'cmpuishown', 'useractioncomplete', undefined, 'x'),
        publisher: fc.oneof(fc.record({ consents: fc.oneof(fc.constant({ 1: true, 5: true, 6: true }), shaped('1', '5', '6', '8', '9')) }), anything),
      }),
    );
    check(
      fc.tuple(data, fc.oneof(fc.constant(true), anything)),
      ([tcData, success]) => {
        page['__tcfapi'] = (_: string, __: number, callback: (...answer: unknown[]) => void) => callback(tcData, success);
        return grants(tcfConsent());
      },
      ([tcData]) =>
        own(tcData, 'publisher', 'consents', '1') === true && own(tcData, 'gdprApplies') === true && ['tcloaded', 'useractioncomplete'].includes(own(tcData, 'eventStatus') as string),
    );
  });

  it('by Klaro', () => {
    check(
      fc.record({ confirmed: fc.oneof(fc.boolean(), anything), consents: shaped('noren', 'noren-measurement'), event: fc.oneof(fc.constantFrom('saveConsents', 'consents', 'applyConsents'), anything) }),
      ({ confirmed, consents, event }) => {
        let update: ((...all: unknown[]) => void) | undefined;
        const manager = { confirmed: confirmed as boolean, consents, watch: (watcher: { update: typeof update }) => void (update = watcher.update), unwatch: () => undefined };
        return grants(klaroConsent({ manager: manager as never }), () => update?.(manager, event, consents));
      },
      ({ confirmed, consents, event }) => (!!confirmed || event === 'saveConsents') && (own(consents, 'noren') === true || own(consents, 'noren-measurement') === true),
    );
  });

  it('by vanilla-cookieconsent', () => {
    const cookie = fc.oneof(shaped('categories', 'lastConsentTimestamp'), fc.record({ categories: fc.array(fc.constantFrom<unknown>('personalization', 'x', 5)), lastConsentTimestamp: anything }));
    check(
      fc.record({ cookie, isValid: fc.oneof(fc.boolean(), anything), detail: anything }),
      ({ cookie: found, isValid, detail }) =>
        grants(cookieConsent({ api: { validConsent: () => isValid as boolean, getCookie: () => found } }), () => {
          dispatchEvent(new CustomEvent('cc:onConsent', { detail }));
          dispatchEvent(new CustomEvent('cc:onChange', { detail: { cookie: found } }));
        }),
      ({ cookie: found }) => ['personalization', 'measurement'].some((name) => (own(found, 'categories') as readonly unknown[]).includes(name)),
    );
  });

  it('by c15t', () => {
    check(
      fc.record({ consents: shaped('experience', 'measurement'), consentInfo: shaped('time'), answered: fc.oneof(fc.boolean(), anything) }),
      ({ consents, consentInfo, answered }) =>
        grants(c15tConsent({ store: { getState: () => ({ consents, consentInfo: consentInfo as never, hasConsented: () => answered as boolean }), subscribe: () => () => undefined } })),
      ({ consents, answered }) => !!answered && (own(consents, 'experience') === true || own(consents, 'measurement') === true),
    );
  });

  it('by OneTrust', () => {
    const groups = fc.oneof(anything, fc.array(fc.oneof(fc.constantFrom('C0001', 'C0002', 'C0003'), anything)), fc.constantFrom(',C0003,', 'C0002,C0003', ''));
    check(
      fc.record({ first: groups, then: groups, answered: fc.oneof(fc.boolean(), anything) }),
      ({ first, then, answered }) => {
        page['OnetrustActiveGroups'] = first;
        page['OneTrust'] = { IsAlertBoxClosed: () => answered };
        return grants(oneTrustConsent(), () => dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: then })));
      },
      ({ first, then, answered }) =>
        answered === true && [first, then].some((each) => (typeof each === 'string' ? each.split(',') : Array.isArray(each) ? each : []).some((id) => id === 'C0002' || id === 'C0003')),
    );
  });

  it('by Shopify', () => {
    const consent = fc.oneof(shaped('preferences', 'analytics'), fc.record({ preferences: fc.constantFrom('yes', 'no', '', true), analytics: fc.constantFrom('yes', 'no', '', 1) }));
    check(
      consent,
      (found) => {
        page['Shopify'] = { customerPrivacy: { currentVisitorConsent: () => found } };
        return grants(shopifyConsent(), () => document.dispatchEvent(new Event('visitorConsentCollected')));
      },
      (found) => own(found, 'preferences') === 'yes' || own(found, 'analytics') === 'yes',
    );
  });

  it('by Consent Mode: defaults and anything else are no update', () => {
    const state = fc.oneof(shaped('personalization_storage', 'analytics_storage'), fc.record({ personalization_storage: fc.constantFrom('granted', 'denied', true) }));
    const entry = fc.oneof(anything, fc.tuple(fc.constantFrom('consent', 'event'), fc.constantFrom('default', 'update'), state));
    check(
      fc.array(entry, { maxLength: 6 }),
      (entries) => {
        const layer: unknown[] = entries.slice(0, 2);
        page['dataLayer'] = layer;
        return grants(consentModeConsent(), () => layer.push(...entries.slice(2)));
      },
      (entries) =>
        entries.some((each) => own(each, 0) === 'consent' && own(each, 1) === 'update' && ['personalization_storage', 'analytics_storage'].some((name) => own(each, 2, name) === 'granted')),
    );
  });
});
