/**
 * JavaScript source, as if somebody had written every segment into the page by hand. Not a rule engine: a changed segment is a new release of
 * the page. It is here as a bound for whatever interprets rules in JavaScript.
 */
import { toSource } from '../translate.mjs';
import { createMemoSystem } from './memo-system.mjs';

export async function create(workload, environment) {
  const translate = toSource(workload);
  const functions = workload.segments.map((condition) => `(d) => ${translate(condition)},`);
  const text = `export const createFunctions = (segment) => [\n${functions.join('\n')}\n];`;
  // A module, as a bundler would make it: no code is generated from strings on the page.
  const { createFunctions } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
  return createMemoSystem(workload, environment, createFunctions);
}
