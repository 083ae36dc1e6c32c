/** Copies the pictures that the catalogue uses, and no others, from the npm package of Fluent Emoji. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const kPackage = '@lobehub/fluent-emoji-3d';

/**
 * Makes `into` hold `<emoji>.webp` for each code such as "1f45f".
 * Throws an Error that names the code, where the package has no picture of it.
 */
export function copyPictures(emojis, into) {
  const assets = join(dirname(createRequire(import.meta.url).resolve(`${kPackage}/package.json`)), 'assets');
  mkdirSync(into, { recursive: true });
  const wanted = new Set(emojis.map((emoji) => `${emoji}.webp`));
  for (const name of readdirSync(into)) {
    if (!wanted.has(name)) rmSync(join(into, name));
  }
  for (const name of wanted) {
    const from = join(assets, name);
    if (!existsSync(from)) throw new Error(`the catalogue names the picture "${name}", which ${kPackage} does not have`);
    if (!existsSync(join(into, name))) copyFileSync(from, join(into, name));
  }
  return wanted.size;
}
