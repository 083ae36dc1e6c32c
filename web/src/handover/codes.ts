/**
 * QR codes: the key as one, a whole file as a sequence. Their text is of the 45 characters that a QR code stores most densely (RFC 9285),
 * each behind `NOREN:<number>/<of how many>:<8 digits of the file's id>:`.
 */
import { encodeQR } from 'qr';
import { fail } from '../problem.js';

const kCharacters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
/** Bytes in one code, so that a telephone's camera still reads it from a screen: about 105 modules a side. */
const kBytesEach = 520;
/** More codes than that nobody photographs. */
export const kMaxCodes = 12;

export interface QrCode {
  /** What it says. */
  readonly text: string;
  /** Modules a side, quiet zone included. */
  readonly size: number;
  /** The dark modules, as `d` of an SVG path in a view box of `0 0 size size`. */
  readonly path: string;
}

export const codeOf = (text: string): QrCode => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; ++x) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) ++end;
      path += `M${x} ${y}h${end - x}v1h${x - end}z`;
      x = end;
    }
  });
  return { text, size: rows.length, path };
};

export const base45 = (bytes: Uint8Array): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    let number = low === undefined ? high : high * 256 + low;
    for (let places = low === undefined ? 2 : 3; places > 0; --places) {
      text += kCharacters[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
};

/** Null for what is none. */
export const readBase45 = (text: string): Uint8Array | null => {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((character) => kCharacters.indexOf(character));
    const number = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const most = digits.length === 3 ? 65535 : 255;
    if (digits.length === 1 || digits.includes(-1) || number > most) return null;
    if (digits.length === 3) bytes.push(number >> 8);
    bytes.push(number & 255);
  }
  return Uint8Array.from(bytes);
};

/** The codes that hold a file; none where it would take too many. `id`: of the file, in hexadecimal digits. */
export const codesOf = (file: Uint8Array, id: string): readonly QrCode[] => {
  const count = Math.ceil(file.length / kBytesEach);
  if (count > kMaxCodes) return [];
  return Array.from({ length: count }, (_, index) =>
    codeOf(`NOREN:${index + 1}/${count}:${id.slice(0, 8).toUpperCase()}:${base45(file.subarray(index * kBytesEach, (index + 1) * kBytesEach))}`),
  );
};

/** The file that a sequence of codes holds; in any order, some more than once. Errors: invalid-argument, naming those that are missing. */
export const fileOf = (texts: readonly string[]): Uint8Array => {
  const pieces = new Map<number, Uint8Array>();
  const wrong = (message: string, hint: string) => fail('invalid-argument', message, hint, 'codes');
  let count = 0;
  let first = '';
  for (const text of texts) {
    const [, number = '', of = '', id = '', content = ''] = /^NOREN:(\d{1,2})\/(\d{1,2}):([0-9A-F]{8}):([^]*)$/.exec(text) ?? [];
    const bytes = id === '' ? null : readBase45(content);
    if (!bytes) throw wrong('this is no code of a handover', 'read the codes that the other device shows');
    first ||= id;
    count ||= Number(of);
    if (first !== id || count !== Number(of)) throw wrong('these codes are of two handovers', 'read the codes that the other device shows now, all of them');
    pieces.set(Number(number), bytes);
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !pieces.has(number));
  if (count === 0 || missing.length > 0) throw wrong(`missing: code ${missing.join(', ') || '1'} of ${count || 1}`, 'read these, too');
  return Uint8Array.from(Array.from({ length: count }, (_, index) => [...(pieces.get(index + 1) as Uint8Array)]).flat());
};
