/**
 * Where the bytes of a WebAssembly file come from: its sections are read by hand, each function's body is counted for the folder
 * that its name's namespace belongs to, and what is no code for the section it is in.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const sections = ['custom', 'type', 'import', 'function', 'table', 'memory', 'global', 'export', 'start', 'element', 'code', 'data', 'data count', 'tag'];
const kCustom = 0;
const kImport = 2;
const kCode = 10;
const kFunctionNames = 1;

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  /** An unsigned LEB128 number. */
  number() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }
  limits() {
    const flags = this.number();
    this.number();
    if (flags & 1) this.number();
  }
}

/** How many functions are imported: they have numbers, but no body. */
const importedFunctions = (reader) => {
  let functions = 0;
  for (let left = reader.number(); left > 0; --left) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) {
      reader.number();
      ++functions;
    } else if (kind === 1) {
      reader.byte();
      reader.limits();
    } else if (kind === 2) {
      reader.limits();
    } else if (kind === 3) {
      reader.at += 2;
    } else {
      reader.at += 1;
      reader.number();
    }
  }
  return functions;
};

const functionNames = (reader, end) => {
  const names = new Map();
  while (reader.at < end) {
    const kind = reader.byte();
    const next = reader.number() + reader.at;
    if (kind === kFunctionNames) {
      for (let left = reader.number(); left > 0; --left) names.set(reader.number(), reader.text());
    }
    reader.at = next;
  }
  return names;
};

/** Body sizes with names, and the sizes of the sections that are no code. */
export const readWasm = (bytes) => {
  const reader = new Reader(bytes, 8);
  const bodies = [];
  const others = {};
  let names = new Map();
  let imported = 0;
  while (reader.at < bytes.length) {
    const begin = reader.at;
    const id = reader.byte();
    const end = reader.number() + reader.at;
    if (id === kImport) imported = importedFunctions(new Reader(bytes, reader.at));
    if (id === kCode) {
      for (let left = reader.number(); left > 0; --left) {
        const size = reader.number();
        bodies.push(size);
        reader.at += size;
      }
    } else if (id === kCustom) {
      const name = reader.text();
      if (name === 'name') names = functionNames(reader, end);
    } else {
      const name = sections[id] ?? `section ${id}`;
      others[name] = (others[name] ?? 0) + end - begin;
    }
    reader.at = end;
  }
  return { functions: bodies.map((size, index) => ({ name: names.get(index + imported) ?? '', size })), sections: others };
};

const leb128 = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
};

const withLength = (bytes) => Buffer.concat([Buffer.from(leb128(bytes.length)), bytes]);
const textBytes = (text) => withLength(Buffer.from(text));

/** The module with other names of functions, `short` of their number; and what each new name was before. */
export const renameFunctions = (bytes, short) => {
  const reader = new Reader(bytes, 8);
  const kept = [bytes.subarray(0, 8)];
  let names = new Map();
  while (reader.at < bytes.length) {
    const begin = reader.at;
    const id = reader.byte();
    const end = reader.number() + reader.at;
    const isNames = id === kCustom && reader.text() === 'name';
    if (isNames) names = functionNames(reader, end);
    else kept.push(bytes.subarray(begin, end));
    reader.at = end;
  }
  const entries = [...names.keys()].flatMap((index) => [Buffer.from(leb128(index)), textBytes(short(index))]);
  const list = Buffer.concat([Buffer.from(leb128(names.size)), ...entries]);
  const section = Buffer.concat([textBytes('name'), Buffer.from([kFunctionNames]), withLength(list)]);
  return {
    bytes: Buffer.concat([...kept, Buffer.from([kCustom]), withLength(section)]),
    longNames: new Map([...names].map(([index, name]) => [short(index), name])),
  };
};

/** "noren::rules::evaluate" of "noren::Value noren::rules::(anonymous namespace)::evaluate(std::vector<int>)": no types, no arguments. */
export const qualifiedName = (demangled) => {
  let depth = 0;
  let plain = '';
  const text = demangled.replaceAll('(anonymous namespace)', 'anonymous').replaceAll(/operator(<=>|<<=|>>=|<<|>>|<=|>=|<|>|\(\)|->)/g, 'operator');
  for (const letter of text) {
    if (letter === '(' && depth === 0) break;
    if (letter === '<') ++depth;
    else if (letter === '>') --depth;
    else if (depth === 0) plain += letter;
  }
  return plain.split(' ').filter((word) => /^[\w~$]/.test(word) && word.includes('::')).at(-1) ?? plain.trim();
};

const textOf = (folder) =>
  readdirSync(folder)
    .filter((name) => /\.(h|cpp)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');

/** A function of a demangled name to the folder that its code comes from. */
const folderFinder = (root) => {
  const cores = new Set(readdirSync(join(root, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const engine = textOf(join(root, 'core/engine'));
  const base = textOf(join(root, 'core/base'));
  const mentions = (text, name) => new RegExp(`\\b${name.replaceAll(/\W/g, '')}\\b`).test(text);
  return (name) => {
    const path = qualifiedName(name).split('::').filter((part) => part !== 'anonymous');
    const [space, inner] = path;
    if (space === 'noren' && inner !== undefined) {
      if (inner === 'privacy' || inner === 'wasm') return inner;
      if (cores.has(inner)) return `core/${inner}`;
      // noren:: itself is shared by base and engine.
      return !mentions(base, inner) && mentions(engine, inner) ? 'core/engine' : 'core/base';
    }
    if (space === 'nlohmann') return 'nlohmann/json';
    if (space === 'emscripten' || /^_*(embind|emscripten|emval)/.test(space)) return 'Embind and Emscripten';
    if (space === 'std' || /^(operator (new|delete)|__cxx|__cxa)/.test(name) || /^std::/.test(name)) return 'C++ library';
    return name === '' ? 'without a name' : 'C library';
  };
};

/** Bytes per folder, largest first. */
export const folderSizes = (bytes, root) => {
  const { functions, sections: others } = readWasm(bytes);
  const folderOf = folderFinder(root);
  const sizes = new Map();
  const add = (folder, size) => sizes.set(folder, (sizes.get(folder) ?? 0) + size);
  for (const { name, size } of functions) add(folderOf(name), size);
  for (const [name, size] of Object.entries(others)) add(`(section ${name})`, size);
  return Object.fromEntries([...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
};
