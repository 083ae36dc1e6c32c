/** Times lists of recommendations through the engine's WebAssembly face, in Node and in a page alike. */
const kStrategy = 0; // for-you
const kResults = 20;
/** A clock may tick in steps of 5 microseconds, so that many calls are one sample. */
const kCallsOfSample = 32;
const kPersonal = 3;
const kBegin = 1_795_341_600_000;

const quantile = (sorted, share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];

/** Median and 99th percentile, in microseconds a call. */
export function timesOf(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const round = (value) => Number(value.toPrecision(3));
  return { median_us: round(quantile(sorted, 0.5)), p99_us: round(quantile(sorted, 0.99)), samples: sorted.length, calls_per_sample: kCallsOfSample };
}

export function sampleOf(call) {
  const begun = performance.now();
  for (let i = 0; i < kCallsOfSample; ++i) call();
  return ((performance.now() - begun) * 1000) / kCallsOfSample;
}

const instantiate = (factory, wasm, parts) => {
  const missing = () => {
    throw new Error('a part of the engine is missing');
  };
  const placeholders = Object.fromEntries(Object.keys(parts).map((name) => [`placeholder.${name}`, new Proxy({}, { get: () => missing })]));
  return factory({
    instantiateWasm(imports, done) {
      WebAssembly.instantiate(wasm, { ...imports, ...placeholders }).then(async ({ instance, module }) => {
        for (const part of Object.values(parts)) await WebAssembly.instantiate(part, { engine: instance.exports });
        done(instance, module);
      });
      return {};
    },
  });
};

/** One engine with one site (packed JSON) and one model: what it took, and how long lists for each shopper take. */
export async function measureLists({ factory, wasm, parts, site, model, shoppers, rounds }) {
  const module = await instantiate(factory, wasm, parts);
  const engine = new module.Engine();
  const write = (bytes) => {
    const at = engine.reserve(bytes.length); // may replace the memory
    module.HEAPU8.set(bytes, at);
    return bytes.length;
  };
  const check = (status) => {
    if (status !== 0) throw new Error(engine.lastError());
  };
  check(engine.loadSite(write(Uint8Array.from(site))));
  const before = module.HEAPU8.length;
  const begun = performance.now();
  check(engine.loadModel(write(model), 0));
  const load = performance.now() - begun;
  const vocabulary = JSON.parse(engine.vocabulary());
  const [view, id] = [vocabulary.events.indexOf('view_item'), vocabulary.fields.findIndex(({ name }) => name === 'item_id')];
  const encoder = new TextEncoder();
  const be = (items) => {
    engine.setConsent(0);
    engine.setConsent(kPersonal);
    items.forEach((item, step) => {
      const text = engine.text(0, write(encoder.encode(item)));
      const frame = [view, kBegin + step * 60_000, 0, 1, 1, id, text];
      const at = engine.reserve(frame.length * 8);
      new Float64Array(module.HEAPU8.buffer, at, frame.length).set(frame);
      if (engine.track(frame.length) < 0) throw new Error(engine.lastError());
    });
  };
  const now = kBegin + 3_600_000;
  let found = 0;
  const list = () => {
    const count = engine.recommend(kStrategy, kResults, -1, -1, 0, 0, now);
    const at = engine.reserve(0);
    found += new Int32Array(module.HEAPU8.buffer, at, count * 4).slice().length;
    if (count !== kResults) throw new Error(`${count} items instead of ${kResults}`);
  };
  be(shoppers[0]);
  const first = performance.now();
  list();
  const firstList = performance.now() - first;
  const samples = [];
  for (let round = 0; round < rounds; ++round) {
    for (const items of shoppers) {
      be(items);
      list(); // caches know this shopper
      samples.push(sampleOf(list));
    }
  }
  const memory = module.HEAPU8.length;
  engine.delete();
  return { ...timesOf(samples.slice(samples.length >> 2)), load_ms: Number(load.toPrecision(3)), first_list_ms: Number(firstList.toPrecision(3)), memory_bytes: memory, memory_grown_bytes: memory - before };
}
