/**
 * From a GA4 event to the frame of numbers that the engine's inbound gate reads. It translates and judges nothing: what may pass
 * is the gate's affair, and it sees every field that the page sent, by name or as unknown. Text that no profile has a use for goes
 * no further than the gate's scanner, all of an event's in one piece; only if it finds something, field by field, to tell where.
 */
import type { Engine } from './engine.js';
import { numberOf } from './numbers.js';
import type { EventParameters } from './types.js';
import { kLastNumberField, kLastTextField, kPersonField } from './vocabulary.js';

/** GA4's own bound. */
const kMaxItems = 200;
/** More fields than any GA4 event has; what comes after is not looked at. */
const kMaxFields = 64;

const kUnknownField = -1;

/** How deep text is looked for in objects and arrays that a page passes for a field. */
const kMaxDepth = 3;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What becomes of text that is dropped: the handle to put in its field's place. */
type Screen = (text: string) => number;

/** All text in a value that could be written as JSON; elements of a document and the like lead to the whole page, and say nothing. */
const textIn = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return value;
  if (!isObject(value) || depth === kMaxDepth) return '';
  const kin: unknown = Object.getPrototypeOf(value);
  if (kin !== Object.prototype && kin !== Array.prototype && kin !== null) return '';
  const members = Object.entries(value).slice(0, kMaxFields);
  return members.map(([name, inner]) => `${name}\n${textIn(inner, depth + 1)}`).join('\n');
};

/** Appends how many fields, then each (field, value). */
const encodeFields = (engine: Engine, source: Record<string, unknown>, frame: number[], screen: Screen): void => {
  const countAt = frame.push(0) - 1;
  const names = Object.keys(source);
  for (let index = 0, count = 0; index < names.length && count < kMaxFields; ++index) {
    const name = names[index] as string;
    const value = source[name];
    // What is not there was not said. `items` is structure, not a field.
    if (value === undefined || value === null || name === 'items') continue;
    const field = engine.vocabulary.fields.get(name);
    if (!field) frame.push(kUnknownField, screen(`${name}\n${textIn(value)}`));
    else if (field.type <= kLastTextField) frame.push(field.index, textHandle(engine, field.type, value));
    else if (field.type <= kLastNumberField) frame.push(field.index, numberOf(value));
    // Who a person is does not even cross.
    else frame.push(field.index, field.type === kPersonField ? 0 : screen(textIn(value)));
    frame[countAt] = ++count;
  }
};

const textHandle = (engine: Engine, type: number, value: unknown): number => {
  if (typeof value === 'string') return engine.text(type, value);
  return typeof value === 'number' ? engine.text(type, String(value)) : NaN;
};

const encodeOnce = (engine: Engine, kind: number, time: number, parameters: EventParameters, screen: Screen): number[] => {
  const frame = [kind, time];
  encodeFields(engine, parameters, frame, screen);
  const items = Array.isArray(parameters.items) ? parameters.items.filter(isObject).slice(0, kMaxItems) : [];
  frame.push(items.length);
  for (const item of items) encodeFields(engine, item, frame, screen);
  return frame;
};

/** The frame of an event: see {@link EngineInstance.track}. O(fields). */
export const encodeEvent = (engine: Engine, kind: number, time: number, parameters: unknown): number[] => {
  const source = isObject(parameters) ? parameters : {};
  const generation = engine.textGeneration();
  let dropped = '';
  let screen: Screen = (text) => {
    if (text) dropped += `${text}\n`;
    return 0;
  };
  const frame = encodeOnce(engine, kind, time, source, screen);
  if (dropped && engine.screen(dropped)) screen = (text) => engine.screen(text);
  // Or the engine's table of texts filled up on the way and began anew: the handles before that are void.
  else if (engine.textGeneration() === generation) return frame;
  return encodeOnce(engine, kind, time, source, screen);
};
