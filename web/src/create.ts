/** Booting: fetch, compile, load, in parallel where possible; and if any of it fails, a Noren that shows the page's own content. */
import { Engine } from './engine.js';
import type { EngineFactory } from './engine-module.js';
import { matchLanguage } from './languages.js';
import { compileEngine, instantiateEngine } from './load-engine.js';
import { ModelFiles } from './model-files.js';
import { type Beginning, NorenRuntime } from './noren.js';
import { MissingPart, Parts, type PartSource, placeholders } from './parts.js';
import type { ReportingSource } from './reporting/lazily.js';
import { NorenError, type Report, createReport, problem, problemOf } from './problem.js';
import { packJson } from './pack-json.js';
import { type Site, partsOf, readSite } from './site.js';
import type { BytesSource, Json, Noren, NorenOptions, NorenProblem, PartName } from './types.js';

/** Where an entry has the engine from. */
export interface EngineSource {
  readonly factory: EngineFactory;
  readonly wasm: () => BytesSource | WebAssembly.Module | Promise<BytesSource | WebAssembly.Module>;
  readonly part: PartSource;
  readonly reporting?: ReportingSource;
}

const pageLanguage = (): string => (typeof document === 'undefined' ? '' : document.documentElement.lang);

export const create = async (source: EngineSource, options: NorenOptions): Promise<Noren> => {
  const report = createReport(options.onError);
  const model = new ModelFiles(options.model, report);
  const consent = { sources: [options.consent ?? []].flat(), strict: options.globalPrivacyControl === 'strict' };
  const base = { reporting: source.reporting, model, consent, report, now: options.now ?? (() => Date.now()), page: options.page ?? '' };
  const failed = (error: NorenProblem): Beginning => ({
    ...base,
    site: null,
    error,
    language: options.language ?? pageLanguage(),
    makeEngine: () => Promise.reject(new NorenError(error)),
    parts: new Parts(source.part),
  });
  let beginning: Beginning;
  try {
    beginning = { ...base, error: null, ...(await load(source, options, model, report)) };
  } catch (error) {
    const cause = problemOf(error, 'load-failed', 'Noren does not start');
    report(cause);
    beginning = failed(cause);
  }
  const noren = new NorenRuntime(beginning);
  await noren.begin();
  return noren;
};

/** Everything that a boot needs and every later engine uses again. Errors: load-failed, invalid-json, invalid-site. */
const load = async (
  source: EngineSource,
  options: NorenOptions,
  model: ModelFiles,
  report: Report,
): Promise<Pick<Beginning, 'site' | 'language' | 'makeEngine' | 'parts'>> => {
  const [document, compiled] = await Promise.all([
    readSite(options.site),
    Promise.resolve(source.wasm()).then(compileEngine),
    model.begin(),
  ]);
  const packed = packJson(document);
  const parts = new Parts(source.part);
  await Promise.all(plainlyNeeded(document).map((part) => parts.need(part)));
  const makeBare = async (): Promise<Engine> => {
    const engine = new Engine(await instantiateEngine(source.factory, compiled, placeholders()));
    for (const [name, part] of await parts.needed()) await engine.add(name, part);
    return engine;
  };
  const make = async (): Promise<Engine> => {
    const engine = await makeBare();
    let siteProblems: readonly NorenProblem[];
    try {
      siteProblems = engine.loadSite(packed);
    } catch (error) {
      engine.wipe();
      const missing = error instanceof NorenError ? error.cause : null;
      if (!(missing instanceof MissingPart)) throw error;
      // The site is what tells which parts there must be: once more, with this one.
      await parts.need(missing.part);
      return make();
    }
    // The first becomes the status; the others are told here, so that one look finds all mistakes.
    siteProblems.slice(1).forEach(report);
    if (siteProblems[0]) throw new NorenError(siteProblems[0]);
    return engine;
  };
  let spare: Engine | null = await make();
  const site = partsOf(document);
  return {
    site,
    language: languageFor(site, options.language, report),
    async makeEngine() {
      const engine = spare ?? (await make());
      spare = null;
      return engine;
    },
    parts,
  };
};

/** What any look at the document tells. The engine itself asks for what else it needs, but then has to begin again. */
const plainlyNeeded = (document: Json): PartName[] => {
  const { journeys, campaigns, recommendations, merchandising, privacy } = (document ?? {}) as { readonly [name: string]: unknown };
  const tries = (campaign: unknown) => campaign instanceof Object && ('experiment' in campaign || 'bandit' in campaign);
  const isArranged = (strategy: unknown) => strategy instanceof Object && ('diversity' in strategy || 'explore' in strategy);
  const common: readonly string[] = ['for-you', 'similar', 'bought-together', 'complete-the-cart', 'recently-viewed', 'trending'];
  return [
    ...(Array.isArray(journeys) && journeys.length > 0 ? (['journeys'] as const) : []),
    ...(Array.isArray(campaigns) && campaigns.some(tries) ? (['experiments'] as const) : []),
    ...((Array.isArray(merchandising) && merchandising.length > 0) || Object.values(recommendations ?? {}).some(isArranged) ? (['merchandising'] as const) : []),
    ...(Object.keys(recommendations ?? {}).some((name) => !common.includes(name) && !name.startsWith('$')) ? (['strategies'] as const) : []),
    ...(privacy instanceof Object && 'reports' in privacy ? (['reports'] as const) : []),
  ];
};

const languageFor = ({ languages }: Site, wanted: string | undefined, report: Report): string => {
  const fitting = matchLanguage(languages, wanted ?? pageLanguage());
  if (fitting === undefined && wanted !== undefined) {
    report(problem('invalid-argument', `"${wanted}" is not a language of this site`, `it has ${languages.join(', ')}`, 'language'));
  }
  return fitting ?? languages[0] ?? '';
};
