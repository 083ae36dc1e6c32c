/**
 * Runs in a page before any of its scripts: records every use of every kind of storage, reads too. Self-contained, for it is sent to
 * the page as text.
 */
export function watchStorage() {
  // The blank page that every tab begins with has no storage, and none of the types.
  if (location.protocol === 'about:') return;
  const operations = [];
  const missing = [];
  Object.defineProperty(globalThis, 'storageOperations', { value: operations });
  Object.defineProperty(globalThis, 'storageUnwatched', { value: missing });
  const note = (name) => operations.push(name);

  const watchMembers = (type, name, members) => {
    for (const member of members) {
      const found = type && Object.getOwnPropertyDescriptor(type.prototype, member);
      if (!found) {
        missing.push(`${name}.${member}`);
        continue;
      }
      const watched = (original) =>
        original &&
        function (...parameters) {
          note(`${name}.${member}`);
          return Reflect.apply(original, this, parameters);
        };
      Object.defineProperty(type.prototype, member, {
        ...found,
        ...(found.get || found.set ? { get: watched(found.get), set: watched(found.set) } : { value: watched(found.value) }),
      });
    }
  };
  watchMembers(globalThis.Document, 'document', ['cookie']);
  watchMembers(globalThis.CookieStore, 'CookieStore', ['get', 'getAll', 'set', 'delete']);
  watchMembers(globalThis.Storage, 'Storage', ['getItem', 'setItem', 'removeItem', 'clear', 'key', 'length']);
  watchMembers(globalThis.IDBFactory, 'IDBFactory', ['open', 'deleteDatabase', 'databases']);
  watchMembers(globalThis.IDBDatabase, 'IDBDatabase', ['createObjectStore', 'deleteObjectStore', 'transaction']);
  watchMembers(globalThis.IDBObjectStore, 'IDBObjectStore', ['add', 'put', 'delete', 'clear', 'get', 'getAll', 'getKey', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor']);
  watchMembers(globalThis.CacheStorage, 'CacheStorage', ['open', 'delete', 'has', 'keys', 'match']);
  watchMembers(globalThis.Cache, 'Cache', ['add', 'addAll', 'put', 'delete', 'match', 'matchAll', 'keys']);
  watchMembers(globalThis.StorageManager, 'StorageManager', ['getDirectory', 'persist', 'persisted', 'estimate']);
  watchMembers(globalThis.FileSystemDirectoryHandle, 'FileSystemDirectoryHandle', ['getDirectoryHandle', 'getFileHandle', 'removeEntry', 'keys', 'values', 'entries', 'resolve']);
  watchMembers(globalThis.FileSystemFileHandle, 'FileSystemFileHandle', ['createWritable', 'getFile']);
  watchMembers(globalThis.StorageBucketManager, 'StorageBucketManager', ['open', 'delete', 'keys']);
  watchMembers(globalThis.StorageBucket, 'StorageBucket', ['getDirectory', 'indexedDB', 'caches', 'persist', 'setExpires']);
  watchMembers(globalThis.ServiceWorkerContainer, 'ServiceWorkerContainer', ['register', 'getRegistration', 'getRegistrations']);
  // A page may also use localStorage by plain members; taking hold of it is what can be seen.
  for (const name of ['localStorage', 'sessionStorage']) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    if (!found?.get) {
      missing.push(name);
      continue;
    }
    Object.defineProperty(globalThis, name, {
      ...found,
      get() {
        note(name);
        return Reflect.apply(found.get, this, []);
      },
    });
  }
  // A worker has storage of its own that nobody watches here; making one counts.
  for (const name of ['Worker', 'SharedWorker']) {
    const original = globalThis[name];
    if (!original) continue;
    globalThis[name] = new Proxy(original, {
      construct(target, parameters) {
        note(`new ${name}`);
        return Reflect.construct(target, parameters);
      },
    });
  }
}
