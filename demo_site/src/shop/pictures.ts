/**
 * The pictures are fetched once, all of them, in one order, for every visitor alike, and Noren is opened when they are here. Were
 * they fetched when they are shown, the requests would tell the server what was recommended (docs/traffic.md).
 */
import { assetsOf, fetchAll } from 'noren/uniform';
import site from '../../site.json';
import { catalog, categories, pictureOf } from './catalog';

/** Resolves when every picture has arrived or failed. */
export const fetchAllPictures = (): Promise<void> =>
  fetchAll([
    // The icon, too: Chromium asks for it at each change of page, and is to find it in its cache.
    '/favicon.svg',
    ...assetsOf(site),
    ...[...catalog, ...categories].map((entry) => pictureOf(entry.emoji)),
  ]);
