/** Erasing what is stored. The key goes first: without it everything else is noise, even where a browser keeps deleted rows. */
import { deleteDatabase } from './database.js';
import { eraseKeyFiles } from './key-file.js';
import { type Place, kDatabasePrefix, placeOf, withLock } from './place.js';

/** Overwrites and removes the key file, then deletes the database. Call it under the place's lock. Rejects where the browser refuses. */
export const eraseAll = async (place: Place): Promise<void> => {
  const keyGone = await eraseKeyFiles(place.keyFolder);
  await deleteDatabase(place.database);
  if (!keyGone) throw new Error('the key file could not be removed');
};

/** Erases a site's data if there is any; touches no storage if there is none. Rejects where the browser refuses. */
export const eraseStored = async (place: Place): Promise<void> => {
  const all = await globalThis.indexedDB?.databases?.();
  if (!globalThis.indexedDB || (all && !all.some(({ name }) => name === place.database))) return;
  await withLock(place.lock, () => eraseAll(place));
};

/** Erases every site of this origin: for a page whose own site document can't be read, and so has no name. */
export const eraseEverySite = async (): Promise<void> => {
  for (const { name } of (await globalThis.indexedDB?.databases?.()) ?? []) {
    if (name?.startsWith(kDatabasePrefix)) {
      const place = placeOf(name.slice(kDatabasePrefix.length));
      await withLock(place.lock, () => eraseAll(place));
    }
  }
};
