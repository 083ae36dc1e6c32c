/** Erasing what is stored. The key goes first: without it everything else is noise, even where a browser keeps deleted rows. */
import type { Erasure } from '../types.js';
import { deleteDatabase, mayBeThere } from './database.js';
import { eraseFiles } from './files.js';
import { type Ground, bucketGround, bucketsOf, isBucketThere, openGround } from './ground.js';
import { type Place, kBucketPrefix, kPrefix, placeOf, withLock } from './place.js';

/** Measured (docs/storage.md): Firefox deletes the file that a database is. No other browser without buckets was found to. */
const deletesFiles = (): boolean => /\bFirefox\//.test(globalThis.navigator?.userAgent ?? '');

/** What erasing will come to on that ground. */
export const erasureOn = ({ isBucket }: Ground, hasKeyFile: boolean): Erasure =>
  isBucket || deletesFiles() ? 'physical' : hasKeyFile ? 'crypto' : 'logical';

/** Erases one ground: overwrites and removes the files, then deletes the rest. Call it under the place's lock. Rejects where the browser refuses. */
export const eraseGround = async (place: Place, ground: Ground): Promise<void> => {
  const keyGone = await eraseFiles(ground, place.keyFolder);
  if (ground.isBucket) return bucketsOf()?.delete(place.bucket);
  await deleteDatabase(ground, place.database);
  if (!keyGone) throw new Error('the key file could not be removed');
};

/** Erases a site's data if there is any; touches no storage if there is none. Tells what it came to. Rejects where the browser refuses. */
export const eraseStored = async (place: Place): Promise<Erasure> => {
  const ground = openGround();
  let achieved: Erasure = 'none';
  // What lies outside of a bucket is older, and counts where both are found: so it goes first.
  if (ground && (await mayBeThere(ground, place.database))) {
    achieved = erasureOn(ground, false);
    await withLock(place.lock, () => eraseGround(place, ground));
  }
  if (await isBucketThere(place)) {
    const bucket = await bucketGround(place, false);
    if (bucket) await withLock(place.lock, () => eraseGround(place, bucket));
    achieved = 'physical';
  }
  return achieved;
};

/** Erases every site of this origin: for a page whose own site document can't be read, and so has no name. */
export const eraseEverySite = async (): Promise<Erasure> => {
  const ofPrefix = (names: readonly string[] = [], prefix: string) =>
    names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const databases = await globalThis.indexedDB?.databases?.();
  const sites = [...ofPrefix(databases?.map(({ name = '' }) => name), kPrefix), ...ofPrefix(await bucketsOf()?.keys(), kBucketPrefix)];
  let achieved: Erasure = 'none';
  for (const site of sites) achieved = await eraseStored(placeOf(site));
  return achieved;
};
