/**
 * The guard against roll-back: marks in files that say how far the rows had come, so that older rows put back by somebody with the
 * disk or a script are found out. Two files in turn, so that a write cut short leaves the other one. A mark never says more than what
 * the disk is known to hold, so a crash is no roll-back.
 */
import type { Cipher } from './cipher.js';
import { readFiles, writeFile } from './files.js';
import type { Ground } from './ground.js';

/** How far rows have come: both only grow. */
export interface Mark {
  readonly sequence: number;
  readonly revision: number;
}

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

const kSlots = [0, 1] as const;
const kIvBytes = 12;
const total = (mark: Mark | undefined): number => (mark ? mark.sequence + mark.revision : -1);
const nameOf = (epoch: string, slot: number): string => `${epoch}.${slot}`;

/** The mark of each slot; undefined where there is none. Rejects for a mark that nobody here has written. */
const readMarks = (files: Files, epoch: string, cipher: Cipher): Promise<(Mark | undefined)[]> =>
  Promise.all(
    kSlots.map(async (slot) => {
      const bytes = files.get(nameOf(epoch, slot));
      // An empty one was cut short before it said anything.
      if (!bytes?.length) return undefined;
      const opened = await cipher.open(`mark|${epoch}`, { iv: bytes.slice(0, kIvBytes), data: bytes.slice(kIvBytes) });
      const [sequence, revision] = new Float64Array(opened.buffer) as unknown as [number, number];
      return { sequence, revision };
    }),
  );

/** The newest mark. Rejects where there is none, or one that nobody here has written. */
export const readMark = async (files: Files, epoch: string, cipher: Cipher): Promise<Mark> => {
  const marks = await readMarks(files, epoch, cipher);
  const newest = total(marks[0]) > total(marks[1]) ? marks[0] : marks[1];
  if (!newest) throw new Error('there is no mark');
  return newest;
};

/** Writes a mark into the place of the older one. The folder is made only where `create` says so. */
export const writeMark = async (ground: Ground, folder: string, epoch: string, cipher: Cipher, mark: Mark, create = false): Promise<void> => {
  const { iv, data } = await cipher.seal(`mark|${epoch}`, new Uint8Array(Float64Array.of(mark.sequence, mark.revision).buffer));
  const marks = create ? [] : await readMarks(await readFiles(ground, folder), epoch, cipher);
  const slot = total(marks[0]) > total(marks[1]) ? 1 : 0;
  await writeFile(ground, folder, nameOf(epoch, slot), new Uint8Array([...iv, ...new Uint8Array(data)]), create);
};
