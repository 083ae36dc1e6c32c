#!/usr/bin/env node
/**
 * Puts together what the demo shop is served with besides its own code, in build/demo/: the simulated log, the shop model, the
 * site document, the pictures. Quick when nothing has changed.
 */
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildModel, countPopular, simulate, validateSite } from './learn.mjs';
import { copyPictures } from './pictures.mjs';

const demoSite = dirname(dirname(fileURLToPath(import.meta.url)));
const repository = dirname(demoSite);
const made = join(repository, 'build', 'demo');
const served = join(made, 'public');
const log = join(made, 'clicks.csv');

const readJson = (...path) => JSON.parse(readFileSync(join(demoSite, ...path), 'utf8'));

/** A step that fails has said why on stderr, or says it in its message; a stack trace would only hide it. */
function step(name, run) {
  try {
    return run();
  } catch (error) {
    console.error(`demo_site: ${name} failed: ${error.message}`);
    process.exit(1);
  }
}

mkdirSync(served, { recursive: true });
cpSync(join(demoSite, 'public'), served, { recursive: true });
step('reading site.json', () => validateSite(repository, join(demoSite, 'site.json')));
copyFileSync(join(demoSite, 'site.json'), join(served, 'site.json'));
step('simulating shoppers', () => simulate(demoSite, log));
step('counting what is popular', () => countPopular(log, join(made, 'popular.json')));
step('building the shop model', () => {
  buildModel(repository, demoSite, log, join(made, 'shop.model'));
  copyFileSync(join(made, 'shop.model'), join(served, 'shop.model'));
});
const products = readJson('catalog', 'catalog.json');
const categories = Object.values(readJson('catalog', 'categories.json'));
const pictures = step('copying pictures', () =>
  copyPictures([...products, ...categories].map(({ emoji }) => emoji), join(served, 'images')),
);
console.log(`demo_site: ${products.length} products, ${pictures} pictures, the shop model and the site document are in build/demo/public`);
