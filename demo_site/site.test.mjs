// What the demo's site document promises its merchandiser: nothing in it is out of reach. Needs the shop built (./dev demo --build-only).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const command = process.env.NOREN_COMMAND ?? pathOf('../build/native/tools/noren');

const simulated = () =>
  JSON.parse(
    execFileSync(
      command,
      ['simulate', '--site', pathOf('site.json'), '--model', pathOf('../build/demo/shop.model'), '--visitors', '40000', '--days', '400', '--json'],
      { encoding: 'utf8', maxBuffer: 1e8 },
    ),
  );

test('of forty thousand simulated visitors somebody begins each journey and sees each campaign', () => {
  const { journeys, campaigns } = simulated();
  assert.equal(journeys.length, 12);
  const reached = ({ visitors }) => visitors > 0;
  assert.deepEqual(journeys.filter((journey) => !reached(journey)), []);
  assert.deepEqual(campaigns.filter((campaign) => !reached(campaign)), []);
});
