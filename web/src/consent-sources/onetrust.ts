/**
 * Consent from OneTrust. Its groups are named by each customer, so look into yours and say which ones Noren needs. Groups that are
 * active before she has answered are no answer.
 *
 * ```ts
 * import { oneTrustConsent } from 'noren/consent/onetrust';
 * const noren = await createNoren({ site, consent: oneTrustConsent({ groups: { storage: ['C0003'], … } }) });
 * ```
 */
import type { ConsentSource } from './source.js';
import { type ConsentMapping, type WatchOptions, decisionBy, sourceOf } from './watching.js';

export type { ConsentMapping, ConsentSource };

interface OneTrustPage {
  /** Ids of active groups: `",C0001,C0003,"`. */
  readonly OnetrustActiveGroups?: string;
  readonly OneTrust?: { IsAlertBoxClosedAndValid?(): boolean; IsAlertBoxClosed?(): boolean };
}

export interface OneTrustOptions extends WatchOptions {
  /** Ids of OneTrust's groups, all of which each purpose needs. */
  readonly groups?: ConsentMapping;
}

/** As OneTrust proposes them: C0002 performance, C0003 functional. */
const kGroups: ConsentMapping = { storage: ['C0003'], personalization: ['C0003'], measurement: ['C0002'] };

export const oneTrustConsent = ({ groups = kGroups, ...options }: OneTrustOptions = {}): ConsentSource =>
  sourceOf('onetrust', options, (tell, signal) => {
    const read = (active: unknown) =>
      tell(() => {
        const { OneTrust: tool } = globalThis as OneTrustPage;
        if (!tool) return undefined;
        if ((tool.IsAlertBoxClosedAndValid ?? tool.IsAlertBoxClosed)?.call(tool) !== true) return 'pending';
        const ids = typeof active === 'string' ? active.split(',') : active;
        return Array.isArray(ids) ? decisionBy(groups, (group) => ids.includes(group)) : 'error';
      });
    addEventListener('OneTrustGroupsUpdated', (event) => read((event as CustomEvent<unknown>).detail), { signal });
    read((globalThis as OneTrustPage).OnetrustActiveGroups);
  });
