/**
 * The pictures are fetched once, all of them, in the catalogue's order, for every visitor alike. Were they fetched when they
 * are shown, the order of requests would tell the server what was recommended. Personal content waits until they are here.
 */
import { catalog, categories, pictureOf } from './catalog';

const kept: HTMLImageElement[] = [];

function fetchPicture(address: string): Promise<void> {
  return new Promise((resolve) => {
    const picture = new Image();
    // A picture that fails is shown as an empty frame; it must not keep the others waiting.
    picture.onload = picture.onerror = () => resolve();
    picture.decoding = 'async';
    picture.src = address;
    kept.push(picture);
  });
}

/** Resolves when every picture has arrived or failed. */
export async function fetchAllPictures(): Promise<void> {
  // The icon, too: Chromium asks for it at each change of page, and is to find it in its cache.
  const addresses = new Set(['/favicon.svg', ...[...catalog, ...categories].map((entry) => pictureOf(entry.emoji))]);
  await Promise.all([...addresses].map(fetchPicture));
}
