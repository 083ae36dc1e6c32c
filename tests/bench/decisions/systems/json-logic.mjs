/**
 * What the JsonLogic interpreters have in common. All segments: one rule each in their order, another segment being read from the results
 * so far. Slots: one rule each, {"if": [segment, 0, segment, 1, …]}, with the segments written out, so that only what is needed is
 * evaluated.
 */
import { toJsonLogic } from '../translate.mjs';
import { kFallback } from '../workload.mjs';
import { createDocumentSystem } from './document-system.mjs';

/** `prepare` turns a rule into a function of a document. */
export function createJsonLogic(workload, environment, prepare) {
  const asResult = toJsonLogic(workload, (segment) => ({ var: `segment.${segment}` }));
  const inFull = toJsonLogic(workload);
  const segmentRules = workload.segments.map((condition) => prepare(asResult(condition)));
  const slotRules = workload.slots.map((choices) =>
    prepare({ if: [...choices.flatMap((segment, variant) => [inFull({ segment }), variant]), kFallback] }),
  );
  const segments = new Array(workload.segments.length).fill(false);
  const variants = new Int8Array(workload.slots.length);
  return createDocumentSystem(workload, environment, {
    segments,
    variants,
    evaluate(document) {
      document.segment = segments;
      let count = 0;
      for (let segment = 0; segment < segmentRules.length; segment++) {
        if ((segments[segment] = segmentRules[segment](document))) count++;
      }
      return count;
    },
    choose(document) {
      for (let slot = 0; slot < slotRules.length; slot++) variants[slot] = slotRules[slot](document);
    },
  });
}
