/** What was measured, as the JSON tells it. */
import { versionOf } from './node.mjs';
import { kPeers, notes } from './systems/index.mjs';

const rounded = (value) => (value === undefined ? undefined : Number(value.toPrecision(3)));

/** A row as the JSON has it; microseconds. */
function figuresOf({ figures, absent }) {
  if (absent !== undefined) return { absent };
  const told = {};
  for (const [call, name] of [['evaluateAll', 'all_segments'], ['update', 'event_to_all_segments'], ['decide', 'event_to_slots']]) {
    if (!figures[call]) continue;
    const { p50, p99, samples, calls_per_sample: each, heap_bytes: bytes } = figures[call];
    told[`${name}_p50_us`] = rounded(p50);
    told[`${name}_p99_us`] = rounded(p99);
    if (bytes !== undefined) told[`${name}_heap_bytes`] = bytes;
    told[`${name}_samples`] = each === 1 ? `${samples}` : `${samples} of ${each} calls`;
  }
  return told;
}

/** What one place measured: { noren, noren_otherwise, peers, scaling }. */
export function reportOf({ rows, scaling }, withoutEval) {
  const noren = figuresOf(rows.noren);
  const otherwise = {};
  const peers = {};
  for (const [name, row] of Object.entries(rows)) {
    if (name === 'noren') continue;
    const told = { version: versionOf(name), ...figuresOf(row), note: notes[name] };
    if (!kPeers.includes(name)) {
      otherwise[name] = told;
      continue;
    }
    for (const figure of ['all_segments_p50_us', 'event_to_slots_p50_us']) {
      if (noren[figure] && told[figure]) told[figure.replace('p50_us', 'ratio')] = rounded(told[figure] / noren[figure]);
    }
    peers[name] = { ...told, without_eval: withoutEval[name] ?? false };
  }
  const scaled = scaling.map(({ rows: found, ...scale }) => ({
    ...scale,
    systems: Object.fromEntries(Object.entries(found).map(([name, row]) => [name, figuresOf(row)])),
  }));
  return { noren: { ...noren, without_eval: withoutEval.noren ?? false }, noren_otherwise: otherwise, peers, scaling: scaled };
}
