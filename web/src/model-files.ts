/**
 * The files of the shop model. With the first a page decides; those that `noren model split` took out of it are fetched afterwards:
 * all of them, whoever the visitor is, so that traffic says nothing of her.
 */
import type { Engine } from './engine.js';
import { bytesOf } from './fetching.js';
import { type Report, problemOf } from './problem.js';
import type { BytesSource, NorenOptions } from './types.js';

/** When the page has nothing better to do, but in two seconds. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 2000 });
    else setTimeout(resolve, 500);
  });

export class ModelFiles {
  readonly #sources: readonly BytesSource[];
  readonly #report: Report;
  /** Those that have come and are of use, the first of all first. */
  #files: Uint8Array[] = [];

  constructor(sources: NorenOptions['model'], report: Report) {
    this.#sources = sources === undefined ? [] : ([sources].flat() as BytesSource[]);
    this.#report = report;
  }

  /** Fetches the first file. Without one there still are decisions, so a failure is told and no more. */
  begin(): Promise<void> {
    return this.#fetch(0);
  }

  /** Brings to the engine what has come and what it does not have yet. What is of no use is told once, and later engines go without. */
  load(engine: Engine): void {
    this.#files = this.#files.filter((bytes) => {
      const problems = engine.loadModel(bytes);
      problems.forEach(this.#report);
      return problems.length === 0;
    });
    engine.modelLost = this.#sources.length > 0 && !this.#files[0];
  }

  /** Fetches the other files. Calls `came` after each, also one that did not come. */
  async fetchLater(came: () => void): Promise<void> {
    if (this.#sources.length < 2) return;
    await idle();
    // Without a first file there is nothing that they belong to.
    for (let index = 1; this.#files[0] && index < this.#sources.length; ++index) await this.#fetch(index).then(came);
  }

  async #fetch(index: number): Promise<void> {
    const source = this.#sources[index];
    if (source === undefined) return;
    try {
      this.#files.push(await bytesOf(source, index > 0 ? `model[${index}]` : 'model'));
    } catch (error) {
      this.#report(problemOf(error, 'load-failed', 'the shop model could not be loaded'));
    }
  }
}
