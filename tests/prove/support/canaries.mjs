/**
 * Words that stand nowhere but where a test has put them, and the search for them in any form in which software writes a word down:
 * as it is, percent-, base64- and hex-encoded, hashed, and as the keys that Noren's core itself makes of names.
 */
import { createHash } from 'node:crypto';

const kMask = (1n << 64n) - 1n;

/** The same as noren::item_key in core/base/hash.h: FNV-1a, then the finalizer of SplitMix64. */
export function itemKey(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & kMask;
  hash = ((hash ^ (hash >> 30n)) * 0xbf58476d1ce4e5b9n) & kMask;
  hash = ((hash ^ (hash >> 27n)) * 0x94d049bb133111ebn) & kMask;
  hash ^= hash >> 31n;
  return hash === 0n ? 1n : hash;
}

/** The same as noren::name_key there. */
export const nameKey = (text) => Number(itemKey(text) >> 32n) || 1;

/** The bytes of an item's key as the profile holds them. */
export function itemKeyBytes(text) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(itemKey(text));
  return bytes;
}

/** A word of its own for each number: pronounceable, so that nothing takes it for a secret; no four letters of two are the same run by design. */
export function canary(number, prefix = '') {
  const consonants = 'zvxqwkjgbdfmpt';
  const vowels = 'uioae';
  const digest = createHash('sha256').update(`noren canary ${number}`).digest();
  let word = '';
  for (let i = 0; i < 12; i += 2) {
    word += (consonants[digest[i] % consonants.length] ?? '') + (vowels[digest[i + 1] % vowels.length] ?? '');
  }
  return prefix + word;
}

/** The three ways base64 can write a word down inside of something longer, without the letters at its ends that the rest decides. */
function base64Forms(bytes) {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const text = padded.toString('base64').replace(/=+$/, '');
    const from = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor((padded.length * 8) / 6);
    const inner = text.slice(from, whole);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

const percent = (bytes) => Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/**
 * How a word may be written, in two lists: those in which case counts, and those in which it does not (in lower case).
 * @returns {{ exact: Set<string>, folded: Set<string> }} all as Latin-1, so that bytes can be searched, too
 */
export function formsOf(word) {
  const bytes = Buffer.from(word);
  const latin = (buffer) => buffer.toString('latin1');
  const exact = new Set(base64Forms(bytes));
  const folded = new Set([latin(bytes), encodeURIComponent(word), percent(bytes), bytes.toString('hex')].map((form) => form.toLowerCase()));
  const wide = Buffer.from(word, 'utf16le');
  exact.add(latin(wide)).add(latin(Buffer.from(wide).swap16()));
  folded.add(wide.toString('hex'));
  for (const text of new Set([word, word.toLowerCase(), word.toUpperCase()])) {
    for (const algorithm of ['md5', 'sha1', 'sha256']) {
      const digest = createHash(algorithm).update(text).digest();
      exact.add(latin(digest));
      for (const form of base64Forms(digest)) exact.add(form);
      folded.add(digest.toString('hex'));
    }
    const key = itemKey(text);
    const little = itemKeyBytes(text);
    const big = Buffer.from(little).reverse();
    exact.add(latin(little)).add(latin(big)).add(String(key));
    for (const form of [...base64Forms(little), ...base64Forms(big)]) if (form.length >= 8) exact.add(form);
    folded.add(key.toString(16).padStart(16, '0')).add(little.toString('hex'));
    folded.add(nameKey(text).toString(16).padStart(8, '0'));
    exact.add(String(nameKey(text)));
  }
  return { exact, folded };
}

/** The text, and what it says where it is percent-encoded, however often. */
function readings(text) {
  const all = [text];
  for (let i = 0; i < 3; i++) {
    const before = all[all.length - 1] ?? '';
    const after = before.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    if (after === before) break;
    all.push(after);
  }
  return all;
}

export class Search {
  /** @type {{ word: string, exact: string[], folded: string[] }[]} */
  #words = [];
  /** Texts that were searched before without a find: headers repeat. */
  #clean = new Set();

  /** @param {readonly string[]} words */
  constructor(words) {
    for (const word of words) {
      const { exact, folded } = formsOf(word);
      this.#words.push({ word, exact: [...exact].filter(Boolean), folded: [...folded] });
    }
  }

  get forms() {
    return this.#words.reduce((sum, { exact, folded }) => sum + exact.length + folded.length, 0);
  }

  /**
   * The words that a text or bytes hold in any form.
   * @param {string | Buffer} text
   * @returns {string[]}
   */
  in(text) {
    const latin = typeof text === 'string' ? Buffer.from(text).toString('latin1') : text.toString('latin1');
    if (this.#clean.has(latin)) return [];
    const found = new Set();
    for (const reading of readings(latin)) {
      const folded = reading.toLowerCase();
      for (const word of this.#words) {
        if (word.exact.some((form) => reading.includes(form)) || word.folded.some((form) => folded.includes(form))) found.add(word.word);
      }
    }
    if (found.size === 0 && latin.length < 2000) this.#clean.add(latin);
    return [...found];
  }
}
