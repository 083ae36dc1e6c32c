/**
 * A JSON document as bytes for the engine: the browser's parser is many times faster than any that could be sent along, so the engine
 * has none. The form is described in core/base/packed_json.h.
 */
import type { Json } from './types.js';

const tags = { null: 0, false: 1, true: 2, number: 3, string: 4, array: 5, object: 6 } as const;

export const packJson = (document: Json): Uint8Array => {
  const encoder = new TextEncoder();
  let bytes = new Uint8Array(4096);
  let view = new DataView(bytes.buffer);
  let length = 0;

  /** Where `count` more bytes begin, made room for. */
  const claim = (count: number): number => {
    if (length + count > bytes.length) {
      const larger = new Uint8Array(2 * (length + count));
      larger.set(bytes);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    length += count;
    return length - count;
  };
  const tag = (value: number): void => {
    const at = claim(1);
    bytes[at] = value;
  };
  const count = (value: number): void => {
    const at = claim(4); // may replace view
    view.setUint32(at, value, true);
  };
  const text = (value: string): void => {
    const encoded = encoder.encode(value);
    count(encoded.length);
    const at = claim(encoded.length);
    bytes.set(encoded, at);
  };
  const write = (value: Json): void => {
    if (value === null || typeof value === 'boolean') {
      tag(tags[`${value}`]);
    } else if (typeof value === 'number') {
      tag(tags.number);
      const at = claim(8);
      view.setFloat64(at, value, true);
    } else if (typeof value === 'string') {
      tag(tags.string);
      text(value);
    } else if (Array.isArray(value)) {
      tag(tags.array);
      count(value.length);
      value.forEach(write);
    } else {
      const members = Object.entries(value);
      tag(tags.object);
      count(members.length);
      for (const [name, member] of members) {
        text(name);
        write(member);
      }
    }
  };

  write(document);
  return bytes.subarray(0, length);
};
