/** What flagd-core's two modes have in common: a flag per segment that is true or false, and a flag per slot whose targeting names the variant. */
import { FlagdCore } from '@openfeature/flagd-core';
import { toJsonLogic } from '../translate.mjs';
import { kFallback, kVariantsPerSlot } from '../workload.mjs';
import { createDocumentSystem } from './document-system.mjs';

const nothing = () => undefined;
const kSilent = { error: nothing, warn: nothing, info: nothing, debug: nothing };

export function createFlagd(workload, environment, options) {
  const asResult = toJsonLogic(workload, (segment) => ({ var: `segment.${segment}` }));
  const inFull = toJsonLogic(workload);
  const segmentKeys = workload.segments.map((_, segment) => `segment-${segment}`);
  const slotKeys = workload.slots.map((_, slot) => `slot-${slot}`);
  const slotVariants = { fallback: kFallback };
  for (let variant = 0; variant < kVariantsPerSlot; variant++) slotVariants[`variant-${variant}`] = variant;

  const flags = {};
  workload.segments.forEach((condition, segment) => {
    const targeting = { if: [asResult(condition), 'in', 'out'] };
    flags[segmentKeys[segment]] = { state: 'ENABLED', variants: { in: true, out: false }, defaultVariant: 'out', targeting };
  });
  workload.slots.forEach((choices, slot) => {
    const targeting = { if: [...choices.flatMap((segment, variant) => [inFull({ segment }), `variant-${variant}`]), 'fallback'] };
    flags[slotKeys[slot]] = { state: 'ENABLED', variants: slotVariants, defaultVariant: 'fallback', targeting };
  });
  const core = new FlagdCore(undefined, kSilent, options);
  core.setConfigurations(JSON.stringify({ flags }));

  const segments = new Array(workload.segments.length).fill(false);
  const variants = new Int8Array(workload.slots.length);
  return createDocumentSystem(workload, environment, {
    segments,
    variants,
    evaluate(document) {
      document.segment = segments;
      let count = 0;
      for (let segment = 0; segment < segments.length; segment++) {
        if ((segments[segment] = core.resolveBooleanEvaluation(segmentKeys[segment], false, document).value)) count++;
      }
      return count;
    },
    choose(document) {
      for (let slot = 0; slot < slotKeys.length; slot++) {
        variants[slot] = core.resolveNumberEvaluation(slotKeys[slot], kFallback, document).value;
      }
    },
  });
}
