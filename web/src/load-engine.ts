/**
 * From wasm bytes to a running engine. The only file that knows WebAssembly's own API; the answers to the usual mistakes in
 * serving a wasm file are here.
 */
import type { WasmFactory } from './engine-module.js';
import { fetchSource } from './fetching.js';
import { fail, textOf } from './problem.js';
import type { BytesSource } from './types.js';

const isWasm = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;

const notWasm = (bytes: Uint8Array, from: string) => {
  const html = bytes[0] === 0x3c;
  return fail(
    'load-failed',
    `${from} is not WebAssembly but ${bytes.length === 0 ? 'empty' : html ? 'HTML' : 'something else'}`,
    html
      ? "the server sent a page instead of the file: copy noren's engine.wasm to that address, or use the default entry, which needs no file"
      : "serve the engine.wasm of this version of noren, or use the default entry, which needs no file",
    'wasm',
  );
};

const compile = async (bytes: Uint8Array, from: string): Promise<WebAssembly.Module> => {
  if (!isWasm(bytes)) throw notWasm(bytes, from);
  try {
    return await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  } catch (error) {
    throw cannotCompile(error);
  }
};

const cannotCompile = (error: unknown) =>
  fail(
    'load-failed',
    `the browser refuses to compile WebAssembly (${textOf(error)})`,
    "if the page has a Content-Security-Policy, its script-src needs 'wasm-unsafe-eval'",
    'wasm',
    error,
  );

/** Compiles the engine from wherever it comes. Errors: load-failed with what to do. */
export const compileEngine = async (source: BytesSource | WebAssembly.Module): Promise<WebAssembly.Module> => {
  if (typeof WebAssembly === 'undefined') throw fail('load-failed', 'this browser has no WebAssembly', '', 'wasm');
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof Uint8Array) return compile(source, 'the wasm given');
  if (source instanceof ArrayBuffer) return compile(new Uint8Array(source), 'the wasm given');
  const response = await fetchSource(source, 'wasm');
  const from = response.url || 'the wasm given';
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/wasm') && WebAssembly.compileStreaming !== undefined) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (error) {
      throw cannotCompile(error);
    }
  }
  // Served with another type: streaming would refuse it, though the bytes may be right.
  return compile(new Uint8Array(await response.arrayBuffer()), from);
};

const cannotStart = (error: unknown) =>
  fail('load-failed', `the engine does not start (${textOf(error)})`, 'engine.wasm, its parts and the SDK must be of one version', 'wasm', error);

/** A running module. */
export interface Running<Module> {
  readonly module: Module;
  /** Puts a part of the module in the place of its placeholders. Errors: load-failed. */
  addPart(part: WebAssembly.Module): Promise<void>;
}

/** A new instance with memory of its own; `placeholders` are what it imports beside the glue's own. Errors: load-failed. */
export const instantiateEngine = <Module>(
  factory: WasmFactory<Module>,
  compiled: WebAssembly.Module,
  placeholders: WebAssembly.Imports = {},
): Promise<Running<Module>> =>
  new Promise((resolve, reject) => {
    const refused = (error: unknown) => reject(cannotStart(error));
    let engine: WebAssembly.Exports = {};
    const addPart = async (part: WebAssembly.Module): Promise<void> => {
      try {
        await WebAssembly.instantiate(part, { engine });
      } catch (error) {
        throw cannotStart(error);
      }
    };
    // The glue's own promise never settles when instantiation fails, so failure has its own way out.
    factory({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(compiled, { ...imports, ...placeholders }).then((instance) => {
          engine = instance.exports;
          done(instance, compiled);
        }, refused);
        return {};
      },
    }).then((module) => resolve({ module, addPart }), refused);
  });
