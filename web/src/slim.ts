/**
 * Noren without the engine inside: the page says where `engine.wasm` is. The browser then compiles it while it loads and may
 * keep the compiled code. The file is `noren/engine.wasm`, and must be of the same version as this one.
 */
import engineFactory from 'noren:engine';
import { create } from './create.js';
import type { BytesSource, Noren, NorenOptions } from './types.js';

export type * from './types.js';

export interface SlimOptions extends NorenOptions {
  /** The engine: its address on this page's own origin, a response, its bytes, or compiled. */
  readonly wasm: BytesSource | WebAssembly.Module;
}

/** Starts Noren. Never rejects: where something is missing or broken, `status` says so and the page shows its own content. */
export const createNoren = (options: SlimOptions): Promise<Noren> =>
  create({ factory: engineFactory, wasm: () => options.wasm }, options);
