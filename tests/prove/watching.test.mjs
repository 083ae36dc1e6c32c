/** Parts of the rows that decide whether a promise held, on cases made by hand. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { kindOf } from './support/crash-page.mjs';
import { Witness } from './support/crash-witness.mjs';
import { blocksOfTable, logText, searchDisk, unsnap } from './support/disk.mjs';
import { difference, differenceOfVisits, stretchesOf, traceOf } from './support/traces.mjs';

const request = (url, begun, ended, more = {}) => ({ method: 'GET', url, headers: [], body: [], status: 200, answered: 10, begun, ended, ...more });
const told = (...requests) => traceOf(requests);

describe('Two traces', () => {
  it('are the same where the same was asked in the same order', () => {
    assert.equal(difference(told(request('/a', 1, 2), request('/b', 3, 4)), told(request('/a', 1, 3), request('/b', 2, 4))), null);
  });
  it('may swap what was under way together in both', () => {
    assert.equal(difference(told(request('/a', 1, 3), request('/b', 2, 4)), told(request('/b', 1, 4), request('/a', 2, 3))), null);
  });
  it('differ where one waited for the other', () => {
    assert.match(difference(told(request('/a', 1, 2), request('/b', 3, 4)), told(request('/b', 1, 4), request('/a', 2, 3))), /another order: GET \/a .*GET \/b/);
    assert.match(difference(told(request('/b', 1, 4), request('/a', 2, 3)), told(request('/a', 1, 2), request('/b', 3, 4))), /another order/);
  });
  it('differ by one request, by its size, its answer’s size, and how often it was made', () => {
    const one = told(request('/a', 1, 2));
    assert.match(difference(one, told(request('/a', 1, 2), request('/b', 3, 4))), /only in the second: GET \/b/);
    assert.match(difference(told(request('/a', 1, 2), request('/a', 3, 4)), one), /only in the first: GET \/a .*#2/);
    assert.match(difference(one, told(request('/a', 1, 2, { headers: ['x', '1'] }))), /only in the first/);
    assert.match(difference(one, told(request('/a', 1, 2, { body: [Buffer.from('x')] }))), /only in the first/);
    assert.match(difference(one, told(request('/a', 1, 2, { answered: 11 }))), /only in the first/);
  });
});

describe('Two visits', () => {
  const page = { headers: ['Accept', 'text/html,*/*'] };
  const visit = (...requests) => stretchesOf(requests);
  const mark = (begun) => request('http://localhost:1/mark-of-the-test', begun, begun);
  it('may differ in order before anything of her was read, and not after', () => {
    const one = visit(request('/', 1, 2, page), request('/a', 3, 4), request('/b', 5, 6), mark(7), request('/c', 8, 9), request('/d', 10, 11));
    const other = visit(request('/', 1, 2, page), request('/b', 3, 4), request('/a', 5, 6), mark(7), request('/c', 8, 9), request('/d', 10, 11));
    const third = visit(request('/', 1, 2, page), request('/a', 3, 4), request('/b', 5, 6), mark(7), request('/d', 8, 9), request('/c', 10, 11));
    assert.equal(differenceOfVisits(one, other), null);
    assert.match(differenceOfVisits(one, third), /^after her profile was opened, in another order/);
  });
  it('may not differ in what was asked for, before or after, nor swap a request over the mark', () => {
    const one = visit(request('/', 1, 2, page), request('/a', 3, 4), mark(5));
    assert.match(differenceOfVisits(one, visit(request('/', 1, 2, page), request('/b', 3, 4), mark(5))), /^before her profile was opened, only in the first/);
    assert.match(differenceOfVisits(one, visit(request('/', 1, 2, page), mark(3), request('/a', 4, 5))), /^before her profile was opened, only in the first/);
    assert.match(differenceOfVisits(one, visit(request('/', 1, 2, page), request('/a', 3, 4))), /stretches/);
  });
});

