/**
 * The wrapped data key as a file of the origin's private file system (OPFS). A deleted database row may stay on disk for long; a
 * file there is gone when it is removed. So whoever removes this file has erased all that the key opens.
 */

const folder = async (name: string, create: boolean): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create });

const write = async (file: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  const stream = await file.createWritable();
  await stream.write(bytes);
  await stream.close();
};

const read = async (file: FileSystemFileHandle): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await file.getFile()).arrayBuffer());

/** Writes the key and reads it back. False where this browser has no such file system or does not keep what it is given. */
export const writeKeyFile = async (folderName: string, epoch: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> => {
  try {
    const file = await (await folder(folderName, true)).getFileHandle(epoch, { create: true });
    await write(file, bytes);
    const kept = await read(file);
    return kept.length === bytes.length && kept.every((byte, index) => byte === bytes[index]);
  } catch {
    return false;
  }
};

/** The key; undefined where there is no such file. */
export const readKeyFile = async (folderName: string, epoch: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  try {
    return await read(await (await folder(folderName, false)).getFileHandle(epoch));
  } catch {
    return undefined;
  }
};

/** Overwrites the key files of a site with noise and removes them; true when none is left. */
export const eraseKeyFiles = async (folderName: string): Promise<boolean> => {
  if (!globalThis.navigator?.storage?.getDirectory) return true;
  try {
    const root = await navigator.storage.getDirectory();
    let keys: FileSystemDirectoryHandle;
    try {
      keys = await root.getDirectoryHandle(folderName);
    } catch (error) {
      return (error as DOMException).name === 'NotFoundError';
    }
    for await (const name of keys.keys()) {
      const entry = await keys.getFileHandle(name);
      // Where overwriting is refused, removing still is what counts.
      await write(entry, crypto.getRandomValues(new Uint8Array((await entry.getFile()).size || 1))).catch(() => undefined);
      await keys.removeEntry(name);
    }
    await root.removeEntry(folderName, { recursive: true });
    return true;
  } catch {
    return false;
  }
};
