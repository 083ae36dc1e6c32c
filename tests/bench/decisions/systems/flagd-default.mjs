/** As it comes: its JsonLogic engine compiles the targeting through eval. */
import { createFlagd } from './flagd.mjs';

export const create = (workload, environment) => createFlagd(workload, environment, {});
