/**
 * Takes the visitor's profile to another device of hers: a file that only a one-time key opens, and both as QR codes. The shop's server has no
 * part in it. An entry of its own, for the page on which she does that.
 *
 * ```ts
 * import { createHandover, openHandover } from 'noren/handover';
 *
 * const handover = await createHandover(noren);                // on the old device
 * const taken = await openHandover(noren, file, key);          // on the new one, after her yes there
 * if (!taken.done) show(taken.error.message);
 * ```
 *
 * Profiles are merged (docs/handover.md), so nothing that is there is lost, and taking one in twice changes nothing. Consent is never part
 * of it.
 */
import { type QrCode, codeOf, codesOf, fileOf } from './handover/codes.js';
import { open, readHeader, seal } from './handover/container.js';
import { keyText, newSecret, readKey } from './handover/key.js';
import { fail, problemOf } from './problem.js';
import type { Noren, NorenProblem, PrivacyOutcome } from './types.js';

export type { QrCode } from './handover/codes.js';
export type { NorenProblem, PrivacyOutcome } from './types.js';

export interface Handover {
  /** To be saved or sent by her: of no use without the key. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** What to call it. */
  readonly name: string;
  /** The one-time key: `7K2M-…`, seven groups. To be carried another way than the file. */
  readonly key: string;
  readonly keyCode: QrCode;
  /** The whole file as a sequence of QR codes; none where the profile is too large for it. */
  readonly codes: readonly QrCode[];
}

/** Handovers that this page has taken in, by the ids of their files: a key is of use once. */
const taken = new Set<string>();
const kMaxTaken = 64;

/** Null without a profile. Never rejects but where the browser has no cryptography. */
export const createHandover = async (noren: Noren): Promise<Handover | null> => {
  const exported = await noren.privacy.export();
  const profile = await noren.privacy.export('bytes');
  if (!exported || !profile) return null;
  const secret = newSecret();
  const file = await seal(Uint8Array.from(profile), exported.site, secret);
  profile.fill(0);
  const key = await keyText(secret);
  secret.fill(0);
  return { file, name: `${exported.site}.noren`, key, keyCode: codeOf(key), codes: codesOf(file, readHeader(file).id) };
};

/**
 * Merges a handover into this device's profile. `file`: its bytes, or the texts of its codes. Where it is not done nothing has changed:
 * wrong key, damaged or cut short, of a newer version, of another site, or no yes to personalization here yet. Never rejects.
 */
export const openHandover = async (noren: Noren, file: Uint8Array | readonly string[], key: string): Promise<PrivacyOutcome> => {
  try {
    const exported = await noren.privacy.export();
    if (!exported) throw fail('consent-required', 'there is no profile on this device', 'ask the visitor first: her yes is needed on each device');
    const bytes = file instanceof Uint8Array ? file : fileOf(file);
    const header = readHeader(bytes);
    if (header.site !== exported.site) throw fail('invalid-argument', `this profile is of the site "${header.site}", not of "${exported.site}"`, '', 'file');
    const profile = await open(bytes, header, await readKey(key));
    if (taken.has(header.id)) return { done: true };
    const outcome = await noren.privacy.import(profile);
    profile.fill(0);
    if (outcome.done && taken.size < kMaxTaken) taken.add(header.id);
    return outcome;
  } catch (error) {
    return { done: false, error: problemOf(error, 'corrupt', 'the handover cannot be opened') as NorenProblem };
  }
};
