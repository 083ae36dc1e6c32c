/** The tools of ./dev prove: a search that misses a form, or a table that hides a verdict, would let a promise pass unproved. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Search, canary, formsOf, itemKey, itemKeyBytes, nameKey } from './support/canaries.mjs';
import { canaries, canaryEvents, eventNames, fieldCanaries } from './support/shopper.mjs';
import { proofPage, terminalTable } from './table.mjs';

const word = canary(1);
const search = new Search([word, canary(2)]);
const digest = (name) => createHash(name).update(word).digest();

const writings = {
  raw: `/x?q=${word}`,
  'in capitals': word.toUpperCase(),
  'percent-encoded': [...word].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
  'percent-encoded twice': encodeURIComponent([...word].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')),
  'base64 at the first place': Buffer.from(`${word}!!`).toString('base64'),
  'base64 at the second place': Buffer.from(`x${word}!!`).toString('base64'),
  'base64 at the third place': Buffer.from(`xx${word}!!`).toString('base64'),
  'base64 for addresses': Buffer.from(`??>${word}??>`).toString('base64url'),
  'base64 for addresses, percent-encoded': encodeURIComponent(Buffer.from(`${word}=`).toString('base64')),
  hex: Buffer.from(word).toString('hex').toUpperCase(),
  'two bytes a letter': Buffer.from(word, 'utf16le'),
  'MD5 in hex': digest('md5').toString('hex'),
  'SHA-1 in base64': digest('sha1').toString('base64'),
  'SHA-256 in bytes': digest('sha256'),
  'SHA-256 of capitals': createHash('sha256').update(word.toUpperCase()).digest('hex'),
  'item key in decimal': String(itemKey(word)),
  'item key in hex': itemKey(word).toString(16).padStart(16, '0'),
  'item key in bytes': itemKeyBytes(word),
  'item key in base64': itemKeyBytes(word).toString('base64'),
  'name key in decimal': String(nameKey(word)),
};

describe('The search for canaries', () => {
  for (const [name, written] of Object.entries(writings)) {
    it(`finds one ${name}`, () => assert.deepEqual(search.in(Buffer.concat([Buffer.from('before '), Buffer.from(written), Buffer.from(' after')])), [word]));
  }
  it('finds none where there is none', () => {
    assert.deepEqual(search.in('GET /images/1f45f.webp\nAccept-Encoding: gzip, br\nUser-Agent: Mozilla/5.0'), []);
    for (const form of formsOf(canary(3)).folded) assert.deepEqual(search.in(form), [], form);
  });
});

describe('Canaries', () => {
  it('make the same keys as the core', () => {
    // As core/base/hash.h gives them.
    assert.equal(itemKey('trail-runner-02'), 3390625813859244782n);
    assert.equal(nameKey('running-shoes'), 1749664455);
  });
  it('are all different, and stand in every field of every event', () => {
    assert.equal(new Set(canaries).size, canaries.length);
    assert.equal(eventNames.length, 19);
    const events = canaryEvents('item');
    assert.equal(events.length, 38);
    for (const { parameters } of events.filter((_, i) => i % 2 === 1)) {
      const names = new Set([...Object.keys(parameters), ...Object.keys(parameters.items[0])]);
      for (const field of Object.keys(fieldCanaries)) assert.ok(names.has(field), field);
    }
  });
});

describe('The table', () => {
  const row = { name: 'egress', promise: 'Nothing leaves', method: 'a | proxy', figure: '1 of 2', holds: false, seconds: 2, control: { planted: 3, missed: ['hex'] } };
  it('says what does not hold, and what was missed', () => {
    assert.match(terminalTable([row]), /DOES NOT HOLD.*Nothing leaves/);
    assert.match(terminalTable([row]), /2 of 3 planted breaches caught; missed: hex/);
  });
  it('is a table in Markdown, too', () => {
    const page = proofPage({ rows: [row], command: './dev prove', whole: true, day: '2026-01-01', minutes: 1, versions: ['A 1'], commit: 'abc', notes: ['A note.'] });
    assert.match(page, /\| Nothing leaves \| a \\\| proxy \| 1 of 2 \| 2 of 3 planted breaches caught \| \*\*DOES NOT HOLD\*\* \|/);
    assert.match(page, /- A note\./);
    assert.doesNotMatch(page, /not a full run/);
    assert.match(proofPage({ rows: [], command: './dev prove --short', whole: false, day: '', minutes: 1, versions: [], commit: '', notes: [] }), /not a full run/);
  });
});
