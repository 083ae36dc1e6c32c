/**
 * Rules by themselves: JsonLogic, compiled to WebAssembly's own bytecode, over any document; no visitor, no profile, no site. For
 * studios, tests, and pages that have decisions of their own to make. Works under a Content Security Policy without `unsafe-eval`.
 *
 * ```ts
 * import { createRuleSet } from 'noren/rules';
 *
 * const rules = await createRuleSet([{ '>=': [{ var: 'cart.value' }, 5000] }]);
 * rules.setDocument({ cart: { value: 5400 } });
 * rules.holds(0); // true
 * rules.set('cart.value', 4999);
 * rules.holds(0); // false; only what depends on the cart's value was evaluated
 * ```
 */
import rulesFactory from 'noren:rules-engine';
import encodedWasm from 'noren:rules-wasm';
import { compileEngine, instantiateEngine } from './load-engine.js';
import { packJson } from './pack-json.js';
import { decodeBytes } from './packed-bytes.js';
import { NorenError, codeOf, problem } from './problem.js';
import type { RulesModule, RuleSetInstance } from './rules-module.js';
import type { DecidingCondition, ExplainedRule, Json, NorenProblem } from './types.js';

export type { DecidingCondition, ErrorCode, ExplainedRule, Json, NorenProblem } from './types.js';
export { NorenError } from './problem.js';

/** A path into the document that has been looked up: setting by it skips a search. Of one rule set only. */
export type PathHandle = number & { readonly path: unique symbol };

const kNoPath = 0xffffffff;
const kChangeBytes = 16;
const kMostChanges = 4096;
/** Longer or more texts are not remembered by the module: they cross each time. */
const kMostTexts = 10_000;
const kLongestText = 256;

const kNothing = 0;
const kNull = 1;
const kBoolean = 2;
const kNumber = 3;
const kText = 4;

export class RuleSet {
  readonly #module: RulesModule;
  readonly #instance: RuleSetInstance;
  readonly #encoder = new TextEncoder();
  readonly #paths = new Map<string, PathHandle>();
  readonly #texts = new Map<string, number>();
  /** How many rules there are. */
  readonly size: number;

  /** Addresses inside the module, and views there, made anew when its memory has grown: then they are empty. */
  #io: number;
  #integers!: Uint32Array;
  #numbers!: Float64Array;
  #truths!: Uint32Array;
  #truthsAt = 0;
  #changes = 0;
  #stale = true;

