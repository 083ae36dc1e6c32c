/**
 * A system of the benchmark that decides from a plain object. Every system has
 *
 *   start()               begins the stream of events anew; may be asynchronous
 *   evaluateAll(index)    evaluates all segments on that document: `segments` says which hold; returns how many
 *   update(index)         takes that event, and evaluates all segments
 *   decide(index)         takes that event, and decides all slots: `variants` says which variant each shows, kFallback for none
 *
 * where the last three return promises if the system is `asynchronous`.
 */
import { LiveDocument } from '../live-document.mjs';

/** From what a peer does with a document: `evaluate` fills `segments` and returns how many hold, `choose` fills `variants`. */
export function createDocumentSystem(workload, { documents }, { segments, variants, evaluate, choose }) {
  let live;
  return {
    segments,
    variants,
    start() {
      live = new LiveDocument(workload.attributes, workload.start);
    },
    evaluateAll: (index) => evaluate(documents[index]),
    update(index) {
      live.apply(workload.events[index]);
      return evaluate(live.root);
    },
    decide(index) {
      live.apply(workload.events[index]);
      choose(live.root);
    },
  };
}
