// Writes javascript.json: what JavaScript itself makes of every JsonLogic operator for all pairs of some telling values (and for
// single ones, and triples of a few). The C++ evaluator is held to it. Run it again after adding a value or an operator: node tests/data/rules/javascript.mjs
import { writeFileSync } from 'node:fs'

const values = [
  null, true, false, 0, 1, -1, 2.5, 10, '', '0', '10', '9', ' 2.5 ', '\u30001\u00a0', '0x10', '3px', 'null', 'true', 'a', 'ab', '\uffee',
  '\u{1f600}',
]
const few = [null, 1, 2, '', '10', '9']

// json-logic-js defines them by these JavaScript expressions; startsWith and endsWith are react-querybuilder's.
const truthy = (a) => !!a
const binary = {
  '==': (a, b) => a == b,
  '===': (a, b) => a === b,
  '!=': (a, b) => a != b,
  '!==': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '+': (a, b) => [a, b].reduce((sum, next) => parseFloat(sum) + parseFloat(next), 0),
  '-': (a, b) => a - b,
  '*': (a, b) => parseFloat(a) * parseFloat(b),
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  and: (a, b) => (truthy(a) ? b : a),
  or: (a, b) => (truthy(a) ? a : b),
  in: (a, b) => (!b || typeof b.indexOf === 'undefined' ? false : b.indexOf(a) !== -1),
  startsWith: (a, b) => typeof a === 'string' && a.startsWith(b),
  endsWith: (a, b) => typeof a === 'string' && a.endsWith(b),
}
const unary = {
  '!': (a) => !truthy(a),
  '!!': truthy,
  '-': (a) => -a,
  '+': (a) => 0 + parseFloat(a),
  '*': (a) => a,
  min: (a) => Math.min(a),
  max: (a) => Math.max(a),
  and: (a) => a,
  or: (a) => a,
  if: (a) => a,
}
const ternary = {
  '<': (a, b, c) => a < b && b < c,
  '<=': (a, b, c) => a <= b && b <= c,
  if: (a, b, c) => (truthy(a) ? b : c),
  '?:': (a, b, c) => (truthy(a) ? b : c),
}

// Numbers as String(number), so that NaN and infinities can be told apart; everything else as JSON.
const shown = (value) => (typeof value === 'number' ? String(value) : JSON.stringify(value))
const table = (operations, make) => {
  const rows = Object.entries(operations).map(([op, of]) => `    ${JSON.stringify(op)}: ${JSON.stringify(make(of))}`)
  return `{\n${rows.join(',\n')}\n  }`
}
const text = `{
  "values": ${JSON.stringify(values)},
  "few": ${JSON.stringify(few)},
  "unary": ${table(unary, (of) => values.map((a) => shown(of(a))))},
  "binary": ${table(binary, (of) => values.flatMap((a) => values.map((b) => shown(of(a, b)))))},
  "ternary": ${table(ternary, (of) => few.flatMap((a) => few.flatMap((b) => few.map((c) => shown(of(a, b, c))))))}
}
`
writeFileSync(new URL('javascript.json', import.meta.url), text)
