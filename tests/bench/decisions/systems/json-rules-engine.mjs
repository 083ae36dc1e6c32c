/**
 * json-rules-engine: a rule per segment, and a rule per variant of a slot; other segments are its named conditions. It has no rule that
 * stops others of the same slot, so it evaluates all variants and the page takes the first. Its run() is asynchronous.
 */
import { Engine } from 'json-rules-engine';
import { toJsonRules } from '../translate.mjs';
import { kFallback } from '../workload.mjs';

/** Its conditions begin with all, any, not or a named condition. */
const topLevel = (condition) => (condition.fact ? { all: [condition] } : condition);

const flat = (attributes, values) => Object.fromEntries(attributes.map(({ path }, index) => [path, values[index]]));

export function create(workload) {
  const translate = toJsonRules(workload);
  const engineOf = (rules) => {
    const engine = new Engine(rules);
    workload.segments.forEach((condition, segment) => engine.setCondition(`${segment}`, topLevel(translate(condition))));
    return engine;
  };
  const all = engineOf(
    workload.segments.map((condition, segment) => ({ conditions: topLevel(translate(condition)), event: { type: 'segment', params: { segment } } })),
  );
  const slots = engineOf(
    workload.slots.flatMap((choices, slot) =>
      choices.map((segment, variant) => ({
        conditions: topLevel(translate(workload.segments[segment])),
        event: { type: 'variant', params: { slot, variant } },
      })),
    ),
  );
  const facts = workload.documents.map((values) => flat(workload.attributes, values));
  const segments = new Uint8Array(workload.segments.length);
  const variants = new Int8Array(workload.slots.length);
  let live;
  const apply = (index) => {
    for (const [attribute, value] of workload.events[index]) live[workload.attributes[attribute].path] = value;
  };
  const evaluate = async (document) => {
    const { events } = await all.run(document);
    segments.fill(0);
    for (const { params } of events) segments[params.segment] = 1;
    return events.length;
  };
  return {
    asynchronous: true,
    segments,
    variants,
    start() {
      live = flat(workload.attributes, workload.start);
    },
    evaluateAll: (index) => evaluate(facts[index]),
    update(index) {
      apply(index);
      return evaluate(live);
    },
    async decide(index) {
      apply(index);
      const { events } = await slots.run(live);
      variants.fill(kFallback);
      for (const { params } of events) {
        const chosen = variants[params.slot];
        if (chosen === kFallback || params.variant < chosen) variants[params.slot] = params.variant;
      }
    },
  };
}
