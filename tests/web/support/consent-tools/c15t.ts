/** The real c15t, in its mode without a server. */
import { clearConsentRuntimeCache, getOrCreateConsentRuntime } from 'c15t';
import { c15tConsent } from '../../../../web/src/consent-sources/c15t.js';
import { type ConsentTool, deleteCookies } from './tool.js';

export const c15tTool: ConsentTool = {
  name: 'c15t',
  runs: 'c15t 2.2.1, offline mode',
  async open() {
    clearConsentRuntimeCache();
    const { consentStore: store } = getOrCreateConsentRuntime({ mode: 'offline', consentCategories: ['necessary', 'experience', 'measurement'] } as never);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const choose = (personalization: boolean, measurement: boolean) => {
      store.getState().setSelectedConsent('experience', personalization);
      store.getState().setSelectedConsent('measurement', measurement);
    };
    return {
      source: (options) => c15tConsent({ store, ...options }),
      toggle: () => choose(true, true),
      async save([personalization, measurement]) {
        choose(personalization, measurement);
        await store.getState().saveConsents('custom');
      },
      rejectAll: () => store.getState().saveConsents('necessary'),
      reset: () => store.getState().resetConsents(),
    };
  },
  missing() {
    delete (globalThis as { c15tStore?: unknown }).c15tStore;
    return c15tConsent({ patience: 1 });
  },
  forget() {
    deleteCookies();
    localStorage.clear();
  },
};
