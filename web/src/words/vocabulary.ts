/** What a language has to say, and what all do alike: values and expressions as text. */
import type { ExplainedRule, Json } from '../types.js';
import { type Relation, isConstant } from './read.js';

export interface Words {
  readonly yes: string;
  readonly no: string;
  readonly nothing: string;
  readonly empty: string;
  number(value: number, precise: boolean): string;
  quoted(text: string): string;
  /** One after the other. */
  listed(texts: readonly string[]): string;

  /** `cart.value is 5,400` */
  is(subject: string, found: string): string;
  unknown(subject: string): string;
  /** What each relation demands, as it stands in the sentences below: `at least 5,000`. */
  readonly demands: Readonly<Record<Relation, (texts: readonly string[]) => string>>;

  /** `cart.value is 4,200; at least 5,000 is needed` */
  demanding(says: string, demand: string, relation: Relation): string;
  /** `visit.landing is "home"; it has to be unknown` */
  toBeKnown(says: string, known: boolean): string;
  /** `context.device is "phone", as needed` */
  asNeeded(says: string): string;
  /** `cart.value is 4,200 (less than 5,000)`: where nothing is demanded. */
  noted(says: string, note: string): string;
  membership(segment: string, held: boolean, needed: boolean | undefined): string;
  tooSmall(segment: string, size: number, minimum: number): string;
}

const kInfix = new Set(['+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '===', '!=', '!==']);

/** Values and expressions as text. */
export class Texts {
  readonly #words: Words;
  readonly #nameOf: (attribute: string) => string;
  readonly #bare: boolean;
  readonly #precise: boolean;

  /**
   * @param bare days and times, which need no quotation marks
   * @param precise numbers with all their digits, because fewer would make different ones look the same
   */
  constructor(words: Words, nameOf: (attribute: string) => string, bare: boolean, precise: boolean) {
    this.#words = words;
    this.#nameOf = nameOf;
    this.#bare = bare;
    this.#precise = precise;
  }

  value(value: Json): string {
    const words = this.#words;
    if (value === null) return words.nothing;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (typeof value === 'number') return words.number(value, this.#precise);
    if (typeof value === 'string') return this.#bare ? value : words.quoted(value);
    if (!Array.isArray(value)) return JSON.stringify(value);
    return value.length === 0 ? words.empty : words.listed(value.map((element) => this.value(element)));
  }

  /** An attribute's name, a calculation as it is written, a constant as its value. */
  expression(rule: ExplainedRule): string {
    const { op, args = [] } = rule;
    if (rule.attribute !== undefined) return this.#nameOf(rule.attribute);
    if (args.length === 0) return this.value(rule.value);
    const parts = args.map((part) => {
      const text = this.expression(part);
      return kInfix.has(op) && part.args !== undefined && part.attribute === undefined ? `(${text})` : text;
    });
    return kInfix.has(op) && parts.length > 1 ? parts.join(` ${op} `) : `${op}(${parts.join(', ')})`;
  }

  /** What a value is compared with: where it may change, with where it comes from. */
  operand(rule: ExplainedRule): string {
    return isConstant(rule) ? this.value(rule.value) : this.#words.noted(this.expression(rule), this.value(rule.value));
  }
}
