/** GrowthBook: a feature per segment that is on or off, and a feature per slot whose rules force the variant. Other segments are written out. */
import { GrowthBook } from '@growthbook/growthbook';
import { toMongo } from '../translate.mjs';
import { kFallback } from '../workload.mjs';
import { createDocumentSystem } from './document-system.mjs';

export function create(workload, environment) {
  const translate = toMongo(workload);
  const segmentKeys = workload.segments.map((_, segment) => `segment-${segment}`);
  const slotKeys = workload.slots.map((_, slot) => `slot-${slot}`);
  const features = {};
  workload.segments.forEach((condition, segment) => {
    features[segmentKeys[segment]] = { defaultValue: false, rules: [{ condition: translate(condition), force: true }] };
  });
  workload.slots.forEach((choices, slot) => {
    const rules = choices.map((segment, variant) => ({ condition: translate({ segment }), force: variant }));
    features[slotKeys[slot]] = { defaultValue: kFallback, rules };
  });
  const growthbook = new GrowthBook().initSync({ payload: { features } });
  const segments = new Array(workload.segments.length).fill(false);
  const variants = new Int8Array(workload.slots.length);
  return createDocumentSystem(workload, environment, {
    segments,
    variants,
    evaluate(document) {
      // Its promise is for what is not used here: pages drawn anew, evaluation on a server.
      void growthbook.setAttributes(document);
      let count = 0;
      for (let segment = 0; segment < segments.length; segment++) {
        if ((segments[segment] = growthbook.isOn(segmentKeys[segment]))) count++;
      }
      return count;
    },
    choose(document) {
      void growthbook.setAttributes(document);
      for (let slot = 0; slot < slotKeys.length; slot++) variants[slot] = growthbook.getFeatureValue(slotKeys[slot], kFallback);
    },
  });
}
