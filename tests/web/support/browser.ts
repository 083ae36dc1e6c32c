/** A browser's storage for tests under Node: IndexedDB, OPFS and Web Locks that tabs share, and can lose. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, vi } from 'vitest';

class FakeFile {
  readonly kind = 'file';
  bytes = new Uint8Array();
  readonly name: string;
  readonly #log: string[];
  constructor(name: string, log: string[]) {
    this.name = name;
    this.#log = log;
  }
  async createWritable() {
    return {
      write: async (bytes: Uint8Array) => {
        this.#log.push(`write ${this.name}`);
        this.bytes = bytes.slice();
      },
      close: async () => undefined,
    };
  }
  async getFile() {
    return { size: this.bytes.length, arrayBuffer: async () => this.bytes.slice().buffer };
  }
}

const notFound = () => new DOMException('no such entry', 'NotFoundError');

export class FakeFolder {
  readonly kind = 'directory';
  readonly name: string;
  readonly #log: string[];
  readonly entries = new Map<string, FakeFolder | FakeFile>();
  constructor(name: string, log: string[]) {
    this.name = name;
    this.#log = log;
  }
  async getDirectoryHandle(name: string, options?: { create?: boolean }) {
    const found = this.entries.get(name) ?? (options?.create ? new FakeFolder(name, this.#log) : undefined);
    if (!found) throw notFound();
    this.entries.set(name, found);
    return found;
  }
  async getFileHandle(name: string, options?: { create?: boolean }) {
    const found = this.entries.get(name) ?? (options?.create ? new FakeFile(name, this.#log) : undefined);
    if (!found) throw notFound();
    this.entries.set(name, found);
    return found;
  }
  async removeEntry(name: string) {
    if (!this.entries.delete(name)) throw notFound();
    this.#log.push(`remove ${name}`);
  }
  async *keys() {
    yield* [...this.entries.keys()];
  }
}

/** Web Locks: one holder at a time, in order. */
class FakeLocks {
  readonly #held = new Map<string, Promise<unknown>>();
  async request(name: string, ...rest: unknown[]) {
    const body = rest.pop() as (lock: object | null) => Promise<unknown>;
    const options = (rest[0] ?? {}) as { ifAvailable?: boolean };
    const before = this.#held.get(name);
    if (before && options.ifAvailable) return body(null);
    const turn = (before ?? Promise.resolve()).catch(() => undefined).then(() => body({}));
    const settled = turn.catch(() => undefined).then(() => {
      if (this.#held.get(name) === settled) this.#held.delete(name);
    });
    this.#held.set(name, settled);
    return turn;
  }
}

export interface Browser {
  readonly indexedDB: IDBFactory;
  readonly files: FakeFolder;
  /** What was done to files, in order. */
  readonly fileLog: string[];
  databases(): Promise<string[]>;
}

/** A fresh browser profile in the global scope, until the test ends. */
export const freshBrowser = ({ opfs = true, locks = true } = {}): Browser => {
  const indexedDB = new IDBFactory();
  const fileLog: string[] = [];
  const files = new FakeFolder('', fileLog);
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('navigator', {
    ...(opfs ? { storage: { getDirectory: async () => files } } : {}),
    ...(locks ? { locks: new FakeLocks() } : {}),
  });
  return {
    indexedDB,
    files,
    fileLog,
    databases: async () => (await indexedDB.databases()).map(({ name }) => name ?? ''),
  };
};

afterEach(() => vi.unstubAllGlobals());
