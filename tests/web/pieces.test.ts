/** The small pieces: numbers as shops write them, languages, bytes in text, and where files may come from. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { bytesOf } from '../../web/src/fetching.js';
import { localize, matchLanguage } from '../../web/src/languages.js';
import { compileEngine } from '../../web/src/load-engine.js';
import { numberOf } from '../../web/src/numbers.js';
import { decodeBytes } from '../../web/src/packed-bytes.js';
import { encodeBytes } from '../../web/tools/pack.mjs';
import { kEmptyWasm } from './support/fake-engine.js';

describe('numberOf', () => {
  it.each([
    [7000, 7000],
    ['7000', 7000],
    ['7,000', 7000],
    ['¥7,000', 7000],
    ['￥７，０００', 7000],
    ['7,000円', 7000],
    ['JPY 7000', 7000],
    ['$12.50', 12.5],
    ['-3', -3],
    ['¥-3', -3],
    ['1,234,567.89', 1234567.89],
    ['1.234,50 €', 1234.5],
    [' 5 ', 5],
    ['1.234', 1.234],
  ])('reads %j as %d', (text, number) => expect(numberOf(text)).toBe(number));

  it.each(['', 'free', '7,00', '1,2,3', '7 000 yen or so', '1e5', '0x10', '--3', '9'.repeat(50), null, true, {}, []])(
    'finds no number in %j',
    (value) => expect(numberOf(value)).toBeNaN(),
  );
});

describe('languages', () => {
  it.each([
    ['ja', 'ja'],
    ['ja-JP', 'ja'],
    ['EN-us', 'en'],
    ['zh-TW', 'zh-Hant'],
    ['fr', undefined],
    ['', undefined],
  ])('%j is served by %j', (wanted, found) => expect(matchLanguage(['ja', 'en', 'zh-Hant'], wanted)).toBe(found));

  it('resolves localized values at any depth and nothing else', () => {
    const content = JSON.parse('{"a":{"ja":"あ"},"b":[{"en":"x","ja":"え"}],"c":{"ja":"い","size":1},"d":{},"e":null,"__proto__":{"en":"p"}}');
    const localized = localize(content, 'en', ['ja', 'en']);
    expect(JSON.stringify(localized)).toBe('{"a":"あ","b":["x"],"c":{"ja":"い","size":1},"d":{},"e":null,"__proto__":"p"}');
    expect(Object.getPrototypeOf(localized)).toBe(Object.prototype);
  });
});

describe('packed bytes', () => {
  it('come back as they were, for every byte and for noise', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(decodeBytes(encodeBytes(all))).toEqual(all);
    for (const length of [0, 1, 2, 1000]) {
      const noise = new Uint8Array(randomBytes(length));
      expect(decodeBytes(encodeBytes(noise))).toEqual(noise);
    }
  });

  it('use only characters that need no escape between double quotes', () => {
    const text = encodeBytes(Uint8Array.from({ length: 256 }, (_, index) => index));
    expect(text).toMatch(/^[\x23-\x5b\x5d-\x7e]+$/);
    expect(JSON.stringify(text)).toHaveLength(text.length + 2);
  });
});

describe('sources', () => {
  const page = () => {
    vi.stubGlobal('location', new URL('https://shop.example/home'));
  };

  it('of another origin are refused before anything is sent', async () => {
    page();
    const fetch = vi.fn();
    vi.stubGlobal('fetch', fetch);
    for (const url of ['https://cdn.example/shop.model', '//cdn.example/x', 'http://shop.example/x', 'data:,x']) {
      await expect(bytesOf(url, 'model')).rejects.toMatchObject({ problem: { code: 'load-failed', path: 'model' } });
    }
    expect(fetch).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });

  it('of this origin are fetched, and may not be redirected elsewhere', async () => {
    page();
    const fetch = vi.fn(async (_url: URL, _options: RequestInit) => new Response(new Uint8Array([1, 2])));
    vi.stubGlobal('fetch', fetch);
    expect(await bytesOf('/shop.model', 'model')).toEqual(new Uint8Array([1, 2]));
    expect(String(fetch.mock.calls[0]?.[0])).toBe('https://shop.example/shop.model');
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({ mode: 'same-origin' });
    vi.unstubAllGlobals();
  });

  it('that are missing are told with their address', async () => {
    page();
    vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
    await expect(bytesOf('/shop.model', 'model')).rejects.toThrow('https://shop.example/shop.model was answered with status 404');
    vi.unstubAllGlobals();
  });

  it('outside a browser must be content', async () => {
    await expect(bytesOf('/shop.model', 'model')).rejects.toThrow('there is no page');
  });
});

describe('compileEngine', () => {
  it('takes bytes, a buffer, a response of either type, and a compiled module', async () => {
    const module = await compileEngine(kEmptyWasm);
    expect(module).toBeInstanceOf(WebAssembly.Module);
    expect(await compileEngine(module)).toBe(module);
    expect(await compileEngine(kEmptyWasm.slice().buffer)).toBeInstanceOf(WebAssembly.Module);
    for (const type of ['application/wasm', 'application/octet-stream']) {
      const response = new Response(kEmptyWasm, { headers: { 'content-type': type } });
      expect(await compileEngine(response)).toBeInstanceOf(WebAssembly.Module);
    }
  });

  it('says what a page got instead of the file', async () => {
    const html = new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } });
    await expect(compileEngine(html)).rejects.toMatchObject({ problem: { message: expect.stringContaining('HTML'), hint: expect.stringContaining('engine.wasm') } });
    await expect(compileEngine(new Uint8Array())).rejects.toThrow('empty');
    await expect(compileEngine(new Response('', { status: 500 }))).rejects.toThrow('500');
  });

  it('points at the policy when the browser refuses to compile', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('Refused'));
    await expect(compileEngine(kEmptyWasm)).rejects.toMatchObject({ problem: { hint: expect.stringContaining("'wasm-unsafe-eval'") } });
    compile.mockRestore();
  });
});
