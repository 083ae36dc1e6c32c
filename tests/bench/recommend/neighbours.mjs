/** A nearest-neighbour search in the page, on the same work: the 20 items nearest to the mean of what she looked at. */
import { loadHnswlib } from 'hnswlib-wasm';
import { sampleOf, timesOf } from './measure.mjs';

const kDimensions = 32;
const kResults = 20;

const dice = (seed) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32 - 0.5;
};

/** Items of one category lie together. */
export const vectorsOf = (items, itemsOfCategory) => {
  const random = dice(items);
  let centre = [];
  return Array.from({ length: items }, (_, item) => {
    if (item % itemsOfCategory === 0) centre = Array.from({ length: kDimensions }, random);
    return Float32Array.from(centre, (value) => value + 0.5 * random());
  });
};

export async function measureNeighbours({ items, shoppers, rounds }) {
  const hnswlib = await loadHnswlib();
  const vectors = vectorsOf(items, 50);
  const begun = performance.now();
  const index = new hnswlib.HierarchicalNSW('l2', kDimensions, '');
  index.initIndex(items, 16, 100, 7);
  index.setEfSearch(48);
  for (let from = 0; from < items; from += 1000) {
    index.addItems(vectors.slice(from, from + 1000), true);
  }
  const build = performance.now() - begun;
  const samples = [];
  for (let round = 0; round < rounds; ++round) {
    for (const seen of shoppers) {
      const numbers = seen.map((id) => Number(id.slice('item-'.length)));
      const list = () => {
        const mean = new Float32Array(kDimensions);
        for (const item of numbers) vectors[item].forEach((value, i) => (mean[i] += value / numbers.length));
        if (index.searchKnn(mean, kResults, undefined).neighbors.length !== kResults) throw new Error('too few neighbours');
      };
      list();
      samples.push(sampleOf(list));
    }
  }
  return { ...timesOf(samples), build_ms: Math.round(build), vectors_bytes: items * kDimensions * 4 };
}
