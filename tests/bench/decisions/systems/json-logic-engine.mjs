/** One engine per rule: it is twice as fast as one engine for all, which gives up its own caching when it meets many rules. */
import { LogicEngine } from 'json-logic-engine';
import { createJsonLogic } from './json-logic.mjs';

export const create = (workload, environment) =>
  createJsonLogic(workload, environment, (rule) => {
    const engine = new LogicEngine();
    return (document) => engine.run(rule, document);
  });
