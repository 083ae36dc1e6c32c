/**
 * The scanner of the inbound gate beside two well-known libraries, on the corpus in tests/data/personal-data/: validator for addresses of mail,
 * payment cards, IBANs, tokens and UUIDs, libphonenumber-js (all metadata) for telephone numbers of Japan, North America, the United Kingdom,
 * France and Germany. Each is asked about the whole text, as it is; where one says that it is personal data and the scanner does not, or the other
 * way round, one of the reasons below applies, or the test fails. A reason that no text needs is an error, too.
 *
 * It asks the scanner through the WebAssembly module that shops load, and looks that the generator still makes the corpus.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findPhoneNumbersInText, isValidPhoneNumber } from 'libphonenumber-js/max';
import validator from 'validator';

import { corpus } from '../data/personal-data/generate.mjs';
import { loadModule } from '../wasm/replay.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name) => readFileSync(path.join(root, 'tests/data/personal-data', name), 'utf8');
const rows = [...read('corpus.tsv').split('\n'), ...read('by-hand.tsv').split('\n')].filter(Boolean).map((line) => {
  const [kind, shape, text] = line.split('\t');
  return { kind, shape, text };
});

const module = await loadModule(process.env.NOREN_WASM_DIR ?? path.join(root, 'build/wasm/wasm'));
const engine = new module.Engine();
const kPersonalText = 0xffffff00;
const kUnusedField = 9;
const kinds = ['email', 'telephone', 'card', 'my-number', 'bank-account', 'token'];
const scan = (text) => {
  const bytes = new TextEncoder().encode(text);
  module.HEAPU8.set(bytes, engine.reserve(bytes.length));
  const handle = engine.text(kUnusedField, bytes.length) >>> 0;
  return new Set(handle < kPersonalText ? [] : kinds.filter((_, bit) => (handle - kPersonalText) >> bit & 1));
};

const countries = ['JP', 'US', 'GB', 'FR', 'DE'];
const oracles = {
  email: (text) => validator.isEmail(text, { allow_ip_domain: true, allow_display_name: true }),
  telephone: (text) => countries.some((country) => isValidPhoneNumber(text, country) || findPhoneNumbersInText(text, { defaultCountry: country, v2: true }).length > 0),
  card: (text) => validator.isCreditCard(text),
  'bank-account': (text) => validator.isIBAN(text),
  token: (text) => validator.isJWT(text) || validator.isUUID(text) || ['md5', 'sha1', 'sha256'].some((hash) => validator.isHash(text, hash)),
};

/** What the scanner finds and the library does not: [reason, what it is true of]. */
const foundByUsAlone = {
  email: [
    ['inside a longer text: validator judges whole texts', ({ text }) => /[\s<>"';:=?&/]|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)],
    ['encoded or in other forms of characters', ({ text, shape }) => /%|&#|[^\x20-\x7e]/u.test(text) || /base64/.test(shape)],
    ['an account of the Fediverse, which is an address, too', ({ text }) => text.startsWith('@')],
  ],
  telephone: [
    ['of a shape, but in a range that is not assigned: ranges change, and the scanner has no table of them', ({ kind }) => kind === 'telephone'],
    ['groups of another kind of number, which is refused anyway', ({ kind }) => ['card', 'my-number', 'bank-account', 'token'].includes(kind)],
  ],
  card: [
    ['inside a longer text: validator judges whole texts', ({ text }) => /[^\d\s-]/.test(text)],
    ['an issuer that validator leaves out: Diners Club of 16 digits, Maestro, UnionPay', ({ text }) => /^(3[689]|50|62|30)/.test(text)],
  ],
  'bank-account': [
    ['inside a longer text: validator judges whole texts', ({ text }) => /[^A-Z0-9 ]|^IBAN/i.test(text)],
  ],
  token: [
    ['random strings of no certain form', ({ kind, text }) => ['token', 'email'].includes(kind) && text.length >= 24],
  ],
};

const isIsbn = (number) => /^\d{10}$/.test(number) && [...number].reduce((sum, digit, i) => sum + Number(digit) * (10 - i), 0) % 11 === 0;

/** What the library finds and the scanner does not. */
const foundByThemAlone = {
  email: [['a picture for sharp screens', ({ text }) => /@[\d.]+x\.(png|webp)$/.test(text)]],
  telephone: [
    ['a number of things: the library looks for telephone numbers where they are to be expected, and takes dates, sizes and orders for some', ({ kind }) => kind === '-'],
    ['another kind of personal data, which refuses the event as such', ({ kind }) => kind !== 'telephone'],
    ['ten digits in one that are a valid ISBN', ({ text }) => isIsbn(text.normalize('NFKC').replace(/\D/g, ''))],
    ['without a leading zero, in one or with spaces alone: numbers of anything in a shop', ({ text }) => /^[1-9][\d ]+$/.test(text)],
    ['a slash, which in a shop stands between sizes and in addresses of pages', ({ text }) => /^0\d+\/\d+$/.test(text)],
  ],
  token: [['three words with dots between them, each of which validator takes for a part of a web token', ({ text }) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)]],
  card: [['thirteen digits, which no card of today has and every JAN, or a GTIN-14', ({ text }) => text.replace(/\D/g, '').length <= 14]],
};

const disagreements = (kind, oracle, reasons, side) => {
  const unused = new Set(reasons.map(([reason]) => reason));
  const unexplained = [];
  let count = 0;
  for (const row of rows) {
    const ours = scan(row.text).has(kind);
    if (ours === oracle(row.text) || ours !== (side === 'ours')) continue;
    ++count;
    const reason = reasons.find(([, holds]) => holds(row));
    if (reason) unused.delete(reason[0]);
    else unexplained.push(`${row.kind}\t${row.shape}\t${row.text}`);
  }
  return { count, unexplained, unused: [...unused] };
};

test('the corpus is what its generator makes', () => assert.equal(read('corpus.tsv'), corpus()));

for (const [kind, oracle] of Object.entries(oracles)) {
  test(`${kind}: every disagreement has a listed reason`, (t) => {
    const ours = disagreements(kind, oracle, foundByUsAlone[kind] ?? [], 'ours');
    const theirs = disagreements(kind, oracle, foundByThemAlone[kind] ?? [], 'theirs');
    t.diagnostic(`${rows.length} texts; found by the scanner alone: ${ours.count}, by the library alone: ${theirs.count}`);
    assert.deepEqual({ alone: ours.unexplained, byThem: theirs.unexplained }, { alone: [], byThem: [] });
    assert.deepEqual([...ours.unused, ...theirs.unused], []);
  });
}
