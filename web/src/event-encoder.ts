/**
 * From a GA4 event to the frame of numbers that the engine's inbound gate reads. It translates and judges nothing: what may pass
 * is the gate's affair, and it sees every field that the page sent, by name or as unknown.
 */
import type { Engine } from './engine.js';
import { numberOf } from './numbers.js';
import type { EventParameters } from './types.js';
import { kLastNumberField, kLastTextField } from './vocabulary.js';

/** GA4's own bound. */
const kMaxItems = 200;
/** More fields than any GA4 event has; what comes after is not looked at. */
const kMaxFields = 64;

const kUnknownField = -1;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Appends how many fields, then each (field, value). */
const encodeFields = (engine: Engine, source: Record<string, unknown>, frame: number[]): void => {
  const countAt = frame.push(0) - 1;
  const names = Object.keys(source);
  for (let index = 0, count = 0; index < names.length && count < kMaxFields; ++index) {
    const name = names[index] as string;
    const value = source[name];
    // What is not there was not said. `items` is structure, not a field.
    if (value === undefined || value === null || name === 'items') continue;
    const field = engine.vocabulary.fields.get(name);
    if (!field) frame.push(kUnknownField, 0);
    else if (field.type <= kLastTextField) frame.push(field.index, textHandle(engine, field.type, value));
    else if (field.type <= kLastNumberField) frame.push(field.index, numberOf(value));
    // Who a person is, and what nobody needs, does not even cross.
    else frame.push(field.index, 0);
    frame[countAt] = ++count;
  }
};

const textHandle = (engine: Engine, type: number, value: unknown): number => {
  if (typeof value === 'string') return engine.text(type, value);
  return typeof value === 'number' ? engine.text(type, String(value)) : NaN;
};

const encodeOnce = (engine: Engine, kind: number, time: number, parameters: EventParameters): number[] => {
  const frame = [kind, time];
  encodeFields(engine, parameters, frame);
  const items = Array.isArray(parameters.items) ? parameters.items.filter(isObject).slice(0, kMaxItems) : [];
  frame.push(items.length);
  for (const item of items) encodeFields(engine, item, frame);
  return frame;
};

/** The frame of an event: see {@link EngineInstance.track}. O(fields). */
export const encodeEvent = (engine: Engine, kind: number, time: number, parameters: unknown): number[] => {
  const source = isObject(parameters) ? parameters : {};
  const generation = engine.textGeneration();
  const frame = encodeOnce(engine, kind, time, source);
  // The engine's table of texts filled up on the way and began anew: the handles before that are void.
  return engine.textGeneration() === generation ? frame : encodeOnce(engine, kind, time, source);
};
