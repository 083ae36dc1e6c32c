/**
 * Noren's rules by themselves (`noren/rules`). After an event only the changed attributes are set, by path; what the rules give is a bit set
 * in WebAssembly memory, from which each slot takes the first of its segments that holds.
 */
import { nest } from '../live-document.mjs';
import { toJsonLogic } from '../translate.mjs';
import { kFallback } from '../workload.mjs';

/** How a document is handed over for all segments: `setAll(rules, index)`. */
export async function createNoren(workload, { noren }, setAllOf) {
  const translate = toJsonLogic(workload);
  const rules = await noren.parts.createRuleSet(workload.segments.map(translate));
  const paths = workload.attributes.map(({ path }) => rules.path(path));
  const setAll = setAllOf(rules, paths);
  const variants = new Int8Array(workload.slots.length);
  const slots = workload.slots.map((choices) => Int32Array.from(choices));

  const apply = (changes) => {
    for (const [attribute, value] of changes) rules.set(paths[attribute], value);
  };
  const count = () => {
    let held = 0;
    for (let bits of rules.run()) for (; bits !== 0; bits &= bits - 1) held++;
    return held;
  };
  return {
    get segments() {
      return workload.segments.map((_, segment) => rules.holds(segment));
    },
    variants,
    start() {
      workload.start.forEach((value, attribute) => rules.set(paths[attribute], value));
      rules.run();
    },
    evaluateAll(index) {
      setAll(index);
      return count();
    },
    update(index) {
      apply(workload.events[index]);
      return count();
    },
    decide(index) {
      apply(workload.events[index]);
      const truths = rules.run();
      for (let slot = 0; slot < slots.length; slot++) {
        const choices = slots[slot];
        let chosen = kFallback;
        for (let variant = 0; variant < choices.length; variant++) {
          const segment = choices[variant];
          if ((truths[segment >> 5] >>> (segment & 31)) & 1) {
            chosen = variant;
            break;
          }
        }
        variants[slot] = chosen;
      }
    },
    dispose: () => rules.dispose(),
  };
}

/** The values of all attributes, one by one. */
export const create = (workload, environment) =>
  createNoren(workload, environment, (rules, paths) => (index) => {
    const values = workload.documents[index];
    for (let attribute = 0; attribute < values.length; attribute++) rules.set(paths[attribute], values[attribute]);
  });

/** The same rules, but all segments are asked of a whole nested object, which is packed and read anew each time. */
export const ofDocuments = {
  async create(workload, environment) {
    const documents = workload.documents.map((values) => nest(workload.attributes, values));
    const system = await createNoren(workload, environment, (rules) => (index) => rules.setDocument(documents[index]));
    return {
      get segments() {
        return system.segments;
      },
      evaluateAll: system.evaluateAll,
      dispose: system.dispose,
    };
  },
};
