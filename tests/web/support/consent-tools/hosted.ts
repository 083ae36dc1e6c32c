/**
 * Stand-ins for tools that are hosted and not to be had as a package: they do what their vendors' documentation says, no more. What a
 * real one does besides is not shown by them.
 */
import { consentModeConsent } from '../../../../web/src/consent-sources/consent-mode.js';
import { oneTrustConsent } from '../../../../web/src/consent-sources/onetrust.js';
import { shopifyConsent } from '../../../../web/src/consent-sources/shopify.js';
import type { ConsentTool, Saved } from './tool.js';

const page = globalThis as Record<string, unknown>;

let activeGroups: readonly string[] | null = null;

/** developer.onetrust.com: OneTrustGroupsUpdated on each load and each change; OnetrustActiveGroups; IsAlertBoxClosed. */
export const oneTrustTool: ConsentTool = {
  name: 'onetrust',
  runs: 'a stand-in for OneTrust’s documented events and methods',
  open() {
    const publish = () => {
      // Without an answer, groups may be active by default.
      const groups = activeGroups ?? ['C0001', 'C0002', 'C0003'];
      page['OnetrustActiveGroups'] = `,${groups.join(',')},`;
      window.dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail: groups }));
    };
    page['OneTrust'] = { IsAlertBoxClosed: () => activeGroups !== null };
    publish();
    const save = ([personalization, measurement]: Saved) => {
      activeGroups = ['C0001', ...(measurement ? ['C0002'] : []), ...(personalization ? ['C0003'] : [])];
      publish();
    };
    return { source: (options) => oneTrustConsent(options), toggle: publish, save, rejectAll: () => save([false, false]) };
  },
  missing() {
    delete page['OneTrust'];
    return oneTrustConsent({ patience: 1 });
  },
  forget() {
    activeGroups = null;
  },
};

type Answers = Readonly<Record<string, string>>;
const noAnswer: Answers = { marketing: '', analytics: '', preferences: '', sale_of_data: '' };
let answers = noAnswer;

/** shopify.dev: loadFeatures, currentVisitorConsent, visitorConsentCollected; `''` is no answer. */
export const shopifyTool: ConsentTool = {
  name: 'shopify',
  runs: 'a stand-in for Shopify’s documented Customer Privacy API',
  open() {
    const shopify: Record<string, unknown> = {
      loadFeatures(_: unknown, done: (error: unknown) => void) {
        shopify['customerPrivacy'] = { currentVisitorConsent: () => ({ ...answers }), preferencesProcessingAllowed: () => true, analyticsProcessingAllowed: () => true };
        done(undefined);
      },
    };
    page['Shopify'] = shopify;
    const save = ([personalization, measurement]: Saved) => {
      const word = (yes: boolean) => (yes ? 'yes' : 'no');
      answers = { marketing: 'no', sale_of_data: 'no', preferences: word(personalization), analytics: word(measurement) };
      document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { preferencesAllowed: personalization } }));
    };
    return {
      source: (options) => shopifyConsent(options),
      save,
      rejectAll: () => save([false, false]),
    };
  },
  missing() {
    delete page['Shopify'];
    return shopifyConsent({ patience: 1 });
  },
  forget() {
    answers = noAnswer;
  },
};

let update: object | null = null;

/** developers.google.com/tag-platform: gtag pushes its arguments; a page with a remembered answer pushes it as an update. */
export const consentModeTool: ConsentTool = {
  name: 'consent-mode',
  runs: 'the documented gtag snippet, with nothing behind it',
  open() {
    const layer: unknown[] = [];
    page['dataLayer'] = layer;
    // eslint-disable-next-line prefer-rest-params
    function gtag(..._: unknown[]) {
      layer.push(arguments);
    }
    gtag('consent', 'default', { analytics_storage: 'denied', personalization_storage: 'denied', region: ['FR'] });
    gtag('consent', 'default', { analytics_storage: 'granted', personalization_storage: 'granted' });
    if (update) gtag('consent', 'update', update);
    const save = ([personalization, measurement]: Saved) => {
      const word = (yes: boolean) => (yes ? 'granted' : 'denied');
      update = { personalization_storage: word(personalization), analytics_storage: word(measurement), ad_storage: 'granted' };
      gtag('consent', 'update', update);
    };
    return { source: (options) => consentModeConsent(options), toggle: () => gtag('event', 'consent', { update: 'x' }), save, rejectAll: () => save([false, false]) };
  },
  missing() {
    delete page['dataLayer'];
    return consentModeConsent({ patience: 1 });
  },
  forget() {
    update = null;
  },
};
