/**
 * Problems as data, and the one way in which they reach the page. Inside the SDK a problem travels as a NorenError; nothing that
 * a page calls ever throws it.
 */
import type { ErrorCode, NorenProblem } from './types.js';

/** By the numbers of core/base/result.h. */
const kCodes: readonly ErrorCode[] = [
  'invalid-json',
  'invalid-site',
  'unsupported-version',
  'corrupt',
  'unknown-name',
  'consent-required',
  'event-refused',
  'invalid-argument',
  'limit-exceeded',
];

/** The name of a number that the module gives. */
export const codeOf = (number: number): ErrorCode => kCodes[number - 1] ?? 'invalid-argument';

export class NorenError extends Error {
  readonly problem: NorenProblem;

  constructor(problem: NorenProblem, cause?: unknown) {
    super(problem.message, { cause });
    this.name = 'NorenError';
    this.problem = problem;
  }
}

export const problem = (code: ErrorCode, message: string, hint = '', path = ''): NorenProblem => ({
  code,
  path,
  message,
  hint,
});

export const fail = (code: ErrorCode, message: string, hint = '', path = '', cause?: unknown): NorenError =>
  new NorenError(problem(code, message, hint, path), cause);

/** The text of anything that was thrown. */
export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.message ? `${error.name}: ${error.message}` : error.name) : String(error);

/** The problem that an error stands for; one that is not ours becomes `code` with its own text. */
export const problemOf = (error: unknown, code: ErrorCode, what: string, hint = ''): NorenProblem =>
  error instanceof NorenError ? error.problem : problem(code, `${what}: ${textOf(error)}`, hint);

/** `path: message; hint`, without the parts that are empty. */
export const lineOf = ({ code, path, message, hint }: NorenProblem): string =>
  `noren: ${path ? `${path}: ` : ''}${message}${hint ? `; ${hint}` : ''} [${code}]`;

export type Report = (problem: NorenProblem) => void;

/** Where problems go: `onError`, or one console line each. A line that was already written is not written again. */
export const createReport = (onError?: (problem: NorenProblem) => void): Report => {
  const written = new Set<string>();
  return (found) => {
    if (onError) {
      try {
        onError(found);
      } catch (error) {
        console.error(error);
      }
      return;
    }
    const line = lineOf(found);
    if (written.has(line) || written.size >= 100) return;
    written.add(line);
    console.warn(line);
  };
};
