/**
 * The handover file. All of the header is authenticated with the content:
 *
 *   "NORENHND", version u8, form u8 (0 plain, 1 deflated), id 16 bytes, length of the site's id u8, the site's id, nonce 12 bytes,
 *   then AES-256-GCM of the profile's bytes, tag last. The key is HKDF-SHA-256 of the one-time secret, with the id as salt.
 */
import { fail } from '../problem.js';

type Bytes = Uint8Array<ArrayBuffer>;

const kMark = 'NORENHND';
const kVersion = 1;
const kIdAt = kMark.length + 2;
const kIdBytes = 16;
const kNonceBytes = 12;
const kTagBytes = 16;
/** The largest profile there is: kMaxBytes of core/profile/profile.h. */
const kMaxProfile = 16 * 1024;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export interface Header {
  readonly id: string;
  readonly site: string;
  readonly form: number;
  /** Where the nonce begins. */
  readonly end: number;
}

const keyFor = async (secret: Bytes, id: Bytes): Promise<CryptoKey> => {
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: id, info: utf8('noren handover') };
  return crypto.subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
};

const through = async (bytes: Bytes, stream: GenericTransformStream, most: number): Promise<Bytes> => {
  const out: Uint8Array[] = [];
  let size = 0;
  const reader = (new Blob([bytes]).stream() as ReadableStream<Uint8Array>).pipeThrough(stream as TransformStream<Uint8Array, Uint8Array>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > most) throw new Error('it is too large');
    out.push(next.value);
  }
  const whole = new Uint8Array(size);
  out.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
};

/** Encrypts a profile's bytes. */
export const seal = async (profile: Bytes, site: string, secret: Bytes): Promise<Bytes> => {
  const deflates = typeof CompressionStream !== 'undefined';
  const content = deflates ? await through(profile, new CompressionStream('deflate-raw'), Infinity) : profile;
  const id = crypto.getRandomValues(new Uint8Array(kIdBytes));
  const name = utf8(site);
  const nonce = crypto.getRandomValues(new Uint8Array(kNonceBytes));
  const header = new Uint8Array([...utf8(kMark), kVersion, Number(deflates), ...id, name.length, ...name, ...nonce]);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: header }, await keyFor(secret, id), content);
  const file = new Uint8Array(header.length + sealed.byteLength);
  file.set(header);
  file.set(new Uint8Array(sealed), header.length);
  return file;
};

/** What a file says of itself. Errors: corrupt, unsupported-version. */
export const readHeader = (file: Uint8Array): Header => {
  const text = (from: number, to: number) => new TextDecoder().decode(file.subarray(from, to));
  if (file.length < kMark.length || text(0, kMark.length) !== kMark) {
    throw fail('corrupt', 'this is no handover file', 'choose the file that was saved on the other device', 'file');
  }
  const version = file[kMark.length] ?? 0;
  if (version > kVersion) throw fail('unsupported-version', 'the file was made by a newer version of Noren', 'load this page again', 'file');
  const nameAt = kIdAt + kIdBytes + 1;
  const end = nameAt + (file[nameAt - 1] ?? 0);
  if (version !== kVersion || file.length < end + kNonceBytes + kTagBytes) {
    throw fail('corrupt', 'the file is cut short', 'save it once more on the other device', 'file');
  }
  const id = Array.from(file.subarray(kIdAt, kIdAt + kIdBytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { id, site: text(nameAt, end), form: file[kMark.length + 1] ?? 0, end };
};

/** The profile's bytes. Errors: corrupt. */
export const open = async (file: Uint8Array, header: Header, secret: Bytes): Promise<Bytes> => {
  const whole = Uint8Array.from(file);
  const content = header.end + kNonceBytes;
  const nonce = whole.subarray(header.end, content);
  const key = await keyFor(secret, whole.subarray(kIdAt, kIdAt + kIdBytes));
  let opened: Bytes;
  try {
    opened = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: whole.subarray(0, content) }, key, whole.subarray(content)));
  } catch (error) {
    throw fail('corrupt', 'the key does not open this file, or the file is damaged', 'each file has a key of its own: take the one shown with it', 'key', error);
  }
  try {
    return header.form === 0 ? opened : await through(opened, new DecompressionStream('deflate-raw'), kMaxProfile);
  } catch (error) {
    throw fail('corrupt', 'the file holds no profile', 'save it once more on the other device', 'file', error);
  }
};
