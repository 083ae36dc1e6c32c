/** Functions that are asked lazily: after an event only what the slots need, and each segment at most once. */
import { kFallback } from '../workload.mjs';
import { createDocumentSystem } from './document-system.mjs';

/** `createFunctions` makes a function of a document for each segment; it is given the one that asks for another segment. */
export function createMemoSystem(workload, environment, createFunctions) {
  const segments = new Uint8Array(workload.segments.length);
  const variants = new Int8Array(workload.slots.length);
  const askedAt = new Int32Array(workload.segments.length);
  let turn = 0;
  const holds = (segment, document) => {
    if (askedAt[segment] !== turn) {
      askedAt[segment] = turn;
      segments[segment] = functions[segment](document) ? 1 : 0;
    }
    return segments[segment] === 1;
  };
  const functions = createFunctions(holds);
  return createDocumentSystem(workload, environment, {
    segments,
    variants,
    evaluate(document) {
      turn++;
      let count = 0;
      for (let segment = 0; segment < segments.length; segment++) if (holds(segment, document)) count++;
      return count;
    },
    choose(document) {
      turn++;
      for (let slot = 0; slot < variants.length; slot++) {
        const choices = workload.slots[slot];
        let chosen = kFallback;
        for (let variant = 0; variant < choices.length && chosen === kFallback; variant++) {
          if (holds(choices[variant], document)) chosen = variant;
        }
        variants[slot] = chosen;
      }
    },
  });
}
