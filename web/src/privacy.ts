/** What the visitor may know and do about what is kept of her: `noren.privacy`. */
import type { Consent } from './consent.js';
import type { Engine } from './engine.js';
import { packJson } from './pack-json.js';
import { fail, problem, problemOf } from './problem.js';
import type { Site } from './site.js';
import type { Erasure, Json, PrivacyBudget, PrivacyControl, PrivacyOutcome, PrivacyStatus, ProfileExport, ProfilePart } from './types.js';

/** What privacy needs of the rest. */
export interface PrivacyHost {
  readonly site: Site | null;
  /** The engine with what it takes to alter or export a profile; null where there is none, or no profile. */
  engine(): Promise<Engine | null>;
  changed(): void;
}

const kVersion = 1;
const kDay = 86_400_000;
const noProfile = () => fail('consent-required', 'there is no profile on this device', 'ask the visitor first: her yes is needed on each device');

/** The parts in the order of their numbers. Errors: invalid-argument. */
const partOf = (engine: Engine, site: Site, part: ProfilePart): readonly [number, number] => {
  const { interest, item, day, answer } = part as { interest?: { category?: string; brand?: string }; item?: string; day?: string; answer?: string };
  if (interest?.category !== undefined) return [0, engine.text(1, interest.category)];
  if (interest?.brand !== undefined) return [1, engine.text(2, interest.brand)];
  if (item !== undefined) return [2, engine.text(0, item)];
  if (day !== undefined) return [3, /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) / kDay || 0 : 0];
  return [4, site.questions.findIndex(({ id }) => id === answer)];
};

const readExport = (given: unknown, { id }: Site): Json => {
  let document = given;
  if (typeof given === 'string') {
    try {
      document = JSON.parse(given);
    } catch (error) {
      throw fail('invalid-json', 'this is not JSON', 'give back the whole text that export() gave', '', error);
    }
  }
  const { noren, version, site, profile } = (document ?? {}) as { readonly [Name in keyof ProfileExport]?: unknown };
  if (noren !== 'profile') throw fail('invalid-argument', 'this is no exported profile', 'it begins with "noren": "profile"', 'noren');
  if (typeof version === 'number' && version > kVersion) throw fail('unsupported-version', 'this was exported by a newer version of Noren', 'load the page again', 'version');
  if (version !== kVersion) throw fail('invalid-argument', `expected version ${kVersion}`, '', 'version');
  if (site !== id) throw fail('invalid-argument', `this profile is of the site "${String(site)}", not of "${id}"`, '', 'site');
  if (!(profile instanceof Object)) throw fail('invalid-argument', 'expected a profile', '', 'profile');
  return profile as Json;
};

const kUnguarded = problem('unguarded', 'this browser has no private file system: older rows that somebody puts back would not be found out');

export class Privacy implements PrivacyControl {
  readonly #consent: Consent;
  readonly #host: PrivacyHost;
  /** What of the budget is spent, as far as it is known. */
  budget: PrivacyBudget | null = null;

  constructor(consent: Consent, host: PrivacyHost) {
    this.#consent = consent;
    this.#host = host;
  }

  status(): PrivacyStatus {
    const { state, given, storage, notes } = this.#consent;
    return {
      purposes: state.purposes,
      source: given?.source ?? null,
      day: given ? new Date(given.day * kDay).toISOString().slice(0, 10) : null,
      textVersion: given?.text ?? null,
      storage: storage.erasure === 'none' ? 'memory' : 'encrypted',
      erasure: storage.erasure,
      epsilon: this.budget,
      notes: storage.isGuarded ? notes : [...notes, kUnguarded],
    };
  }

  erase(): Promise<Erasure> {
    return this.#consent.erase();
  }

  forget(part: ProfilePart): Promise<PrivacyOutcome> {
    return this.#rewrite((engine, site) => {
      const [number, subject] = partOf(engine, site, part);
      engine.rewrite((instance) => instance.forget(number, subject));
    });
  }

  import(exported: unknown): Promise<PrivacyOutcome> {
    return this.#rewrite((engine, site) => {
      if (exported instanceof Uint8Array) engine.rewrite((instance, bytes) => instance.merge(bytes), exported);
      else engine.rewrite((instance, bytes) => instance.takePortable(bytes), packJson(readExport(exported, site)));
    });
  }

  export(): Promise<ProfileExport | null>;
  export(form: 'bytes'): Promise<Uint8Array | null>;
  async export(form?: 'bytes'): Promise<ProfileExport | Uint8Array | null> {
    const engine = await this.#host.engine();
    const { site } = this.#host;
    if (!engine || !site) return null;
    if (form) return engine.snapshot();
    const { purposes, source, day, textVersion, epsilon } = this.status();
    const profile = engine.tell((instance) => instance.portable());
    return { noren: 'profile', version: kVersion, site: site.id, consent: { purposes, source, day, textVersion }, budget: epsilon, profile };
  }

  async #rewrite(change: (engine: Engine, site: Site) => void): Promise<PrivacyOutcome> {
    try {
      const engine = await this.#host.engine();
      const { site } = this.#host;
      if (!engine || !site) throw noProfile();
      await this.#consent.rewrite(() => change(engine, site));
      this.#host.changed();
      return { done: true };
    } catch (error) {
      return { done: false, error: problemOf(error, 'invalid-argument', 'the call cannot be understood') };
    }
  }
}
