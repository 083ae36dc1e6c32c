/** After an erasure the browser's files hold nothing of her that can be read. */
import { newProfileFolder, openWithFolder, removeProfileFolder } from '../support/browsers.mjs';
import { canary, itemKeyBytes } from '../support/canaries.mjs';
import { openShop } from '../../browser/support/demo-server.mjs';
import { searchDisk } from '../support/disk.mjs';
import { act, canaries, canaryEvents, itemCanaries, products, slots } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';
import { open, ready, sayYes, withNoren } from '../support/visit.mjs';

export const promise = 'Erasure reaches the disk';
export const method =
  'the browser’s whole profile folder searched after erasing and closing (files as they are; LevelDB decompressed): canaries, keys of the core, and the bytes of every cryptographic key, which the test notes when they are made';

const kRounds = { short: 1, full: 10 };

/** Runs in the page before its scripts: notes the bytes of all keys, and what they become when they are wrapped. The keys stay as they were asked for. */
const noteKeys = () => {
  const keys = [];
  Object.defineProperty(globalThis, 'keysMade', { value: keys });
  if (!globalThis.crypto?.subtle) return;
  const { subtle } = crypto;
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const prototype = SubtleCrypto.prototype;
  const { generateKey, exportKey, importKey, wrapKey } = prototype;
  prototype.generateKey = async function (algorithm, extractable, usages) {
    const key = await generateKey.call(subtle, algorithm, true, usages);
    if (!(key instanceof CryptoKey)) return key;
    const raw = await exportKey.call(subtle, 'raw', key);
    keys.push({ kind: usages.includes('wrapKey') ? 'wrapping key' : 'data key', bytes: hex(raw) });
    return extractable ? key : importKey.call(subtle, 'raw', raw, algorithm, false, usages);
  };
  prototype.wrapKey = async function (...parameters) {
    const wrapped = await wrapKey.apply(subtle, parameters);
    keys.push({ kind: 'wrapped data key', bytes: hex(wrapped) });
    return wrapped;
  };
};

const items = itemCanaries(8);
const kPlanted = canary(999);

/** Everything to look for, by a name that says what it is. */
function sequencesOf(keys) {
  const all = {};
  for (const word of [...canaries, ...items]) {
    if (word.length < 8) continue; // a short number stands anywhere
    all[`canary ${word}`] = Buffer.from(word);
    all[`canary ${word} in two bytes a letter`] = Buffer.from(word, 'utf16le');
  }
  for (const item of items) all[`key of ${item}`] = itemKeyBytes(item);
  keys.forEach(({ kind, bytes }, index) => (all[`${kind} ${index}`] = Buffer.from(bytes, 'hex')));
  return all;
}

const count = (found, pattern) => Object.keys(found).filter((name) => pattern.test(name)).length;

async function round(name, origin, plants) {
  const folder = newProfileFolder(name);
  const keys = [];
  const visit = async (body) => {
    const context = await openWithFolder(name, folder);
    try {
      await context.addInitScript(noteKeys);
      const page = await context.newPage();
      await open(page, origin);
      const result = await body(page);
      keys.push(...(await page.evaluate(() => globalThis.keysMade)));
      return result;
    } finally {
      await context.close();
    }
  };
  const known = async (page) => {
    for (const item of items) await withNoren(page, act, { events: canaryEvents(item), answers: {}, slots, products, look: products.slice(0, 3) });
    await withNoren(page, (noren) => noren.consent.settle());
  };
  try {
    await visit(async (page) => {
      await sayYes(page);
      await known(page);
      if (plants) await page.evaluate(`localStorage.setItem('visited', ${JSON.stringify(kPlanted)})`);
    });
    const before = searchDisk(folder, { ...sequencesOf(keys), planted: Buffer.from(kPlanted), 'planted, two bytes a letter': Buffer.from(kPlanted, 'utf16le') });
    const erased = await visit(async (page) => {
      await known(page);
      await page.reload();
      await ready(page);
      const said = await withNoren(page, (noren) => noren.privacy.status().erasure);
      await withNoren(page, (noren) => noren.consent.withdraw());
      return said;
    });
    const after = searchDisk(folder, sequencesOf(keys));
    return { keys: keys.length, sought: Object.keys(sequencesOf(keys)).length, before, after, erased };
  } finally {
    removeProfileFolder(folder);
  }
}

export async function run(options) {
  const { browsers } = options;
  const rounds = sizeOf(options, kRounds);
  const sentences = [];
  const notes = [];
  const missed = [];
  const detail = {};
  let holds = true;
  let planted = 0;
  const shop = await openShop();
  try {
    for (const name of browsers) {
      const total = { words: 0, opening: 0, wrapping: 0, keys: 0, sought: 0 };
      let erased = 'none';
      detail[name] = [];
      for (let number = 0; number < rounds; number++) {
        const result = await round(name, shop.origin, number === 0);
        detail[name].push({ ...result, before: Object.keys(result.before) });
        erased = result.erased;
        total.keys += result.keys;
        total.sought += result.sought;
        total.words += count(result.after, /^(canary|key of)/);
        total.opening += count(result.after, /^(data key|wrapped data key)/);
        total.wrapping += count(result.after, /^wrapping key/);
        if (number === 0) {
          planted += 2;
          if (count(result.before, /^planted/) === 0) missed.push(`a word in localStorage (${name})`);
          // While she is known, the same search finds the wrapping key: browsers keep it in clear.
          if (count(result.before, /^(wrapping key|wrapped data key)/) === 0) missed.push(`the keys of a living profile (${name})`);
        }
      }
      const promised = { physical: total.words + total.opening + total.wrapping, crypto: total.words + total.opening, logical: total.words }[erased];
      if (promised !== 0) holds = false;
      sentences.push(
        `${name} (status: ${erased}): ${total.words} canaries, ${total.opening} data keys, wrapped or not, and ${total.wrapping} wrapping keys left, of ${total.sought} sought in ${rounds} erasures`,
      );
      if (total.wrapping > 0) {
        notes.push(
          `${name} keeps the wrapping key in clear in its files after the database is deleted (${total.wrapping} of ${rounds} erasures). It opens nothing any more: the data key that it wrapped lay in a file of its own, which was overwritten and removed. That is what the status \`crypto\` says.`,
        );
      }
    }
  } finally {
    shop.close();
  }
  return { figure: sentences.join('; '), holds: holds && missed.length === 0, control: { planted, missed }, notes, detail };
}