  /** @internal Use {@link createRuleSet}. */
  constructor(module: RulesModule, rules: readonly Json[]) {
    this.#module = module;
    this.#instance = new module.RuleSet();
    this.#io = this.#instance.reserve(kMostChanges * kChangeBytes);
    if (this.#instance.load(this.#pack(rules)) !== 0) throw new NorenError(this.#problem());
    this.size = this.#instance.size();
    this.#look();
  }

  /** Makes a document what all paths lead into. Errors: limit-exceeded. */
  setDocument(document: Json): void {
    this.#flush();
    this.#stale = true;
    if (this.#instance.setDocument(this.#pack(document)) !== 0) throw this.#tooLarge('the document');
  }

  /** The handle of a path, `cart.value`; an empty one is the whole document. Errors: limit-exceeded. */
  path(name: string): PathHandle {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    this.#flush();
    const handle = this.#instance.path(this.#write(name)) >>> 0;
    if (handle === kNoPath) throw this.#tooLarge('the path', name);
    this.#paths.set(name, handle as PathHandle);
    return handle as PathHandle;
  }

  /**
   * Sets what stands at a path; undefined: nothing. It takes effect with the next {@link run}, {@link holds} or {@link value}, together
   * with all that is set before. Objects are made on the way as needed. Errors: limit-exceeded.
   */
  set(path: string | PathHandle, value: Json | undefined): void {
    const handle = typeof path === 'string' ? this.path(path) : path;
    this.#stale = true;
    if (typeof value === 'number') return this.#change(handle, kNumber, value);
    if (typeof value === 'boolean') return this.#change(handle, kBoolean, value ? 1 : 0);
    if (value === null) return this.#change(handle, kNull, 0);
    if (value === undefined) return this.#change(handle, kNothing, 0);
    const text = typeof value === 'string' ? this.#text(value) : -1;
    if (text >= 0) return this.#change(handle, kText, text);
    this.#flush();
    if (this.#instance.setJson(handle, this.#pack(value)) !== 0) throw this.#tooLarge('the value', typeof path === 'string' ? path : '');
  }

  /**
   * Brings all rules up to date, at the cost of what changed. Returns which of them hold: rule `i` is bit `i % 32` of element
   * `i >> 5`. A view into WebAssembly memory: read it before the next call of this rule set.
   */
  run(): Uint32Array {
    if (this.#stale) {
      this.#truthsAt = this.#instance.update(this.#changes);
      this.#changes = 0;
      this.#stale = false;
    }
    if (this.#truths.length === 0 || this.#truths.byteOffset !== this.#truthsAt) this.#look();
    return this.#truths;
  }

  /** Whether a rule holds: whether its value is true in JsonLogic's sense. One that fails does not. */
  holds(rule: number): boolean {
    return rule < this.size && (((this.run()[rule >> 5] ?? 0) >>> (rule & 31)) & 1) === 1;
  }

  /** The value of a rule. One that fails gives `{error: "…"}`; where a rule could give such an object itself, {@link holds} tells. */
  value(rule: number): Json {
    this.run();
    return JSON.parse(this.#instance.value(rule)) as Json;
  }

  /** A rule with the value of each of its parts. */
  explain(rule: number): ExplainedRule {
    this.run();
    return JSON.parse(this.#instance.explain(rule)) as ExplainedRule;
  }

  /** The fewest conditions that decide whether a rule holds, whatever the others are. `noren/words` says them in sentences. */
  because(rule: number): readonly DecidingCondition[] {
    this.run();
    return JSON.parse(this.#instance.because(rule)) as DecidingCondition[];
  }

  /** Gives the memory back. The rule set is of no use afterwards. */
  dispose(): void {
    this.#instance.delete();
  }

  #change(path: number, type: number, value: number): void {
    if (this.#changes === kMostChanges) this.#flush();
    if (this.#integers.length === 0) this.#look();
    const at = this.#changes++;
    this.#integers[4 * at] = path;
    this.#integers[4 * at + 1] = type;
    this.#numbers[2 * at + 1] = value;
  }

  /** What waits in io goes in before io is used for something else. */
  #flush(): void {
    if (this.#changes === 0) return;
    this.#truthsAt = this.#instance.update(this.#changes);
    this.#changes = 0;
  }

  #text(value: string): number {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    if (value.length > kLongestText || this.#texts.size >= kMostTexts) return -1;
    this.#flush();
    const handle = this.#instance.text(this.#write(value)) >>> 0;
    this.#texts.set(value, handle);
    return handle;
  }

  #pack(value: Json): number {
    return this.#put(packJson(value));
  }

  #write(text: string): number {
    return this.#put(this.#encoder.encode(text));
  }

  #put(bytes: Uint8Array): number {
    this.#io = this.#instance.reserve(bytes.length);
    this.#module.HEAPU8.set(bytes, this.#io);
    this.#look();
    return bytes.length;
  }

  #look(): void {
    const { buffer } = this.#module.HEAPU8;
    this.#integers = new Uint32Array(buffer, this.#io, 4 * kMostChanges);
    this.#numbers = new Float64Array(buffer, this.#io, 2 * kMostChanges);
    this.#truths = new Uint32Array(buffer, this.#truthsAt, this.#truthsAt === 0 ? 0 : (this.size + 31) >> 5);
  }

  #problem(): NorenProblem {
    const [first] = JSON.parse(this.#instance.lastError()) as (Omit<NorenProblem, 'code'> & { code: number })[];
    return first === undefined
      ? problem('invalid-argument', 'the rules can not be read')
      : { ...first, code: codeOf(first.code) };
  }

  #tooLarge(what: string, path = ''): NorenError {
    return new NorenError(problem('limit-exceeded', `${what} is larger or deeper than what rules read`, '', path));
  }
}

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * Compiles rules, an array of JsonLogic. Errors (rejects with a {@link NorenError}): load-failed where WebAssembly does not run here; invalid-site
 * or limit-exceeded with the place, where a rule is larger or deeper than what is read. An unknown operator makes its own rule fail when it is evaluated.
 */
export const createRuleSet = async (rules: readonly Json[]): Promise<RuleSet> => {
  compiled ??= compileEngine(decodeBytes(encodedWasm));
  const { module } = await instantiateEngine(rulesFactory, await compiled);
  return new RuleSet(module, rules);
};
