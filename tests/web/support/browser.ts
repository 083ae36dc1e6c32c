/** A browser's storage for tests under Node: IndexedDB, OPFS and Web Locks that tabs share, and can lose. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, vi } from 'vitest';

export class FakeFile {
  readonly kind = 'file';
  bytes = new Uint8Array();
  readonly name: string;
  readonly #log: string[];
  constructor(name: string, log: string[]) {
    this.name = name;
    this.#log = log;
  }
  async createWritable() {
    let written = new Uint8Array();
    return {
      write: async (bytes: Uint8Array) => void (written = bytes.slice()),
      // As in browsers: nothing is there before all of it is.
      close: async () => {
        this.#log.push(`write ${this.name}`);
        this.bytes = written;
      },
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

export interface FakeBucket {
  readonly indexedDB: IDBFactory;
  readonly files: FakeFolder;
  expires: number;
  getDirectory(): Promise<FakeFolder>;
}

/** Storage buckets: what was made in one is gone with it, also for whoever still has it in hand. */
class FakeBuckets {
  readonly all = new Map<string, FakeBucket>();
  readonly #log: string[];
  constructor(log: string[]) {
    this.#log = log;
  }
  async keys() {
    return [...this.all.keys()];
  }
  async open(name: string, { expires }: { expires: number }) {
    if (!/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name)) throw new TypeError('not a name of a bucket');
    const files = new FakeFolder('', this.#log);
    const bucket = this.all.get(name) ?? { indexedDB: new IDBFactory(), files, expires, getDirectory: async () => files };
    bucket.expires = expires;
    this.all.set(name, bucket);
    return bucket;
  }
  async delete(name: string) {
    this.#log.push(`delete ${name}`);
    const bucket = this.all.get(name);
    this.all.delete(name);
    if (!bucket) return;
    // The browser closes connections that are open.
    for (const { name: database } of await bucket.indexedDB.databases()) bucket.indexedDB.deleteDatabase(database as string);
    bucket.files.entries.clear();
  }
}

export interface Browser {
  readonly indexedDB: IDBFactory;
  readonly files: FakeFolder;
  /** By name; empty where the browser has none. */
  readonly buckets: ReadonlyMap<string, FakeBucket>;
  /** What was done to files, in order. */
  readonly fileLog: string[];
  databases(): Promise<string[]>;
}

/** A fresh browser profile in the global scope, until the test ends. */
export const freshBrowser = ({ opfs = true, locks = true, buckets = false, userAgent = 'a browser' } = {}): Browser => {
  const indexedDB = new IDBFactory();
  const fileLog: string[] = [];
  const files = new FakeFolder('', fileLog);
  const storageBuckets = new FakeBuckets(fileLog);
  vi.stubGlobal('indexedDB', indexedDB);
  vi.stubGlobal('navigator', {
    ...(opfs ? { storage: { getDirectory: async () => files } } : {}),
    ...(locks ? { locks: new FakeLocks() } : {}),
    ...(buckets ? { storageBuckets } : {}),
    userAgent,
  });
  return {
    indexedDB,
    files,
    buckets: storageBuckets.all,
    fileLog,
    databases: async () => (await indexedDB.databases()).map(({ name }) => name ?? ''),
  };
};

afterEach(() => vi.unstubAllGlobals());
