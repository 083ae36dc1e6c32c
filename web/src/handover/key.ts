/**
 * The one-time key as text that a person can copy: 128 random bits and 12 of a checksum, in 7 groups of 4 of Crockford's 32 characters,
 * in which 0 and O, 1, I and L are the same. The checksum tells a slip of the pen from a key of another file.
 */
import { fail } from '../problem.js';

const kDigits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const kSecretBytes = 16;
const kLength = 28;

const digest = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const checksumOf = async (secret: Uint8Array<ArrayBuffer>): Promise<bigint> => {
  const [first = 0, second = 0] = await digest(secret);
  return BigInt((first << 4) | (second >> 4));
};

export const newSecret = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(kSecretBytes));

export const keyText = async (secret: Uint8Array<ArrayBuffer>): Promise<string> => {
  let number = secret.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  number = (number << 12n) | (await checksumOf(secret));
  let text = '';
  for (let place = kLength - 1; place >= 0; --place) text += kDigits[Number((number >> BigInt(5 * place)) & 31n)];
  return text.replace(/.{4}(?=.)/g, '$&-');
};

/** Errors: invalid-argument, with what is wrong about it. */
export const readKey = async (text: string): Promise<Uint8Array<ArrayBuffer>> => {
  const plain = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  const wrong = (message: string) => fail('invalid-argument', message, 'type it as it is shown beside the file, seven groups of four', 'key');
  if (plain.length !== kLength) throw wrong(`the key has ${plain.length} letters and digits; ${kLength} are needed`);
  let number = 0n;
  for (const digit of plain) {
    const value = kDigits.indexOf(digit);
    if (value < 0) throw wrong(`"${digit}" is in no key`);
    number = (number << 5n) | BigInt(value);
  }
  const secret = new Uint8Array(kSecretBytes);
  for (let place = 0; place < kSecretBytes; ++place) secret[kSecretBytes - 1 - place] = Number((number >> BigInt(12 + 8 * place)) & 255n);
  if ((number & 4095n) !== (await checksumOf(secret))) throw wrong('the key is mistyped');
  return secret;
};
