/**
 * The parts of the engine that a page loads only when it needs them, because of what its site document holds or what it asks: never
 * because of who the visitor is. wasm/parts.txt says what is in each, and where it begins.
 */
import { compileEngine } from './load-engine.js';
import type { BytesSource, PartName } from './types.js';

export const partNames: readonly PartName[] = ['insights', 'journeys', 'experiments', 'logic', 'strategies', 'merchandising', 'reports', 'handover'];

/** Where an entry has a part from. */
export type PartSource = (part: PartName) => BytesSource | WebAssembly.Module | Promise<BytesSource | WebAssembly.Module>;

/** A call into the engine led to a part that isn't there. The instance is of no use any more. */
export class MissingPart extends Error {
  readonly part: PartName;

  constructor(part: PartName) {
    super(`it lacks its part "${part}"`);
    this.part = part;
  }
}

/** What stands for the functions of all parts until they are there. */
export const placeholders = (): WebAssembly.Imports =>
  Object.fromEntries(
    partNames.map((part) => [
      `placeholder.${part}`,
      new Proxy({}, {
        get: () => () => {
          throw new MissingPart(part);
        },
      }),
    ]),
  );

/** The parts that this page has needed so far, compiled. */
export class Parts {
  readonly #source: PartSource;
  readonly #compiled = new Map<PartName, Promise<WebAssembly.Module>>();

  constructor(source: PartSource) {
    this.#source = source;
  }

  /** All so far, and no other. Errors: load-failed; the part is then not counted. */
  needed(): Promise<(readonly [PartName, WebAssembly.Module])[]> {
    return Promise.all([...this.#compiled].map(async ([name, module]) => [name, await module] as const));
  }

  /** From now on the page needs this one, too. Errors: load-failed; it may be asked for again. */
  async need(name: PartName): Promise<void> {
    let module = this.#compiled.get(name);
    if (!module) {
      module = Promise.resolve(this.#source(name)).then(compileEngine);
      this.#compiled.set(name, module);
    }
    try {
      await module;
    } catch (error) {
      this.#compiled.delete(name);
      throw error;
    }
  }
}
