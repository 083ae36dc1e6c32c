/** The parts of the SDK that the benchmark calls, for a bundler. */
export { default as engineFactory } from 'noren:engine';
export { create } from '../../../web/src/create.ts';
export { Engine } from '../../../web/src/engine.ts';
export { encodeEvent } from '../../../web/src/event-encoder.ts';
export { compileEngine, instantiateEngine } from '../../../web/src/load-engine.ts';
export { packJson } from '../../../web/src/pack-json.ts';
export { placeholders } from '../../../web/src/parts.ts';
export { createRuleSet } from '../../../web/src/rules.ts';
