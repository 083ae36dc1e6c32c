/**
 * A site's files in the private file system (OPFS): the wrapped data key, and the marks of {@link Guard}. A deleted database row may
 * stay on disk for long; a file there is gone when it is removed. So whoever removes the key has erased all that it opens.
 */
import type { Ground } from './ground.js';

type Bytes = Uint8Array<ArrayBuffer>;

const folder = async (ground: Ground, name: string, create: boolean): Promise<FileSystemDirectoryHandle> =>
  (await ground.files()).getDirectoryHandle(name, { create });

const write = async (file: FileSystemFileHandle, bytes: Bytes): Promise<void> => {
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
};

const read = async (file: FileSystemFileHandle): Promise<Bytes> => new Uint8Array(await (await file.getFile()).arrayBuffer());

/**
 * Writes a file and reads it back. False where this browser has no such file system, does not keep what it is given, or the folder
 * is not there and not to be made.
 */
export const writeFile = async (ground: Ground, folderName: string, name: string, bytes: Bytes, create: boolean): Promise<boolean> => {
  try {
    const file = await (await folder(ground, folderName, create)).getFileHandle(name, { create: true });
    await write(file, bytes);
    return String(await read(file)) === String(bytes);
  } catch {
    return false;
  }
};

/** All files of the folder by name. What can't be read is left out. */
export const readFiles = async (ground: Ground, folderName: string): Promise<ReadonlyMap<string, Bytes>> => {
  const files = new Map<string, Bytes>();
  try {
    const keys = await folder(ground, folderName, false);
    for await (const name of keys.keys()) {
      const bytes = await keys.getFileHandle(name).then(read, () => undefined);
      if (bytes) files.set(name, bytes);
    }
  } catch {
    // No such file system, or nothing in it.
  }
  return files;
};

/** Overwrites the files of the folder with noise and removes them; true when none is left. */
export const eraseFiles = async (ground: Ground, folderName: string): Promise<boolean> => {
  if (!ground.isBucket && !globalThis.navigator?.storage?.getDirectory) return true;
  try {
    const root = await ground.files();
    const keys = await root.getDirectoryHandle(folderName);
    for await (const name of keys.keys()) {
      const entry = await keys.getFileHandle(name);
      // Where overwriting is refused, removing still is what counts.
      await write(entry, crypto.getRandomValues(new Uint8Array((await entry.getFile()).size || 1))).catch(() => undefined);
      await keys.removeEntry(name);
    }
    await root.removeEntry(folderName, { recursive: true });
    return true;
  } catch (error) {
    return (error as DOMException).name === 'NotFoundError';
  }
};
