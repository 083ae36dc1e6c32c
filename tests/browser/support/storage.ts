/**
 * What a page has stored, and what it has tried to: every kind of storage that a browser offers is read from inside the page, and
 * every call that writes, opens or deletes one is recorded from before the first script runs.
 */
import type { BrowserContext, Page } from '@playwright/test';

interface Recording {
  storageOperations: string[];
}

/** Records calls in all pages of the context from their next load on. */
export async function recordStorage(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // The blank page that every tab begins with has no storage, and none of the types.
    if (location.protocol === 'about:') return;
    const operations: string[] = [];
    (globalThis as unknown as Recording).storageOperations = operations;
    const record = (type: { prototype: object } | undefined, name: string, ...members: readonly string[]): void => {
      if (!type) return;
      for (const member of members) {
        const original = Object.getOwnPropertyDescriptor(type.prototype, member);
        const call = original?.value ?? original?.set;
        if (!original || typeof call !== 'function') throw new Error(`there is no ${name}.${member} to record`);
        const recorded = function (this: unknown, ...parameters: unknown[]): unknown {
          operations.push(`${name}.${member}(${parameters.map((each) => (typeof each === 'string' ? each : '…')).join(', ')})`);
          return Reflect.apply(call, this, parameters);
        };
        Object.defineProperty(type.prototype, member, original.set ? { ...original, set: recorded } : { ...original, value: recorded });
      }
    };
    const types = globalThis as unknown as Record<string, { prototype: object } | undefined>;
    record(Document, 'document', 'cookie');
    record(types['CookieStore'], 'CookieStore', 'set', 'delete');
    record(Storage, 'Storage', 'setItem', 'removeItem', 'clear');
    record(IDBFactory, 'IDBFactory', 'open', 'deleteDatabase');
    record(IDBDatabase, 'IDBDatabase', 'createObjectStore');
    record(IDBObjectStore, 'IDBObjectStore', 'add', 'put', 'delete', 'clear');
    record(CacheStorage, 'CacheStorage', 'open', 'delete');
    record(Cache, 'Cache', 'add', 'addAll', 'put', 'delete');
    record(StorageManager, 'StorageManager', 'getDirectory', 'persist');
    record(types['StorageBucket'], 'StorageBucket', 'getDirectory', 'persist');
    record(FileSystemDirectoryHandle, 'FileSystemDirectoryHandle', 'getDirectoryHandle', 'getFileHandle', 'removeEntry');
    record(FileSystemFileHandle, 'FileSystemFileHandle', 'createWritable');
    record(types['StorageBucketManager'], 'StorageBucketManager', 'open', 'delete');
    record(ServiceWorkerContainer, 'ServiceWorkerContainer', 'register');
  });
}

/** The calls since the page was loaded, in order. */
export const storageOperations = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as Recording).storageOperations);

export interface Stored {
  readonly cookies: string;
  readonly local: number;
  readonly session: number;
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  /** Paths of all entries of the private file systems. */
  readonly files: readonly string[];
  /** Storage buckets; databases and files are of all of them, and of what lies outside. */
  readonly buckets: readonly string[];
  readonly workers: number;
}

export const nothingStored: Stored = { cookies: '', local: 0, session: 0, databases: [], caches: [], files: [], buckets: [], workers: 0 };

/** Everything that is stored for the page's origin now. */
export const stored = (page: Page): Promise<Stored> =>
  page.evaluate(async () => {
    const files: string[] = [];
    const list = async (folder: FileSystemDirectoryHandle, prefix: string): Promise<void> => {
      for await (const [name, entry] of folder.entries()) {
        files.push(prefix + name);
        if (entry.kind !== 'directory') continue;
        await list(entry as FileSystemDirectoryHandle, `${prefix}${name}/`).catch((error: unknown) => {
          // An erasure was quicker than this look: what was there a moment ago is gone.
          if (!(error instanceof DOMException) || error.name !== 'NotFoundError') throw error;
        });
      }
    };
    await list(await navigator.storage.getDirectory(), '');
    const databases = await indexedDB.databases();
    const manager = (navigator as unknown as { storageBuckets?: { keys(): Promise<string[]>; open(name: string): Promise<{ indexedDB: IDBFactory; getDirectory(): Promise<FileSystemDirectoryHandle> }> } }).storageBuckets;
    const buckets = (await manager?.keys()) ?? [];
    for (const name of buckets) {
      const bucket = await manager!.open(name);
      await list(await bucket.getDirectory(), '');
      databases.push(...(await bucket.indexedDB.databases()));
    }
    return {
      cookies: document.cookie,
      local: localStorage.length,
      session: sessionStorage.length,
      databases: databases.map(({ name }) => name ?? ''),
      caches: await caches.keys(),
      files,
      buckets,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    };
  });

/** One row of a table, with what could be read of it: bytes as Latin-1, and text and numbers as they are. */
export interface StoredRow {
  readonly table: string;
  readonly key: string;
  readonly bytes: readonly string[];
  readonly text: readonly string[];
  readonly numbers: readonly number[];
  /** For each key of WebCrypto, whether it could be exported. */
  readonly keys: readonly boolean[];
}

/** All rows of all databases of the page's origin, taken apart. */
export const storedRows = (page: Page): Promise<readonly StoredRow[]> =>
  page.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const takeApart = (value: unknown, into: { bytes: string[]; text: string[]; numbers: number[]; keys: boolean[] }): void => {
      if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        into.bytes.push(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      } else if (value instanceof CryptoKey) into.keys.push(value.extractable);
      else if (typeof value === 'string') into.text.push(value);
      else if (typeof value === 'number') into.numbers.push(value);
      else if (value !== null && typeof value === 'object') {
        for (const member of Object.values(value)) takeApart(member, into);
      } else throw new Error(`a row holds ${String(value)}, which this test can't take apart`);
    };
    const rows = [];
    const manager = (navigator as unknown as { storageBuckets?: { keys(): Promise<string[]>; open(name: string): Promise<{ indexedDB: IDBFactory }> } }).storageBuckets;
    const buckets = await Promise.all(((await manager?.keys()) ?? []).map((name) => manager!.open(name)));
    for (const factory of [indexedDB, ...buckets.map((bucket) => bucket.indexedDB)]) for (const { name } of await factory.databases()) {
      const database = await done(factory.open(name ?? ''));
      for (const table of database.objectStoreNames) {
        const records = database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([done(records.getAllKeys()), done(records.getAll())]);
        for (const [index, value] of values.entries()) {
          const row = { table, key: String(keys[index]), bytes: [], text: [], numbers: [], keys: [] };
          takeApart(value, row);
          rows.push(row);
        }
      }
      database.close();
    }
    return rows;
  });