describe('The witness of kills', () => {
  const state = (n, more = {}) => {
    const events = {};
    for (let i = 1; i <= n; i++) events[kindOf(i)] = (events[kindOf(i)] ?? 0) + 1;
    return { purposes: ['storage', 'personalization'], storage: 'encrypted', events, problems: [], ...more };
  };
  const stranger = { purposes: [], storage: 'memory', events: null, problems: [] };
  const known = (tracked, upTo = tracked) => {
    const witness = new Witness();
    witness.begun(stranger);
    witness.hear('will-grant');
    witness.hear('granted');
    witness.hear('will-track', { upTo });
    witness.hear('tracked', { n: tracked });
    return witness;
  };
  const kinds = (witness) => witness.complaints.map(({ kind }) => kind);

  it('is content where what is stored lies between what was acknowledged and what was announced', () => {
    for (const n of [5, 7, 9]) {
      const witness = known(5, 9);
      assert.equal(witness.begun(state(n)), n);
      assert.deepEqual(kinds(witness), []);
    }
  });
  it('misses acknowledged events, and a whole profile', () => {
    const witness = known(5);
    witness.begun(state(4));
    assert.deepEqual(kinds(witness), ['lost']);
    const other = known(5);
    other.begun(stranger);
    assert.deepEqual(kinds(other), ['lost']);
  });
  it('knows a profile that is no beginning of what was told, and problems', () => {
    const witness = known(5);
    witness.begun({ ...state(5), events: { view_item: 5 } });
    assert.ok(kinds(witness).includes('torn'));
    const other = known(5);
    other.begun(state(5, { problems: ['corrupt: it is'] }));
    assert.deepEqual(kinds(other), ['torn']);
  });
  it('knows what comes back after an erasure', () => {
    const witness = known(5);
    witness.hear('will-erase');
    witness.hear('erased');
    witness.begun(state(5));
    assert.ok(kinds(witness).includes('resurrected'));
  });
  it('takes all or nothing while an erasure is under way, and no part', () => {
    for (const [found, complaints] of [[stranger, []], [state(5), []], [state(3), ['lost']]]) {
      const witness = known(5);
      witness.hear('will-erase');
      witness.begun(found);
      assert.deepEqual(kinds(witness), complaints);
    }
  });
});

describe('What is on disk', () => {
  const word = Buffer.from('vuzoqixefaju');
  // A literal of 12 bytes, then 8 bytes copied from 12 back.
  const snapped = Buffer.concat([Buffer.from([20, (12 - 1) << 2]), word, Buffer.from([((8 - 4) << 2) | 1, 12])]);

  it('is read through Snappy', () => {
    assert.equal(unsnap(snapped).toString(), 'vuzoqixefajuvuzoqixe');
    assert.throws(() => unsnap(Buffer.from([4, 1, 9])), RangeError);
  });

  it('is read from LevelDB’s tables and logs', () => {
    const entries = (value) => Buffer.concat([Buffer.from([0, 1, value.length, 0x6b]), value, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])]);
    const trailer = (kind) => Buffer.from([kind, 0, 0, 0, 0]);
    const data = Buffer.concat([snapped, trailer(1)]);
    const index = entries(Buffer.from([0, snapped.length]));
    const footer = Buffer.alloc(48);
    Buffer.from([0, 0, data.length, index.length]).copy(footer);
    Buffer.from('57fb808b247547db', 'hex').copy(footer, 40);
    const table = Buffer.concat([data, index, trailer(0), footer]);
    assert.deepEqual([...blocksOfTable(table)].map(String), ['vuzoqixefajuvuzoqixe']);

    const piece = (kind, body) => Buffer.concat([Buffer.from([0, 0, 0, 0, body.length, 0, kind]), body]);
    const log = Buffer.concat([piece(2, Buffer.from('vuzoqi')), piece(4, Buffer.from('xefaju'))]);
    assert.ok(!log.includes(word) && logText(log).includes(word));

    const folder = mkdtempSync(join(tmpdir(), 'noren-prove-test-'));
    try {
      writeFileSync(join(folder, '000005.ldb'), table);
      writeFileSync(join(folder, 'plain'), `x${word}`);
      assert.deepEqual(searchDisk(folder, { twice: Buffer.from('vuzoqixefajuvuzo'), plain: word, none: Buffer.from('zzzz') }), { twice: ['000005.ldb'], plain: ['000005.ldb', 'plain'] });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
