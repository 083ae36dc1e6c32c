/**
 * Tells, as JSON on stdout, which systems decide rightly where no code may be generated from strings, as under a Content-Security-Policy
 * without 'unsafe-eval'. Node has to be started with --disallow-code-generation-from-strings.
 */
import { measureSystems } from './harness.mjs';
import { createEnvironment, readFiles } from './node.mjs';
import { kComparable, systems } from './systems/index.mjs';
import { createWorkload } from './workload.mjs';

const rows = await measureSystems({
  workload: createWorkload({ segments: 20, slots: 2, events: 5 }),
  systems: kComparable.map((name) => ({ name, load: systems[name], checked: true })),
  calls: [],
  environment: await createEnvironment(readFiles()),
  settings: { rounds: 0, budget: 0 },
});
console.log(JSON.stringify(Object.fromEntries(Object.entries(rows).map(([name, { absent }]) => [name, absent === undefined]))));
