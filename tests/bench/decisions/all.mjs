/** The benchmark's two parts, for Node and for a page: all systems on the workload of the issue, and the fastest on more and more rules. */
import { measureSystems } from './harness.mjs';
import { kComparable, kScaling, kWhole, systems } from './systems/index.mjs';
import { countReached, createWorkload } from './workload.mjs';

/**
 * How many rules, and how many categories and brands they ask for. First as many more attributes as rules, so that an event reaches as many
 * conditions as ever; then the same attributes, so that it reaches more the more rules there are.
 */
export const kScales = [
  { rules: 200, categories: 16, brands: 10 },
  { rules: 2000, categories: 315, brands: 197 },
  { rules: 20_000, categories: 3306, brands: 2066 },
  { rules: 2000, categories: 16, brands: 10 },
  { rules: 20_000, categories: 16, brands: 10 },
];

const listed = (names, checked) => names.map((name) => ({ name, load: systems[name], checked }));

/** `rows` of every system, and `scaling` of the fastest; with `scales` empty only rows. */
export async function measureAll({ seed, segments = 200, events, rounds, budget, scales, environment, heap }) {
  const workload = createWorkload({ seed, segments, events });
  const rows = await measureSystems({
    workload,
    systems: [...listed(kComparable, true), ...listed(kWhole, false)],
    calls: ['evaluateAll', 'decide'],
    environment,
    settings: { rounds, budget, fewest: 50, heap },
  });

  const scaling = [];
  for (const { rules, categories, brands } of scales) {
    const scaled = createWorkload({ seed, segments: rules, categories, brands, events: Math.min(events, rules > 2000 ? 100 : 400), documents: 3 });
    const found = await measureSystems({
      workload: scaled,
      systems: listed(kScaling, true),
      calls: ['update', 'decide'],
      environment,
      settings: { rounds: Math.min(rounds, 3), budget: budget / 2, fewest: 10 },
    });
    scaling.push({ rules, attributes: scaled.attributes.length, reached: countReached(scaled), rows: found });
  }
  return { rows, scaling };
}
