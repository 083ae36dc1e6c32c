import jsonLogic from 'json-logic-js';
import { createJsonLogic } from './json-logic.mjs';

export const create = (workload, environment) => createJsonLogic(workload, environment, (rule) => (document) => jsonLogic.apply(rule, document));
