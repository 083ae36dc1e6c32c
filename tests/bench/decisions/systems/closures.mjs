/** JavaScript functions made of functions, as a page without any library would turn rules into code. */
import { toClosures } from '../translate.mjs';
import { createMemoSystem } from './memo-system.mjs';

export const create = (workload, environment) =>
  createMemoSystem(workload, environment, (holds) => workload.segments.map(toClosures(workload, holds)));
