/** Handover between devices: files, keys and codes, with a fake engine; package.test.ts and the browser tests use the real one. */
import * as fc from 'fast-check';
import decodeQR from 'qr/decode.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandover, openHandover } from '../../web/src/handover.js';
import { base45, fileOf, readBase45 } from '../../web/src/handover/codes.js';
import { open, readHeader, seal } from '../../web/src/handover/container.js';
import { keyText, newSecret, readKey } from '../../web/src/handover/key.js';
import { readCode } from '../../web/src/read-codes.js';
import { freshBrowser } from './support/browser.js';
import { kSite, type Tab, openTab, personal, view } from './support/shop.js';
import { profileOf } from './support/stored.js';

/** A picture of a code as a camera might give it: so many pixels a module, light around it. */
const pictureOf = ({ size, path }: { size: number; path: string }, scale = 4) => {
  const side = size * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; ++row) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(length)) * scale; ++column) {
        data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { width: side, height: side, data };
};

const oldDevice = async (): Promise<{ tab: Tab; handover: NonNullable<Awaited<ReturnType<typeof createHandover>>> }> => {
  const tab = await personal();
  for (let index = 0; index < 9; ++index) view(tab, `item-${index}`);
  return { tab, handover: (await createHandover(tab.noren))! };
};
const problemOf = async (tab: Tab, file: Uint8Array | readonly string[], key: string) => {
  const outcome = await openHandover(tab.noren, file, key);
  return outcome.done ? null : outcome.error;
};

describe('a handover', () => {
  it('brings the profile by file and key, once or twice', async () => {
    const { handover } = await oldDevice();
    expect(handover.name).toBe('hanare.noren');
    const tab = await personal();
    expect(await openHandover(tab.noren, handover.file, handover.key)).toEqual({ done: true });
    expect(profileOf(tab)?.events).toBe(9);
    view(tab, 'more');
    expect(await openHandover(tab.noren, handover.file, handover.key.toLowerCase().replaceAll('-', ' '))).toEqual({ done: true });
    expect(profileOf(tab)?.events).toBe(10);
  });

  it('brings it by codes alone, in any order', async () => {
    const { handover } = await oldDevice();
    const texts = [handover.keyCode, ...handover.codes].map((code) => readCode(pictureOf(code)));
    expect(texts).toEqual([handover.key, ...handover.codes.map(({ text }) => text)]);
    const tab = await personal();
    expect(await openHandover(tab.noren, texts.slice(1).reverse() as string[], texts[0] as string)).toEqual({ done: true });
    expect(profileOf(tab)?.events).toBe(9);
  });

  it('holds nothing readable, and no two are alike', async () => {
    const { tab, handover } = await oldDevice();
    const other = (await createHandover(tab.noren))!;
    expect(other.key).not.toBe(handover.key);
    expect(Buffer.from(handover.file).toString('latin1')).not.toContain('chain');
    const sealed = Buffer.from(handover.file).subarray(60).toString('hex');
    expect(Buffer.from(other.file).toString('hex')).not.toContain(sealed.slice(0, 32));
  });

  it('needs a profile there and a yes here', async () => {
    freshBrowser();
    const without = await openTab();
    expect(await createHandover(without.noren)).toBeNull();
    const { handover } = await oldDevice();
    const browser = freshBrowser();
    const tab = await openTab();
    expect(await problemOf(tab, handover.file, handover.key)).toMatchObject({ code: 'consent-required' });
    expect(tab.noren.consent.state.purposes).toEqual([]);
    expect(await browser.databases()).toEqual([]);
  });
});

