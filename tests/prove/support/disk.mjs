/**
 * Reads what a browser has left on disk: every file of a profile folder as it is, and beside it what LevelDB's tables and logs say when
 * their blocks are decompressed and put together. (Firefox keeps a site's database in a SQLite file that it removes as a whole; its pages
 * are read as they are.)
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A number in seven bits a byte, and where it ends. */
function varint(bytes, at) {
  let value = 0;
  let scale = 1;
  for (let i = at; i < bytes.length && i < at + 10; i++) {
    value += (bytes[i] & 0x7f) * scale;
    if (bytes[i] < 0x80) return [value, i + 1];
    scale *= 128;
  }
  throw new RangeError('no number');
}

/** Snappy's raw format. Throws RangeError for what is none. */
export function unsnap(bytes) {
  let [length, at] = varint(bytes, 0);
  if (length > 64 << 20) throw new RangeError('too long');
  const out = Buffer.alloc(length);
  let to = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    let count = tag >> 2;
    if ((tag & 3) === 0) {
      if (count >= 60) {
        const size = count - 59;
        count = bytes.readUIntLE(at, size);
        at += size;
      }
      count++;
      if (at + count > bytes.length || to + count > length) throw new RangeError('past the end');
      bytes.copy(out, to, at, at + count);
      at += count;
    } else {
      let back;
      if ((tag & 3) === 1) {
        count = ((tag >> 2) & 7) + 4;
        back = ((tag >> 5) << 8) | bytes[at++];
      } else {
        count++;
        const size = (tag & 3) === 2 ? 2 : 4;
        back = bytes.readUIntLE(at, size);
        at += size;
      }
      if (back === 0 || back > to || to + count > length) throw new RangeError('no such place');
      for (let i = 0; i < count; i++) out[to + i] = out[to + i - back];
    }
    to += count;
  }
  if (to !== length) throw new RangeError('too short');
  return out;
}

const kTableMagic = Buffer.from('57fb808b247547db', 'hex');

/** The block at an offset, decompressed. */
function block(bytes, offset, size) {
  const body = bytes.subarray(offset, offset + size);
  return bytes[offset + size] === 1 ? unsnap(body) : body;
}

/** The values of a block, whatever their keys are. */
function* valuesOf(body) {
  const restarts = body.readUInt32LE(body.length - 4);
  const end = body.length - 4 - 4 * restarts;
  for (let at = 0; at < end; ) {
    let unshared, length;
    [, at] = varint(body, at);
    [unshared, at] = varint(body, at);
    [length, at] = varint(body, at);
    at += unshared;
    yield body.subarray(at, at + length);
    at += length;
  }
}

/** All blocks of a LevelDB table. */
export function* blocksOfTable(bytes) {
  if (bytes.length < 48 || !bytes.subarray(-8).equals(kTableMagic)) return;
  const footer = bytes.subarray(-48);
  let at = 0;
  [, at] = varint(footer, at);
  [, at] = varint(footer, at);
  let offset, size;
  [offset, at] = varint(footer, at);
  [size] = varint(footer, at);
  for (const handle of valuesOf(block(bytes, offset, size))) {
    const [from, next] = varint(handle, 0);
    const [length] = varint(handle, next);
    yield block(bytes, from, length);
  }
}

/** What a LevelDB log says, without the seven bytes before each piece, which may cut a word in two. */
export function logText(bytes) {
  const pieces = [];
  for (let page = 0; page < bytes.length; page += 32768) {
    for (let at = page; at + 7 <= Math.min(page + 32768, bytes.length); ) {
      const length = bytes.readUInt16LE(at + 4);
      if (length === 0 && bytes[at + 6] === 0) break;
      pieces.push(bytes.subarray(at + 7, at + 7 + length));
      at += 7 + length;
    }
  }
  return Buffer.concat(pieces);
}

/** Every reading of every file below a folder. */
export function* readingsBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    let bytes;
    try {
      bytes = readFileSync(path);
    } catch {
      continue; // removed meanwhile
    }
    yield { path, bytes };
    try {
      if (/\.ldb$/.test(path)) for (const body of blocksOfTable(bytes)) yield { path, bytes: body };
      else if (/leveldb.*\/\d+\.log$/.test(path)) yield { path, bytes: logText(bytes) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // cut short by a kill; it was searched as it is
    }
  }
}

/**
 * Which of some byte sequences stand anywhere below a folder, and in how many files.
 * @param {Record<string, Buffer>} sequences by name
 * @returns {Record<string, string[]>} for each name that was found, the files
 */
export function searchDisk(folder, sequences) {
  const found = {};
  for (const { path, bytes } of readingsBelow(folder)) {
    for (const [name, sequence] of Object.entries(sequences)) {
      if (!bytes.includes(sequence)) continue;
      const files = (found[name] ??= []);
      const short = path.slice(folder.length + 1);
      if (!files.includes(short)) files.push(short);
    }
  }
  return found;
}
