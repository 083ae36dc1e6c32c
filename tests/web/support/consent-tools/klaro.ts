/** The real Klaro, without its notice: its manager is what the notice and the page's own script drive. */
import * as klaro from 'klaro/dist/klaro-no-css';
import { klaroConsent } from '../../../../web/src/consent-sources/klaro.js';
import { type ConsentTool, deleteCookies } from './tool.js';

interface Manager {
  readonly confirmed: boolean;
  readonly consents: Readonly<Record<string, boolean>>;
  watch(watcher: object): void;
  unwatch(watcher: object): void;
  updateConsent(service: string, isGranted: boolean): void;
  changeAll(isGranted: boolean): void;
  saveAndApplyConsents(): void;
  resetConsents(): void;
}

const api = klaro as unknown as { getManager(config: object): Manager; resetManagers(): void };
// A default of yes is a trap: it is no answer.
const config = { services: [{ name: 'noren', purposes: ['p'], default: true }, { name: 'noren-measurement', purposes: ['m'], default: true }] };

export const klaroTool: ConsentTool = {
  name: 'klaro',
  runs: 'klaro 0.7.22',
  open() {
    api.resetManagers();
    const manager = api.getManager(config);
    return {
      source: (options) => klaroConsent({ manager, ...options }),
      toggle() {
        manager.updateConsent('noren', false);
        manager.updateConsent('noren', true);
      },
      save([personalization, measurement]) {
        manager.updateConsent('noren', personalization);
        manager.updateConsent('noren-measurement', measurement);
        manager.saveAndApplyConsents();
      },
      rejectAll() {
        manager.changeAll(false);
        manager.saveAndApplyConsents();
      },
      reset: () => manager.resetConsents(),
    };
  },
  missing: () => klaroConsent({ patience: 1 }),
  forget: deleteCookies,
};
