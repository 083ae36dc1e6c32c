/**
 * What `noren validate` says of a site document, in a browser or in Node: for studios and tests. A shop's page has no need of it: the
 * engine refuses a document with problems by itself, with the same messages.
 *
 * ```ts
 * import { checkSite } from 'noren/check';
 *
 * const { problems, warnings } = await checkSite(await (await fetch('/site.json')).text());
 * ```
 */
import checkFactory from 'noren:check-engine';
import encodedWasm from 'noren:check-wasm';
import { compileEngine, instantiateEngine } from './load-engine.js';
import { packJson } from './pack-json.js';
import { decodeBytes } from './packed-bytes.js';
import { codeOf } from './problem.js';
import type { Json, NorenProblem } from './types.js';

export type { ErrorCode, Json, NorenProblem } from './types.js';
export { NorenError } from './problem.js';

export interface SiteCheck {
  /** Mistakes, each with its place: an engine refuses such a document. */
  readonly problems: readonly NorenProblem[];
  /** What is legal but probably not meant, such as a campaign that nobody can see. Looked for where there are no mistakes. */
  readonly warnings: readonly NorenProblem[];
}

/** A problem as the module tells it, with the number of its code. */
type CodedProblem = Omit<NorenProblem, 'code'> & { readonly code: number };
const named = (coded: readonly CodedProblem[]): NorenProblem[] => coded.map((one) => ({ ...one, code: codeOf(one.code) }));

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * Checks a site document: parsed, or its text, of which also line and column of what is not JSON are told, and members that stand
 * twice. Errors (rejects with a {@link NorenError}): load-failed where WebAssembly does not run here.
 */
export const checkSite = async (document: Json): Promise<SiteCheck> => {
  compiled ??= compileEngine(decodeBytes(encodedWasm));
  const { module } = await instantiateEngine(checkFactory, await compiled);
  const instance = new module.SiteCheck();
  const isText = typeof document === 'string';
  const bytes = isText ? new TextEncoder().encode(document) : packJson(document);
  const address = instance.reserve(bytes.length);
  module.HEAPU8.set(bytes, address);
  const told = isText ? instance.checkText(bytes.length) : instance.checkPacked(bytes.length);
  instance.delete();
  const { problems, warnings } = JSON.parse(told) as Record<keyof SiteCheck, CodedProblem[]>;
  return { problems: named(problems), warnings: named(warnings) };
};
