/** Runs in a page before any of its scripts: keeps hold of every WebAssembly memory that is ever made. Self-contained. */
export function watchMemory() {
  const memories = new Set();
  Object.defineProperty(globalThis, 'wasmMemories', { value: memories });
  const keep = (value) => {
    if (value instanceof WebAssembly.Memory) memories.add(value);
  };
  const keepAll = (instance, imports) => {
    for (const value of Object.values(instance?.exports ?? {})) keep(value);
    for (const module of Object.values(imports ?? {})) for (const value of Object.values(module)) keep(value);
  };
  const { instantiate, instantiateStreaming, Instance, Memory } = WebAssembly;
  WebAssembly.instantiate = async (source, imports) => {
    const result = await instantiate.call(WebAssembly, source, imports);
    keepAll(result instanceof Instance ? result : result.instance, imports);
    return result;
  };
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const result = await instantiateStreaming.call(WebAssembly, source, imports);
    keepAll(result.instance, imports);
    return result;
  };
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports], as) {
      const instance = Reflect.construct(target, [module, imports], as);
      keepAll(instance, imports);
      return instance;
    },
  });
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, parameters, as) {
      const memory = Reflect.construct(target, parameters, as);
      memories.add(memory);
      return memory;
    },
  });
}

/** In the page: how often each of some byte sequences (given in hex) stands in all the memories. */
export function scanMemories(sequences) {
  const found = {};
  let bytes = 0;
  for (const memory of globalThis.wasmMemories) {
    const view = new Uint8Array(memory.buffer);
    bytes += view.length;
    for (const hex of sequences) {
      const wanted = hex.match(/../g).map((pair) => parseInt(pair, 16));
      for (let at = view.indexOf(wanted[0]); at >= 0; at = view.indexOf(wanted[0], at + 1)) {
        let length = 1;
        while (length < wanted.length && view[at + length] === wanted[length]) length++;
        if (length === wanted.length) found[hex] = (found[hex] ?? 0) + 1;
      }
    }
  }
  return { memories: globalThis.wasmMemories.size, bytes, found };
}
