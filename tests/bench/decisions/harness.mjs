/**
 * Times systems on one workload: rounds in which each system takes its turn, so that a busy moment of the machine hits all; every figure is
 * the median over rounds. Runs in Node and in a page, and gives no figure for a system that decides otherwise than the workload's own
 * evaluator.
 */
import { checkSystem } from './check.mjs';
import { nest } from './live-document.mjs';
import { createAnswers } from './workload.mjs';

/** A sample is at least so many grains of the clock, so that its grain is 2 % of it at most. */
const kGrainsPerSample = 50;
const kWarmPasses = 3;

/** The value that this share of all do not exceed. */
export function quantile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest step of the clock, in milliseconds; a clock of nanoseconds has none worth telling. */
export function clockGrain() {
  let grain = Number.POSITIVE_INFINITY;
  const end = performance.now() + 20;
  for (let before = performance.now(); before < end; ) {
    const now = performance.now();
    if (now > before) grain = Math.min(grain, now - before);
    before = now;
  }
  return grain < 0.001 ? 0 : grain;
}

/** Microseconds of each call of `call(0)`, `call(1)`, … in one pass, of `batch` calls together; ends early when `budget` ms are over, and `fewest` samples are taken. */
async function timePass(system, call, { count, batch, budget, fewest }) {
  await system.start?.();
  const samples = [];
  const end = performance.now() + budget;
  for (let index = 0; index + batch <= count; index += batch) {
    const begun = performance.now();
    if (system.asynchronous) {
      for (let turn = 0; turn < batch; turn++) await system[call](index + turn);
    } else {
      for (let turn = 0; turn < batch; turn++) system[call](index + turn);
    }
    const ended = performance.now();
    samples.push(((ended - begun) * 1000) / batch);
    if (ended > end && samples.length >= fewest) break;
  }
  return samples;
}

/** JavaScript heap that one call takes, in bytes, garbage or not. `heap` collects garbage and returns what is used, or only returns it. */
async function heapPerCall(system, call, count, heap) {
  const use = async (calls) => {
    await system.start?.();
    const before = heap(true);
    for (let index = 0; index < calls; index++) {
      const result = system[call](index);
      if (system.asynchronous) await result;
    }
    return (heap(false) - before) / calls;
  };
  // Few enough calls that no collection happens in between.
  const rough = await use(8);
  const calls = Math.max(8, Math.min(count, Math.floor(2_000_000 / Math.max(rough, 1))));
  return Math.max(0, Math.round(median([await use(calls), await use(calls), await use(calls)])));
}

/**
 * Rows by name, each of figures or `{ absent: reason }`. `systems` are { name, load, checked } where load() gives the module; `calls` names
 * what is timed. `environment` goes to each system, with the workload's documents added.
 */
export async function measureSystems({ workload, systems, calls, environment, settings }) {
  const { rounds, budget, fewest, heap } = settings;
  const answers = createAnswers(workload);
  const grain = clockGrain();
  const shared = { ...environment, documents: workload.documents.map((values) => nest(workload.attributes, values)) };
  const rows = {};
  const running = [];

  for (const { name, load, checked } of systems) {
    try {
      const system = await (await load()).create(workload, shared);
      if (checked) await checkSystem(workload, answers, system, name);
      running.push({ name, system, timed: calls.filter((call) => system[call]), batches: {}, samples: {} });
    } catch (error) {
      rows[name] = { absent: `${error?.message ?? error}` };
    }
  }

  const countOf = (call) => (call === 'evaluateAll' ? workload.documents.length : workload.events.length);
  for (const entry of running) {
    for (const call of entry.timed) {
      const count = countOf(call);
      for (let pass = 0; pass < kWarmPasses; pass++) {
        const warm = mean(await timePass(entry.system, call, { count, batch: 1, budget, fewest }));
        entry.batches[call] = Math.min(count, Math.max(1, Math.ceil((grain * 1000 * kGrainsPerSample) / Math.max(warm, 0.1))));
      }
      entry.samples[call] = [];
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { system, timed, batches, samples } of running) {
      for (const call of timed) {
        const count = countOf(call);
        const batch = batches[call];
        const found = [];
        // A coarse clock needs several passes for as many samples, in the same time.
        const passes = Math.min(batch, 8);
        for (let pass = 0; pass < passes; pass++) {
          found.push(...(await timePass(system, call, { count, batch, budget: budget / passes, fewest: Math.ceil(fewest / passes) })));
        }
        samples[call].push(found);
      }
    }
  }

  for (const { name, system, timed, batches, samples } of running) {
    const row = { figures: {} };
    for (const call of timed) {
      row.figures[call] = {
        p50: median(samples[call].map((round) => quantile(round, 0.5))),
        p99: median(samples[call].map((round) => quantile(round, 0.99))),
        samples: samples[call].reduce((sum, round) => sum + round.length, 0),
        calls_per_sample: batches[call],
      };
      if (heap) row.figures[call].heap_bytes = await heapPerCall(system, call, countOf(call), heap);
    }
    if (system.wasmBytes) row.wasm_bytes = system.wasmBytes();
    rows[name] = row;
    await system.dispose?.();
  }
  return rows;
}
