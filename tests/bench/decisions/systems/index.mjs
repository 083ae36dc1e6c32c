/** Every system, in the order of the table. */

export const systems = {
  noren: () => import('./noren.mjs'),
  'noren, whole documents': () => import('./noren.mjs').then(({ ofDocuments }) => ofDocuments),
  'noren, whole engine': () => import('./noren-engine.mjs'),
  'noren, whole SDK': () => import('./noren-sdk.mjs'),
  'source code': () => import('./source.mjs'),
  closures: () => import('./closures.mjs'),
  'json-logic-engine, compiled': () => import('./json-logic-engine-compiled.mjs'),
  'json-logic-engine, interpreted': () => import('./json-logic-engine.mjs'),
  'json-logic-js': () => import('./json-logic-js.mjs'),
  '@openfeature/flagd-core': () => import('./flagd-default.mjs'),
  '@openfeature/flagd-core, no code generation': () => import('./flagd-interpreted.mjs'),
  '@growthbook/growthbook': () => import('./growthbook.mjs'),
  '@gorules/zen-engine-wasm': () => import('./zen.mjs'),
  'json-rules-engine': () => import('./json-rules-engine.mjs'),
};

/** Real events through the inbound gate and a profile: for scale, not for comparison. */
export const kWhole = ['noren, whole engine', 'noren, whole SDK'];
export const kComparable = Object.keys(systems).filter((name) => !kWhole.includes(name));
export const kPeers = kComparable.filter((name) => !name.startsWith('noren'));
export const kScaling = ['noren', 'source code', 'closures', 'json-logic-engine, compiled'];

/** What a system's figure has to be read with. */
export const notes = {
  'noren, whole documents': 'the whole nested object is packed and read anew instead of values set by path',
  'noren, whole engine': 'real events: encoded, judged by the inbound gate, taken by the profile, all slots decided from its attributes',
  'noren, whole SDK': 'the same by track() and decide() of each slot',
  'source code': 'segments written into the page by hand: no rule engine, a changed segment is a new release',
  'json-logic-engine, interpreted': 'one engine per rule, twice as fast as one for all',
  'json-logic-engine, compiled': 'one function per rule; needs unsafe-eval',
  '@openfeature/flagd-core': 'as it comes; needs unsafe-eval',
  '@gorules/zen-engine-wasm': 'this build evaluates expressions only and reads their text at each call: one call for all segments, one for all slots',
  'json-rules-engine': 'has no rule that stops the others of its slot: all variants are evaluated; asynchronous; between is two conditions',
};
