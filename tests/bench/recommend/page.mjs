/** The benchmark's page: fetches what this machine serves, and measures. */
import factory from 'noren:engine';
import { measureLists } from './measure.mjs';
import { measureNeighbours } from './neighbours.mjs';

const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

globalThis.measureShop = async ({ parts, site, items, shoppers, rounds }) => {
  const compiled = Object.fromEntries(await Promise.all(parts.map(async (name) => [name, await bytes(`/engine.${name}.wasm`)])));
  return measureLists({ factory, wasm: await bytes('/engine.wasm'), parts: compiled, site, model: await bytes(`/${items}.model`), shoppers, rounds });
};
globalThis.measureNeighbours = measureNeighbours;
