/** json-logic-engine's build(): source text that goes through eval. */
import { LogicEngine } from 'json-logic-engine';
import { createJsonLogic } from './json-logic.mjs';

export function create(workload, environment) {
  const engine = new LogicEngine();
  return createJsonLogic(workload, environment, (rule) => engine.build(rule));
}
