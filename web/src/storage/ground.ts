/**
 * The ground that a site's data stands on: a storage bucket of its own where the browser has such (Chromium), else what all of the
 * origin's pages share. A bucket is deleted as a whole, database and files, and leaves nothing on disk; and it expires by itself.
 */
import { type Place, kDay } from './place.js';

export interface Ground {
  readonly isBucket: boolean;
  readonly indexedDB: IDBFactory;
  /** The root of its private file system. Rejects, or throws, where there is none. */
  files(): Promise<FileSystemDirectoryHandle>;
}

interface StorageBucket {
  readonly indexedDB: IDBFactory;
  getDirectory(): Promise<FileSystemDirectoryHandle>;
}

interface StorageBuckets {
  keys(): Promise<string[]>;
  open(name: string, options: { expires: number }): Promise<StorageBucket>;
  delete(name: string): Promise<void>;
}

export const bucketsOf = (): StorageBuckets | undefined =>
  (globalThis.navigator as (Navigator & { storageBuckets?: StorageBuckets }) | undefined)?.storageBuckets;

export const isBucketThere = async ({ bucket }: Place): Promise<boolean> => (await bucketsOf()?.keys())?.includes(bucket) ?? false;

/** What every page has; undefined where the browser has no IndexedDB. */
export const openGround = (): Ground | undefined =>
  globalThis.indexedDB && { isBucket: false, indexedDB, files: () => navigator.storage.getDirectory() };

/** The site's bucket; made where it is wanted, else undefined where there is none. It expires when nothing has opened it for long. */
export const bucketGround = async (place: Place, make: boolean): Promise<Ground | undefined> => {
  try {
    if (!make && !(await isBucketThere(place))) return undefined;
    // By the browser's own clock, which is also what it expires by.
    const bucket = await bucketsOf()?.open(place.bucket, { expires: Date.now() + place.days * kDay });
    return bucket && { isBucket: true, indexedDB: bucket.indexedDB, files: () => bucket.getDirectory() };
  } catch {
    return undefined;
  }
};
