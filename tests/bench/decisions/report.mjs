/** What was measured, as the JSON tells it. */
import { versionOf } from './node.mjs';
import { kWhole, notes } from './systems/index.mjs';

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

/** What one place measured: { noren, whole, peers, scaling }. */
export function reportOf({ rows, scaling }, withoutEval) {
  const noren = rows.noren ? figuresOf(rows.noren) : undefined;
  const peers = {};
  const whole = {};
  for (const [name, row] of Object.entries(rows)) {
    if (name === 'noren') continue;
    if (kWhole.includes(name)) {
      whole[name] = figuresOf(row);
      continue;
    }
    const figures = figuresOf(row);
    peers[name] = { version: versionOf(name), ...figures, without_eval: withoutEval[name] ?? false, note: notes[name] };
    for (const figure of ['all_segments_p50_us', 'event_to_slots_p50_us']) {
      if (noren?.[figure] && figures[figure]) peers[name][figure.replace('p50_us', 'ratio')] = rounded(figures[figure] / noren[figure]);
    }
  }
  const scaled = scaling.map(({ rows: found, ...scale }) => ({
    ...scale,
    systems: Object.fromEntries(Object.entries(found).map(([name, row]) => [name, figuresOf(row)])),
  }));
  return { noren, whole, peers, scaling: scaled };
}
