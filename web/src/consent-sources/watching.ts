/** What the adapters have in common: they wait for a tool, read it with suspicion, and put it into Noren's words. */
import type { Purpose } from '../types.js';
import type { ConsentSource, Told } from './source.js';

/**
 * Which of the tool's own names each purpose needs: all of them must be granted. A purpose without names is never granted by the tool.
 */
export type ConsentMapping<Name extends string | number = string> = Readonly<Record<Purpose, readonly Name[]>>;

export interface WatchOptions {
  /** How long the tool may take to appear and answer, in milliseconds, before it counts as missing. It is heard all the same. Default 10,000. */
  readonly patience?: number;
}

/** Reads the tool and tells what it found; whatever is thrown is an error of the tool. Nothing is told where there is nothing to tell. */
export type Tell = (read: () => Told | undefined) => void;

/** A source that never throws and tells nothing after it was stopped. `watch` leaves the tool alone again when the signal aborts. */
export const sourceOf = (
  name: string,
  { patience = 10_000 }: WatchOptions,
  watch: (tell: Tell, signal: AbortSignal) => void,
): ConsentSource => {
  let end: AbortController | undefined;
  return {
    name,
    start(hear) {
      end?.abort();
      end = new AbortController();
      const { signal } = end;
      const missing = setTimeout(() => tell(() => 'error'), patience);
      const tell: Tell = (read) => {
        let told: Told | undefined = 'error';
        try {
          told = read();
        } catch {
          // the tool is not what it should be
        }
        if (told === undefined || signal.aborted) return;
        clearTimeout(missing);
        hear(told);
      };
      signal.addEventListener('abort', () => clearTimeout(missing));
      tell(() => void watch(tell, signal));
    },
    stop: () => end?.abort(),
  };
};

/** Calls back with the tool once `look` finds it, now or later. */
export const whenThere = <Tool>(look: () => Tool | null | undefined, signal: AbortSignal, found: (tool: Tool) => void): void => {
  const attempt = () => {
    let tool: Tool | null | undefined;
    try {
      tool = look();
    } catch {
      // not ready yet
    }
    if (!tool) return false;
    clearInterval(timer);
    found(tool);
    return true;
  };
  let timer: ReturnType<typeof setInterval> | undefined;
  if (attempt()) return;
  timer = setInterval(attempt, 50);
  signal.addEventListener('abort', () => clearInterval(timer));
};

/** The member of that name, if the object has it itself. */
export const ownOf = (object: unknown, name: string | number): unknown =>
  Object(object) === object && Object.hasOwn(object as object, name) ? (object as Readonly<Record<string | number, unknown>>)[name] : undefined;

/** A decision: a purpose is granted where all of its names are, refused where one is, and else not mentioned. */
export const decisionBy = <Name extends string | number>(
  mapping: ConsentMapping<Name>,
  isGranted: (name: Name) => boolean | undefined,
  day?: number,
): Told => {
  const purposes: Partial<Record<Purpose, boolean>> = {};
  for (const [purpose, names] of Object.entries(mapping) as [Purpose, readonly Name[]][]) {
    const said = names.map(isGranted);
    if (said.includes(false)) purposes[purpose] = false;
    else if (said.length > 0 && said.every((each) => each === true)) purposes[purpose] = true;
  }
  return { purposes, ...(Number.isFinite(day) && { day: Math.floor(day as number) }) };
};

/** The day of a moment as text or milliseconds; NaN where it is none. */
export const dayOf = (moment: unknown): number =>
  new Date(typeof moment === 'string' || typeof moment === 'number' || moment instanceof Date ? moment : NaN).getTime() / 86_400_000;
