/** The benchmark inside a page, for Chromium: everything in one module, which leaves `measureDecisions` to the driver. */
import * as parts from './noren-parts.mjs';
import { measureAll } from './all.mjs';

const bytesOf = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

globalThis.measureDecisions = async (options) => {
  const environment = {
    noren: { parts, compiled: await parts.compileEngine(await bytesOf('/engine.wasm')) },
    zenWasm: () => bytesOf('/zen.wasm'),
  };
  return measureAll({ ...options, environment });
};