describe('a handover that is not as it should be', () => {
  let handover: Awaited<ReturnType<typeof oldDevice>>['handover'];
  let tab: Tab;
  beforeEach(async () => {
    ({ handover } = await oldDevice());
    tab = await personal();
    view(tab, 'here');
  });
  const unchanged = () => expect(profileOf(tab)?.events).toBe(1);

  it('is refused with another key, or a mistyped one', async () => {
    const other = await keyText(newSecret());
    expect(await problemOf(tab, handover.file, other)).toMatchObject({ code: 'corrupt', path: 'key', message: expect.stringContaining('does not open') });
    const slip = (handover.key[0] === '7' ? '8' : '7') + handover.key.slice(1);
    expect(await problemOf(tab, handover.file, slip)).toMatchObject({ path: 'key', message: 'the key is mistyped' });
    expect(await problemOf(tab, handover.file, 'ABCD')).toMatchObject({ path: 'key', message: expect.stringContaining('28') });
    expect(await problemOf(tab, handover.file, handover.key.replace(/.$/, '?'))).toMatchObject({ path: 'key', message: '"?" is in no key' });
    unchanged();
  });

  it('is refused where a single bit is another, anywhere', async () => {
    for (let bit = 0; bit < handover.file.length * 8; bit += 5) {
      const file = Uint8Array.from(handover.file);
      file[bit >> 3]! ^= 1 << (bit & 7);
      expect(await problemOf(tab, file, handover.key), `bit ${bit}`).not.toBeNull();
    }
    unchanged();
  });

  it('is refused at every length but its own', async () => {
    for (let length = 0; length < handover.file.length; ++length) {
      expect(await problemOf(tab, handover.file.subarray(0, length), handover.key), `${length} bytes`).not.toBeNull();
    }
    expect(await problemOf(tab, new Uint8Array([...handover.file, 0]), handover.key)).toMatchObject({ code: 'corrupt' });
    unchanged();
  });

  it('tells a newer version and another site', async () => {
    const newer = Uint8Array.from(handover.file);
    newer[8] = 2;
    expect(await problemOf(tab, newer, handover.key)).toMatchObject({ code: 'unsupported-version' });
    const elsewhere = await openTab({ site: { ...kSite, site: 'elsewhere' } });
    await elsewhere.noren.consent.grant(['personalization']);
    expect(await problemOf(elsewhere, handover.file, handover.key)).toMatchObject({ message: expect.stringContaining('"hanare"') });
    unchanged();
  });

  it('tells what of its codes is missing or of another', async () => {
    const many = await seal(crypto.getRandomValues(new Uint8Array(1400)), 'hanare', newSecret());
    const { codesOf } = await import('../../web/src/handover/codes.js');
    const texts = codesOf(many, readHeader(many).id).map(({ text }) => text);
    expect(texts).toHaveLength(3);
    expect(fileOf([...texts, ...texts])).toEqual(many);
    expect(await problemOf(tab, texts.slice(1, 2), handover.key)).toMatchObject({ path: 'codes', message: 'missing: code 1, 3 of 3' });
    expect(await problemOf(tab, [...texts, handover.codes[0]!.text], handover.key)).toMatchObject({ message: 'these codes are of two handovers' });
    expect(await problemOf(tab, ['https://example.com'], handover.key)).toMatchObject({ message: 'this is no code of a handover' });
    expect(await problemOf(tab, [], handover.key)).toMatchObject({ message: 'missing: code 1 of 1' });
  });

  it('whatever its bytes are, gives an error and changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.nat(9), async (tail, kept) => {
        const file = new Uint8Array([...handover.file.subarray(0, kept), ...tail]);
        const outcome = await openHandover(tab.noren, file, handover.key);
        expect(outcome).toMatchObject({ done: false, error: { code: expect.stringMatching(/corrupt|unsupported-version|invalid-argument/) } });
      }),
      { numRuns: 500 },
    );
    unchanged();
  });

  it('does not unfold to more than a profile', async () => {
    const secret = newSecret();
    const file = await seal(new Uint8Array(1 << 20), 'hanare', secret);
    expect(await problemOf(tab, file, await keyText(secret))).toMatchObject({ code: 'corrupt', path: 'file' });
  });
});

describe('the forms of a handover', () => {
  const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
  it('come back: file, key, codes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(3000), async (given) => {
        const profile = Uint8Array.from(given);
        const secret = newSecret();
        const file = await seal(profile, 'hanare', secret);
        expect(await readKey(await keyText(secret))).toEqual(secret);
        expect(await open(file, readHeader(file), secret)).toEqual(profile);
        expect(readBase45(base45(profile))).toEqual(profile);
      }),
      { numRuns: 100 },
    );
  });

  it('read no text as base 45 that is none', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const read = readBase45(text);
      if (read) expect(base45(read)).toBe(text);
    }));
  });

  it('find no code in a picture without one', () => {
    expect(readCode({ width: 40, height: 40, data: new Uint8Array(6400).fill(255) })).toBeNull();
    expect(() => decodeQR({ width: 40, height: 40, data: new Uint8Array(6400).fill(255) })).toThrow();
  });
});
