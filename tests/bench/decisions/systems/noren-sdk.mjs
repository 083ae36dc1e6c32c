/** Noren as a page uses it: track(), then decide() for each slot. Not comparable with the peers; shown for scale. */
import { createShopEvents, createSite } from '../shop-events.mjs';

const kDay = 86_400_000;

export async function create(workload, { noren }) {
  const events = createShopEvents(workload, workload.events.length, 1);
  const site = createSite(workload);
  const slots = site.slots.map(({ id }) => id);
  let time = events[0].time;
  let later = 0;
  const found = [];
  const page = await noren.parts.create(
    { factory: noren.parts.engineFactory, wasm: () => noren.compiled, part: (name) => { throw new Error(`the benchmark's site needs the part ${name}`); } },
    { site, language: 'ja', page: 'home', now: () => time, onError: (problem) => found.push(problem) },
  );
  if (page.status.state !== 'ready') throw new Error(`Noren does not start: ${JSON.stringify(found.slice(0, 3))}`);
  return {
    async start() {
      // The same visitor comes again later, as often as the stream is run through.
      later = time - events[0].time + kDay;
      await page.consent.grant(['personalization']);
    },
    decide(index) {
      const event = events[index];
      time = event.time + later;
      const outcome = page.track(event.name, event.parameters);
      if (!outcome.accepted) throw new Error(`${event.name} was not taken: ${JSON.stringify(outcome)}`);
      let shown = 0;
      for (const slot of slots) if (page.decide(slot).campaign !== null) shown++;
      return shown;
    },
    dispose: () => page.dispose(),
  };
}
