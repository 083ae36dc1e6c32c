/** The report as tables for a terminal and, with bars, for docs/measurements.md. */

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

const shown = (value) => (value === undefined ? '' : value.toLocaleString('en', { maximumSignificantDigits: 3 }));

function placeTable({ noren, noren_otherwise: otherwise, peers }) {
  const bytes = noren.event_to_slots_heap_bytes !== undefined;
  const heading = ['', 'all segments, p50 µs', 'event to slots, p50 µs', 'p99 µs', '× Noren', 'without eval', ...(bytes ? ['heap bytes an event'] : [])];
  const cells = (name, row, withoutEval) => {
    if (row.absent !== undefined) return [name, '', '', '', '', withoutEval, ...(bytes ? [''] : [])];
    return [
      name,
      shown(row.all_segments_p50_us),
      shown(row.event_to_slots_p50_us),
      shown(row.event_to_slots_p99_us),
      row.event_to_slots_ratio === undefined ? '' : `${shown(row.event_to_slots_ratio)}`,
      withoutEval,
      ...(bytes ? [shown(row.event_to_slots_heap_bytes)] : []),
    ];
  };
  return table([
    heading,
    cells('noren', noren, noren.without_eval ? 'yes' : 'no'),
    ...Object.entries(otherwise).map(([name, row]) => cells(name, row, '')),
    ...Object.entries(peers).map(([name, row]) => cells(row.version ? `${name} ${row.version}` : name, row, row.without_eval ? 'yes' : 'no')),
  ]);
}

function scalingTable(scaling) {
  const names = [...new Set(scaling.flatMap(({ systems }) => Object.keys(systems)))];
  const cell = (row) => (row === undefined || row.absent !== undefined ? '' : `${shown(row.event_to_all_segments_p50_us)} / ${shown(row.event_to_slots_p50_us)}`);
  return table([
    ['rules', 'attributes', 'rules asking', 'conditions flipped', ...names],
    ...scaling.map(({ rules, attributes, reached, systems }) => [
      shown(rules),
      shown(attributes),
      shown(reached.segments),
      shown(reached.conditions),
      ...names.map((name) => cell(systems[name])),
    ]),
  ]);
}

function printPlace(title, place) {
  console.log(`${title}\n\n${placeTable(place)}\n`);
  for (const [name, { absent }] of Object.entries({ noren: place.noren, ...place.noren_otherwise, ...place.peers })) {
    if (absent !== undefined) console.log(`${name} is absent: ${absent}`);
  }
  if (place.scaling.length > 0) console.log(`One event, p50 µs: all segments up to date / 20 slots decided. It changes attributes that so many rules ask for, and flips so many of their conditions\n\n${scalingTable(place.scaling)}\n`);
}

export function printReport(result) {
  const { node, processor, rounds } = result.measured_with;
  if (result.peers) printPlace(`Node ${node}, ${processor}, medians of ${rounds} rounds`, result);
  if (result.chromium) printPlace(`${result.chromium.browser}, ${processor}, medians of ${rounds} rounds`, result.chromium);
  const { peers, noren_otherwise: otherwise } = result.chromium ?? result;
  for (const [name, { note }] of Object.entries({ ...otherwise, ...peers })) if (note) console.log(`${name}: ${note}.`);
}
