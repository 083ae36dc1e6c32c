/**
 * Consent from a tool that speaks IAB TCF 2.2, 2.3 or 2.4 (`__tcfapi`). What counts is what the visitor granted to the publisher itself,
 * for Noren is no vendor. The TC string is never looked at: it can be personal data, and the decoded flags say all that is needed.
 *
 * ```ts
 * import { tcfConsent } from 'noren/consent/tcf';
 * const noren = await createNoren({ site, consent: tcfConsent() });
 * ```
 */
import type { ConsentSource, Told } from './source.js';
import { type ConsentMapping, type WatchOptions, decisionBy, ownOf, sourceOf, whenThere } from './watching.js';

export type { ConsentMapping, ConsentSource };

interface TcData {
  readonly listenerId?: number;
  readonly gdprApplies?: boolean;
  readonly cmpStatus?: string;
  readonly eventStatus?: string;
  readonly publisher?: { readonly consents?: unknown };
}

type TcfApi = (command: string, version: 2, callback: (data: TcData | null, success: boolean) => void, parameter?: number) => void;

export interface TcfOptions extends WatchOptions {
  /** TCF's purposes, all of which each of Noren's needs. */
  readonly purposes?: ConsentMapping<number>;
}

/** 1: store on the device. 5, 6: build a profile for content, use it. 8, 9: measure content, statistics. */
const kPurposes: ConsentMapping<number> = { storage: [1], personalization: [1, 5, 6], measurement: [1, 8, 9] };

const read = (data: TcData | null, isHeard: boolean, purposes: ConsentMapping<number>): Told => {
  if (isHeard !== true || !data || data.cmpStatus === 'error') return 'error';
  // Where the regulation does not apply, nobody has asked her anything.
  if (data.gdprApplies !== true) return 'pending';
  // While the banner is shown, and before the tool knows, the flags are no decision.
  if (data.eventStatus !== 'tcloaded' && data.eventStatus !== 'useractioncomplete') return 'pending';
  const consents = data.publisher?.consents;
  return decisionBy(purposes, (purpose) => ownOf(consents, purpose) === true);
};

export const tcfConsent = ({ purposes = kPurposes, ...options }: TcfOptions = {}): ConsentSource =>
  sourceOf('tcf', options, (tell, signal) => {
    const api = () => (globalThis as { readonly __tcfapi?: TcfApi }).__tcfapi;
    let listener: number | undefined;
    const leave = () => {
      if (listener !== undefined) api()?.('removeEventListener', 2, () => undefined, listener);
      listener = undefined;
    };
    whenThere(api, signal, (call) => {
      signal.addEventListener('abort', leave);
      tell(() =>
        void call('addEventListener', 2, (data, isHeard) => {
          listener ??= data?.listenerId;
          if (signal.aborted) leave();
          else tell(() => read(data, isHeard, purposes));
        }),
      );
    });
  });
