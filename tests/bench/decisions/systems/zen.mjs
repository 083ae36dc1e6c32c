/**
 * GoRules' ZEN in WebAssembly. This build evaluates expressions only, no decision tables, and reads an expression's text anew at each
 * call: all segments are one expression that gives a list, all slots another; one call each, other segments written out.
 */
import initialize, { evaluateExpression } from '@gorules/zen-engine-wasm';
import { toZen } from '../translate.mjs';
import { kFallback } from '../workload.mjs';
import { createDocumentSystem } from './document-system.mjs';

let initialized;

export async function create(workload, environment) {
  await (initialized ??= environment.zenWasm().then((bytes) => initialize({ module_or_path: bytes })));
  const translate = toZen(workload);
  const allSegments = `[${workload.segments.map(translate).join(', ')}]`;
  const slotOf = (choices) => choices.reduceRight((otherwise, segment, variant) => `(${translate({ segment })} ? ${variant} : ${otherwise})`, `${kFallback}`);
  const allSlots = `[${workload.slots.map(slotOf).join(', ')}]`;
  const segments = new Uint8Array(workload.segments.length);
  const variants = new Int8Array(workload.slots.length);
  return createDocumentSystem(workload, environment, {
    segments,
    variants,
    evaluate(document) {
      segments.set(evaluateExpression(allSegments, document));
      let count = 0;
      for (let segment = 0; segment < segments.length; segment++) count += segments[segment];
      return count;
    },
    choose: (document) => variants.set(evaluateExpression(allSlots, document)),
  });
}
