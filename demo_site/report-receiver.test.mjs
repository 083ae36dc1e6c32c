// The reference receiver: what it stores, and that its answer says nothing.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { kMaxBody, linesOf, receiveReports } from './report-receiver.mjs';

const good = '{"noren":1,"report":"who","form":"9f3ac012","epoch":20412,"question":"01","cells":"0000000000000002"}';
let stored = [];
let server;
let origin;

before(async () => {
  server = createServer((request, response) => receiveReports(request, response, {}, async (lines) => void stored.push(lines)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server.close());

const post = async (body) => {
  stored = [];
  const response = await fetch(origin, { method: 'POST', body });
  const headers = [...response.headers].filter(([name]) => name !== 'date');
  return { status: response.status, headers, text: await response.text(), stored };
};

test('stores the lines of a batch', async () => {
  assert.deepEqual((await post(`${good}\n${good}\n`)).stored, [`${good}\n${good}\n`]);
});

test('gives one answer, whatever came', async () => {
  const expected = { ...(await post(`${good}\n`)), stored: [] };
  assert.equal(expected.status, 204);
  for (const bad of ['', 'nonsense', good, `${good}\n{}\n`, `${good}\n`.repeat(17), `${good.replace('who', 'Who')}\n`, `${good.replace('}', ',"name":"x"}')}\n`]) {
    assert.deepEqual(await post(bad), expected, bad);
  }
});

test('reads no more than a batch can hold', async () => {
  const outcome = await post('x'.repeat(kMaxBody * 50)).catch(() => ({ stored }));
  assert.deepEqual(outcome.stored, []);
});

test('takes nothing but POST', async () => {
  assert.equal((await fetch(origin)).status, 405);
});

test('knows a line by its shape alone', () => {
  assert.deepEqual(linesOf(`${good}\n`), [good]);
  for (const bad of [good.replace('1,', '2,'), good.replace('"01"', '"1"'), good.replace('0002', '002'), good.replace('20412', '-1'), `${good} `]) {
    assert.equal(linesOf(`${bad}\n`), null, bad);
  }
});
