// A document comes out of its packed form as it went in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { packJson } from '../../web/src/pack-json.js';
import type { Json } from '../../web/src/types.js';
import { unpackJson } from './support/unpack-json.js';

describe('packJson', () => {
  it('keeps every JSON value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const document = JSON.parse(text) as Json;
        expect(unpackJson(packJson(document))).toEqual(document);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps Japanese text, empty names and long documents', () => {
    const document = { '': '暖簾屋', list: Array.from({ length: 5000 }, (_, i) => `名前 ${i}`), deep: [[[[{ a: null }]]]] };
    expect(unpackJson(packJson(document))).toEqual(document);
  });
});
