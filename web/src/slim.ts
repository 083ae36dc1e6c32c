/**
 * Noren without the engine inside: the page says where `engine.wasm` is. The browser then compiles it while it loads and may
 * keep the compiled code. The file is `noren/engine.wasm`, and must be of the same version as this one.
 */
import engineFactory from 'noren:engine';
import { create } from './create.js';
import { partNames } from './parts.js';
import { fail } from './problem.js';
import { Reporting } from './reporting/reporting.js';
import type { BytesSource, Noren, NorenOptions, PartName } from './types.js';

export type * from './types.js';

export interface SlimOptions extends NorenOptions {
  /** The engine: its address on this page's own origin, a response, its bytes, or compiled. */
  readonly wasm: BytesSource | WebAssembly.Module;
  /**
   * Its parts, which not every site needs. Default: `engine.insights.wasm` and so on beside `engine.wasm`, where `wasm` is an address.
   */
  readonly parts?: Readonly<Partial<Record<PartName, BytesSource | WebAssembly.Module>>>;
}

const besides = (wasm: SlimOptions['wasm'], name: PartName): string => {
  const address = typeof wasm === 'string' || wasm instanceof URL ? String(wasm) : '';
  if (/\bengine\.wasm$/.test(address)) return address.replace(/wasm$/, `${name}.wasm`);
  throw fail('load-failed', `the engine's part "${name}" is needed, and it is not said where it is`, `pass parts: { ${partNames.join(', ')} }, the files noren/engine.${name}.wasm and so on`, 'parts');
};

/** Starts Noren. Never rejects: where something is missing or broken, `status` says so and the page shows its own content. */
export const createNoren = (options: SlimOptions): Promise<Noren> =>
  create({ factory: engineFactory, wasm: () => options.wasm, part: (name) => options.parts?.[name] ?? besides(options.wasm, name), reporting: async () => ({ Reporting }) }, options);
