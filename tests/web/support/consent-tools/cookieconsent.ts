/** The real vanilla-cookieconsent. Each page loads the module anew; the cookie is what lasts. */
import type * as Module from 'vanilla-cookieconsent';
import { vi } from 'vitest';
import { cookieConsent } from '../../../../web/src/consent-sources/cookieconsent.js';
import { type ConsentTool, deleteCookies } from './tool.js';

const config: Module.CookieConsentConfig = {
  autoShow: true,
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, personalization: {}, measurement: {} },
  language: { default: 'en', translations: { en: { consentModal: { title: 't', acceptAllBtn: 'a', acceptNecessaryBtn: 'n' }, preferencesModal: { sections: [] } } } },
};

export const cookieConsentTool: ConsentTool = {
  name: 'cookieconsent',
  runs: 'vanilla-cookieconsent 3.1.0',
  async open() {
    vi.resetModules();
    delete (globalThis as { _ccRun?: boolean })._ccRun;
    document.querySelector('#cc-main')?.remove();
    const module = await import('vanilla-cookieconsent');
    await module.run(config);
    return {
      source: (options) => cookieConsent({ api: module, ...options }),
      toggle: () => module.showPreferences(),
      save: ([personalization, measurement]) =>
        module.acceptCategory([...(personalization ? ['personalization'] : []), ...(measurement ? ['measurement'] : [])]),
      rejectAll: () => module.acceptCategory([]),
      // Nothing tells of it. She comes back to the page, or is asked again.
      async reset() {
        module.reset(true);
        await module.run(config);
      },
    };
  },
  missing: () => cookieConsent({ patience: 1 }),
  forget: deleteCookies,
};
