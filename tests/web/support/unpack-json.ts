/** Reads what packJson() wrote, from the description in core/base/packed_json.h: a second opinion for the tests. */
import type { Json } from '../../../web/src/types.js';

export const unpackJson = (bytes: Uint8Array): Json => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const u32 = (): number => view.getUint32((at += 4) - 4, true);
  const text = (): string => {
    const length = u32();
    at += length;
    if (at > bytes.length) throw new RangeError('a text reaches past the end');
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at - length, at));
  };
  const value = (): Json => {
    switch (view.getUint8(at++)) {
      case 0:
        return null;
      case 1:
        return false;
      case 2:
        return true;
      case 3:
        return view.getFloat64((at += 8) - 8, true);
      case 4:
        return text();
      case 5:
        return Array.from({ length: u32() }, value);
      case 6:
        return Object.fromEntries(Array.from({ length: u32() }, () => [text(), value()] as const));
      default:
        throw new RangeError('an unknown tag');
    }
  };
  const document = value();
  if (at !== bytes.length) throw new RangeError('bytes after the end');
  return document;
};
