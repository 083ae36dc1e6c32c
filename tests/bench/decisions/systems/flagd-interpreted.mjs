import { createFlagd } from './flagd.mjs';

export const create = (workload, environment) => createFlagd(workload, environment, { disableDynamicCodeGeneration: true });
