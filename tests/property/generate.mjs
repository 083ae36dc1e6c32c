/**
 * Random JsonLogic rules and data, from a seed. Every operator, nested scopes, wrong numbers of arguments, values of odd types: what a
 * careless or hostile author could write, as long as JSON can say it.
 */

/** A generator of numbers from 0 to 1 (mulberry32). */
export const randomFrom = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

const eager = [
  '==', '===', '!=', '!==', '!', '!!', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'min', 'max', 'in', 'cat', 'substr', 'merge',
  'missing', 'missing_some', 'log',
];
const lazy = ['and', 'or', 'if', '?:'];
const loops = ['map', 'filter', 'reduce', 'all', 'none', 'some'];
export const operators = [...eager, ...lazy, ...loops, 'var'];

const numbers = [0, 1, 2, 3, -1, -2, 10, 0.5, -0.25, 1.5, 100, 1e21, 1e-7, -0, 2 ** 53, 5e-324, 1.7976931348623157e308];
const texts = [
  '', '0', '1', '2', '10', '-1', ' 3 ', '1.5', '3px', 'a', 'b', 'ab', 'abc', 'null', 'true', 'Infinity', '-Infinity', '0x1f', '1e3', '\u3000',
  'é', '日本', 'a😀b', '😀', '\uffee', 'undefined', '[object Object]', '1,2', ',', 'x.y', '.', '-0', '+5', '1_0', 'NaN', 'apple', 'a,b',
];
const names = ['a', 'b', 'c', 'd', 'list', 'deep', '0', '1', 'x y', 'é', ''];
const paths = [
  'a', 'b', 'c', 'd', 'a.b', 'list', 'list.0', 'list.1', 'list.length', 'deep.a.b', 'deep.list.0.a', '0', '1', 'a.0', 'x y', 'missing', 'a.', '.a',
  'a..b', 'b.length', 'd.1', '', 'current', 'accumulator', 'current.a', 'accumulator.a', 'current.0', 'length', '01', '-1', 'accumulator.length',
];

export class Generator {
  constructor(seed) {
    this.random = randomFrom(seed);
  }
  below(n) {
    return Math.floor(this.random() * n);
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  chance(p) {
    return this.random() < p;
  }

  scalar() {
    switch (this.below(10)) {
      case 0: return null;
      case 1: return true;
      case 2: return false;
      case 3:
      case 4:
      case 5: return this.chance(0.15) ? Math.round((this.random() - 0.5) * 1e6) / 1000 : this.pick(numbers);
      default: return this.pick(texts);
    }
  }

  /** JSON that a document may be made of. */
  value(depth) {
    const kind = depth <= 0 ? 0 : this.below(6);
    if (kind < 3) return this.scalar();
    const count = this.pick([0, 1, 1, 2, 2, 3, 4]);
    if (kind < 5) return Array.from({ length: count }, () => this.value(depth - 1));
    const object = {};
    for (let i = 0; i < count; ++i) object[this.pick(names)] = this.value(depth - 1);
    return object;
  }

  document() {
    if (this.chance(0.1)) return this.value(2);
    const document = {};
    for (const name of ['a', 'b', 'c', 'd', 'list', 'deep', 'x y']) {
      if (this.chance(0.75)) document[name] = this.value(name === 'deep' ? 3 : 2);
    }
    if (this.chance(0.5)) document.list = Array.from({ length: this.below(5) }, () => this.value(2));
    if (this.chance(0.4)) document.list = Array.from({ length: this.below(5) }, () => this.pick(numbers));
    return document;
  }

  key() {
    return this.chance(0.9) ? this.pick(paths) : this.pick([0, 1, 1.5, null, true, -1]);
  }

  /** One operation's arguments, most of the time about as many as it takes. */
  args(usual, depth) {
    let count = usual;
    if (this.chance(0.12)) count = this.below(5);
    const list = Array.from({ length: count }, () => this.rule(depth - 1));
    return list.length === 1 && this.chance(0.4) ? list[0] : list;
  }

  rule(depth) {
    if (depth <= 0 || this.chance(0.12)) {
      const kind = this.below(10);
      if (kind < 4) return { var: this.variable() };
      if (kind < 8) return this.scalar();
      return this.value(2);
    }
    if (this.chance(0.06)) return Array.from({ length: this.below(4) }, () => this.rule(depth - 1));
    if (this.chance(0.02)) return { [this.pick(names)]: this.rule(depth - 1), ...(this.chance(0.5) ? { z: 1 } : {}) };
    return this.operation(this.pick(operators), depth);
  }

  variable(depth = 1) {
    switch (this.below(8)) {
      case 0: return [this.key()];
      case 1: return [this.key(), this.rule(depth - 1)];
      case 2: return this.chance(0.3) ? this.rule(depth) : this.key();
      case 3: return this.chance(0.2) ? this.pick([[], null, '', [null], ['', 1]]) : this.key();
      default: return this.key();
    }
  }

  operation(op, depth) {
    if (op === 'var') return { var: this.variable(depth) };
    if (loops.includes(op)) {
      const list = this.chance(0.5) ? { var: this.pick(['list', 'list', 'a', 'deep.list', '']) } : this.rule(depth - 1);
      const args = [list, this.rule(depth - 1)];
      if (op === 'reduce' ? this.chance(0.8) : this.chance(0.05)) args.push(this.rule(depth - 1));
      if (this.chance(0.05)) args.length = this.below(args.length + 1);
      return { [op]: args.length === 1 && this.chance(0.5) ? args[0] : args };
    }
    if (op === 'missing') {
      const keys = Array.from({ length: this.below(4) }, () => this.key());
      if (this.chance(0.4)) return { missing: keys };
      if (this.chance(0.5)) return { missing: [keys] };
      return { missing: this.args(2, depth) };
    }
    if (op === 'missing_some') {
      const keys = Array.from({ length: this.below(4) }, () => this.key());
      const needed = this.chance(0.7) ? this.below(4) : this.rule(depth - 1);
      if (this.chance(0.7)) return { missing_some: [needed, keys] };
      return { missing_some: [needed, this.rule(depth - 1)] };
    }
    const usual = {
      '!': 1, '!!': 1, log: 1, '-': this.pick([1, 2, 2]), '<': this.pick([2, 2, 3]), '<=': this.pick([2, 2, 3]), and: this.pick([1, 2, 3]),
      or: this.pick([1, 2, 3]), if: this.pick([1, 2, 3, 3, 4, 5]), '?:': 3, '+': this.pick([1, 2, 3]), '*': this.pick([1, 2, 3]),
      min: this.pick([1, 2, 3]), max: this.pick([1, 2, 3]), cat: this.pick([1, 2, 3]), substr: this.pick([2, 3, 3]), merge: this.pick([1, 2, 3]),
    }[op] ?? 2;
    return { [op]: this.args(usual, depth) };
  }

  pair() {
    return [this.rule(1 + this.below(4)), this.document()];
  }
}
