/** Puts mutations into the text of sources, so that one build has them all and a number chooses which of them is in effect. */

/** The global variable that chooses: 0 for none, else the number of a mutation. */
export const kSwitch = 'noren_mutation';

/** Where the mutation's marked part begins and ends in the text. */
export const locate = (text, { name, file, context }) => {
  const parts = context.split(/[«»]/);
  if (parts.length !== 3) throw new Error(`${name}: the context needs one « and one »`);
  const plain = parts.join('');
  const at = text.indexOf(plain);
  if (at < 0) throw new Error(`${name}: ${file} does not hold ${JSON.stringify(plain)}; tell tests/mutation/mutations.mjs how it reads now`);
  if (text.indexOf(plain, at + 1) >= 0) throw new Error(`${name}: ${file} holds ${JSON.stringify(plain)} twice; say more of what is around`);
  const begin = at + parts[0].length;
  return { begin, end: begin + parts[1].length };
};

/** The text with all mutations of one file in it. Each has `number`, from 1. Several may replace the same part, none may overlap. */
export const apply = (text, mutations) => {
  const places = new Map();
  for (const mutation of mutations) {
    const { begin, end } = locate(text, mutation);
    const place = places.get(begin) ?? { begin, end, mutations: [] };
    if (place.end !== end) throw new Error(`${mutation.name}: overlaps "${place.mutations[0].name}"`);
    place.mutations.push(mutation);
    places.set(begin, place);
  }
  let result = '';
  let done = 0;
  for (const { begin, end, mutations: here } of [...places.values()].sort((a, b) => a.begin - b.begin)) {
    if (begin < done) throw new Error(`${here[0].name}: overlaps another mutation`);
    const choices = here.map(({ number, instead }) => `::${kSwitch} == ${number} ? (${instead}) : `).join('');
    result += `${text.slice(done, begin)}(${choices}(${text.slice(begin, end)}))`;
    done = end;
  }
  return result + text.slice(done);
};

/** What every source of the build includes first. */
export const header = `#pragma once
#include <cstdlib>
inline const int ${kSwitch} = [] {
  const char* const chosen = std::getenv("NOREN_MUTATION");
  return chosen == nullptr ? 0 : std::atoi(chosen);
}();
`;
