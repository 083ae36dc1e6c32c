// The Node twin of `noren replay` (tools/replay/trace.h): takes the same trace through the WebAssembly module and writes the same lines.

import { readFileSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const textTypes = new Set([0, 1, 2, 3, 4, 5]);
const numberTypes = new Set([6, 7]);

/** The packed form of a JSON document, as core/base/packed_json.h describes it. */
export function packJson(value) {
  const u32 = (n) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24];
  const text = (string) => {
    const bytes = new TextEncoder().encode(string);
    return [...u32(bytes.length), ...bytes];
  };
  if (value === null) return [0];
  if (typeof value === 'boolean') return [value ? 2 : 1];
  if (typeof value === 'number') return [3, ...new Uint8Array(new Float64Array([value]).buffer)];
  if (typeof value === 'string') return [4, ...text(value)];
  if (Array.isArray(value)) return [5, ...u32(value.length), ...value.flatMap(packJson)];
  const members = Object.entries(value);
  return [6, ...u32(members.length), ...members.flatMap(([name, member]) => [...text(name), ...packJson(member)])];
}

/** Instantiates the module that the build left in `directory`, with all its parts. */
export async function loadModule(directory) {
  const { default: factory } = await import(pathToFileURL(`${directory}/engine.mjs`).href);
  const parts = readdirSync(directory).filter((name) => /^engine\.(?!profiling)\w+\.wasm$/.test(name));
  const missing = () => {
    throw new Error('a part of the engine is missing');
  };
  const placeholders = parts.map((name) => [`placeholder.${name.split('.')[1]}`, new Proxy({}, { get: () => missing })]);
  const instantiate = async (imports) => {
    const { instance, module } = await WebAssembly.instantiate(readFileSync(`${directory}/engine.wasm`), { ...imports, ...Object.fromEntries(placeholders) });
    for (const name of parts) await WebAssembly.instantiate(readFileSync(`${directory}/${name}`), { engine: instance.exports });
    return [instance, module];
  };
  return factory({
    instantiateWasm(imports, done) {
      instantiate(imports).then(([instance, module]) => done(instance, module));
      return {};
    },
  });
}

/** One engine with a site and a model, or the files into which it was split, and the few helpers that a host needs around the shared buffer. */
export class Replay {
  constructor(module, site, model, seed) {
    this.module = module;
    this.engine = new module.Engine();
    this.seed = seed;
    this.context = { language: -1, device: -1, page: -1, utcOffsetMinutes: 0 };
    this.item = -1;
    this.steps = 0;
    this.articles = (JSON.parse(site).articles ?? []).map(({ id }) => id);
    this.check(this.engine.loadSite(this.write(packJson(JSON.parse(site)))));
    [model].flat().forEach((file, before) => this.check(this.engine.loadModel(this.write(file), before)));
    this.vocabulary = JSON.parse(this.engine.vocabulary());
    this.fields = new Map(this.vocabulary.fields.map((field, number) => [field.name, { ...field, number }]));
  }

  check(status) {
    if (status !== 0) throw new Error(this.engine.lastError());
  }

  write(bytes) {
    const address = this.engine.reserve(bytes.length);
    this.module.HEAPU8.set(bytes, address);
    return bytes.length;
  }

  view(Type, length) {
    return new Type(this.module.HEAPU8.buffer, this.engine.reserve(length * Type.BYTES_PER_ELEMENT), length);
  }

  step(line) {
    const step = JSON.parse(line);
    let accepted = true;
    if ('consent' in step) {
      this.view(BigUint64Array, 2).set([BigInt(this.seed), 0n]);
      this.engine.setConsent(step.consent);
    } else if (step.context) {
      this.setContext(step.context);
    } else {
      accepted = this.track(step);
    }
    return this.answer(accepted, step.time);
  }

  setContext({ page, language, device, utc_offset_minutes: utcOffsetMinutes }) {
    const next = this.context;
    if (page !== undefined) next.page = this.vocabulary.pages.indexOf(page);
    if (language !== undefined) next.language = this.vocabulary.languages.indexOf(language);
    if (device !== undefined) next.device = this.vocabulary.devices.indexOf(device);
    next.utcOffsetMinutes = utcOffsetMinutes ?? next.utcOffsetMinutes;
    this.engine.setContext(next.language, next.device, next.page, -1, -1, -1, next.utcOffsetMinutes);
  }

  track({ event, parameters = {}, time }) {
    const items = parameters.items ?? [];
    const frame = [this.vocabulary.events.indexOf(event), time, ...this.encode(parameters), items.length];
    for (const item of items) frame.push(...this.encode(item));
    if (event === 'view_item' && items.length > 0) this.item = this.engine.itemNumber(this.text(0, String(items[0].item_id)));
    this.view(Float64Array, frame.length).set(frame);
    return this.engine.track(frame.length) >= 0;
  }

  encode(parameters) {
    const encoded = [];
    for (const [name, value] of Object.entries(parameters)) {
      if (name === 'items' || value === null) continue;
      const field = this.fields.get(name);
      if (field === undefined) encoded.push(-1, 0);
      else if (textTypes.has(field.type)) encoded.push(field.number, this.text(field.type, String(value)));
      else encoded.push(field.number, numberTypes.has(field.type) ? value : 0);
    }
    return [encoded.length / 2, ...encoded];
  }

  text(type, text) {
    return this.engine.text(type, this.write(new TextEncoder().encode(text)));
  }

  answer(accepted, time) {
    const answer = { event: ++this.steps, accepted, decisions: this.decisions(time) };
    for (const strategy of this.vocabulary.strategies) answer[strategy] = this.list(strategy, time);
    return JSON.stringify(answer);
  }

  decisions(time) {
    const { slots, campaigns } = this.vocabulary;
    const at = this.engine.decide(time);
    const rows = new Int32Array(this.module.HEAPU8.buffer, at, 3 * slots.length);
    return slots.map((slot, i) => {
      const variant = campaigns[rows[3 * i]]?.variants[rows[3 * i + 1]];
      return variant === undefined ? [slot, null, null] : [slot, campaigns[rows[3 * i]].id, variant];
    });
  }

  list(strategy, time) {
    const number = this.vocabulary.strategies.indexOf(strategy);
    const count = this.engine.recommend(number, this.vocabulary.limits[number], this.item, -1, 0, 0, time);
    if (count < 0) return [];
    const rows = this.view(Uint32Array, 4 * count).slice();
    return Array.from({ length: count }, (_, i) => {
      const [item, score, reason, subject] = rows.subarray(4 * i, 4 * i + 4);
      const id = strategy === 'content' ? this.articles[item] : this.engine.itemId(item);
      return [id, score, this.vocabulary.reasons[reason], this.subject(this.vocabulary.reasons[reason], subject)];
    });
  }

  subject(reason, subject) {
    if (subject === 0xffffffff) return null;
    return reason.endsWith('-interest') || reason === 'popular-in-category' ? this.engine.nameText(subject) : this.engine.itemId(subject);
  }
}
