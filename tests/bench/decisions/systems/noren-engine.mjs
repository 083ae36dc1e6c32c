/**
 * Noren's engine as the SDK calls it: a real event is encoded and judged by the inbound gate, changes the profile, and all slots are
 * decided from the profile's attributes. Not comparable with the peers, which have no profile; shown for scale.
 */
import { createShopEvents, createSite } from '../shop-events.mjs';

const kPersonalization = 2;

export async function create(workload, { noren }) {
  const { Engine, encodeEvent, packJson, instantiateEngine, engineFactory, placeholders } = noren.parts;
  const engine = new Engine(await instantiateEngine(engineFactory, noren.compiled, placeholders()));
  const problems = engine.loadSite(packJson(createSite(workload)));
  if (problems.length > 0) throw new Error(`the site document has problems: ${JSON.stringify(problems.slice(0, 3))}`);
  const events = createShopEvents(workload, workload.events.length, 1);
  const kinds = events.map(({ name }) => engine.vocabulary.events.get(name));
  return {
    start() {
      engine.setConsent(0, new Uint8Array(16));
      engine.setConsent(kPersonalization, new Uint8Array(16).fill(7));
    },
    decide(index) {
      const { time, parameters } = events[index];
      engine.track(encodeEvent(engine, kinds[index], time, parameters));
      return engine.decide(time, workload.slots.length);
    },
  };
}
