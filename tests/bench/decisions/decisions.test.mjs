// The benchmark of decisions measures what it says: every system decides the same, and one that does not gets no figure. No time is asserted.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { measureAll } from './all.mjs';
import { measureSystems } from './harness.mjs';
import { askWithoutEval, createEnvironment, readFiles } from './node.mjs';
import { reportOf } from './report.mjs';
import { countReached, createWorkload, evaluateAll } from './workload.mjs';

const environment = await createEnvironment(readFiles());

test('every system decides as the workload’s own evaluator, and has figures', { timeout: 60_000 }, async () => {
  const scales = [{ rules: 50, categories: 16, brands: 10 }];
  const measured = await measureAll({ seed: 2, segments: 40, events: 8, rounds: 1, budget: 50, scales, environment });
  const { noren, noren_otherwise: otherwise, peers, scaling } = reportOf(measured, await askWithoutEval());
  for (const [name, row] of Object.entries({ noren, ...peers })) {
    assert.equal(row.absent, undefined, `${name}: ${row.absent}`);
    for (const figure of ['all_segments_p50_us', 'event_to_slots_p50_us', 'event_to_slots_p99_us']) {
      assert.equal(typeof row[figure], 'number', `${name}: ${figure}`);
    }
  }
  for (const [name, row] of Object.entries(otherwise)) assert.equal(row.absent, undefined, `${name}: ${row.absent}`);
  for (const [name, row] of Object.entries(scaling[0].systems)) assert.equal(row.absent, undefined, `${name}: ${row.absent}`);
  assert.equal(noren.without_eval, true);
  assert.deepEqual(
    Object.keys(peers).filter((name) => !peers[name].without_eval),
    ['json-logic-engine, compiled', '@openfeature/flagd-core'],
  );
});

test('a system that decides otherwise gets no figure', async () => {
  const workload = createWorkload({ segments: 20, slots: 2, events: 4 });
  const create = () => {
    const segments = [];
    return {
      segments,
      variants: [],
      start: () => undefined,
      evaluateAll(index) {
        segments.splice(0, segments.length, ...evaluateAll(workload, workload.documents[index]));
        if (index === 2) segments[7] = !segments[7];
        return segments.filter(Boolean).length;
      },
    };
  };
  const systems = [{ name: 'wrong', load: async () => ({ create }), checked: true }];
  const rows = await measureSystems({ workload, systems, calls: ['evaluateAll'], environment, settings: { rounds: 1, budget: 1, fewest: 1 } });
  assert.match(rows.wrong.absent, /segment 7 on document 2/);
  assert.equal(rows.wrong.figures, undefined);
});

test('the workload is the same for the same seed, and as large as it says', () => {
  const workload = createWorkload();
  assert.deepEqual(createWorkload(), workload);
  assert.notDeepEqual(createWorkload({ seed: 2 }).segments, workload.segments);
  const count = ({ all, any, not }) => (all ?? any)?.reduce((sum, part) => sum + count(part), 0) ?? (not ? count(not) : 1);
  const conditions = workload.segments.map(count);
  assert.deepEqual([Math.min(...conditions), Math.max(...conditions)], [3, 8]);
  assert.equal(workload.segments.length, 200);
  assert.deepEqual([workload.slots.length, new Set(workload.slots.map(({ length }) => length))], [20, new Set([5])]);
  assert.equal(workload.events.length, 1000);
});

test('what an event reaches is counted as conditions are written', () => {
  const cheap = { test: '<', attribute: 0, value: 10 };
  const home = { test: '==', attribute: 1, value: 'home' };
  const workload = {
    attributes: [{ path: 'price' }, { path: 'page' }],
    segments: [{ all: [cheap, { not: cheap }] }, { any: [cheap, home] }, { all: [home, { segment: 0 }] }],
    start: [5, 'home'],
    events: [[[0, 20]], [[0, 30], [1, 'cart']], [[1, 'cart']]],
  };
  // The first changes three conditions of two segments; the second is asked for by all, and changes two; the third changes none of two.
  assert.deepEqual(countReached(workload), { segments: 7 / 3, conditions: 5 / 3 });
});
