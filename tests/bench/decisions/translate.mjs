/** The workload's conditions in each system's language. `segmentAs` says how a system refers to another segment; by default it is written out in full. */

const written = (workload, translate) => {
  const known = [];
  return (segment) => (known[segment] ??= translate(workload.segments[segment]));
};

/** JsonLogic, for json-logic-js, json-logic-engine, flagd and Noren. */
export function toJsonLogic(workload, segmentAs) {
  const read = (attribute) => ({ var: workload.attributes[attribute].path });
  const translate = (condition) => {
    if (condition.all) return { and: condition.all.map(translate) };
    if (condition.any) return { or: condition.any.map(translate) };
    if (condition.not) return { '!': [translate(condition.not)] };
    if (condition.segment !== undefined) return segment(condition.segment);
    if (condition.test === 'between') return { '<=': [condition.low, read(condition.attribute), condition.high] };
    if (condition.test === 'in') return { in: [read(condition.attribute), condition.list] };
    return { [condition.test]: [read(condition.attribute), condition.value] };
  };
  const segment = segmentAs ?? written(workload, translate);
  return translate;
}

/** MongoDB's language, for GrowthBook. */
export function toMongo(workload) {
  const operators = { '>=': '$gte', '>': '$gt', '<=': '$lte', '<': '$lt', '==': '$eq', '!=': '$ne' };
  const translate = (condition) => {
    if (condition.all) return { $and: condition.all.map(translate) };
    if (condition.any) return { $or: condition.any.map(translate) };
    if (condition.not) return { $not: translate(condition.not) };
    if (condition.segment !== undefined) return segment(condition.segment);
    const { path } = workload.attributes[condition.attribute];
    if (condition.test === 'between') return { [path]: { $gte: condition.low, $lte: condition.high } };
    if (condition.test === 'in') return { [path]: { $in: condition.list } };
    return { [path]: { [operators[condition.test]]: condition.value } };
  };
  const segment = written(workload, translate);
  return translate;
}

/** json-rules-engine: attributes are facts by their whole path, other segments its named conditions. */
export function toJsonRules(workload) {
  const operators = {
    '>=': 'greaterThanInclusive',
    '>': 'greaterThan',
    '<=': 'lessThanInclusive',
    '<': 'lessThan',
    '==': 'equal',
    '!=': 'notEqual',
    in: 'in',
  };
  const translate = (condition) => {
    if (condition.all) return { all: condition.all.map(translate) };
    if (condition.any) return { any: condition.any.map(translate) };
    if (condition.not) return { not: translate(condition.not) };
    if (condition.segment !== undefined) return { condition: `${condition.segment}` };
    const fact = workload.attributes[condition.attribute].path;
    if (condition.test === 'between') {
      return {
        all: [
          { fact, operator: 'greaterThanInclusive', value: condition.low },
          { fact, operator: 'lessThanInclusive', value: condition.high },
        ],
      };
    }
    return { fact, operator: operators[condition.test], value: condition.list ?? condition.value };
  };
  return translate;
}

/** ZEN's expression language. */
export function toZen(workload) {
  const translate = (condition) => {
    if (condition.all) return `(${condition.all.map(translate).join(' and ')})`;
    if (condition.any) return `(${condition.any.map(translate).join(' or ')})`;
    if (condition.not) return `(not ${translate(condition.not)})`;
    if (condition.segment !== undefined) return segment(condition.segment);
    const { path } = workload.attributes[condition.attribute];
    if (condition.test === 'between') return `(${path} >= ${condition.low} and ${path} <= ${condition.high})`;
    if (condition.test === 'in') return `(${path} in ${JSON.stringify(condition.list)})`;
    return `(${path} ${condition.test} ${JSON.stringify(condition.value)})`;
  };
  const segment = written(workload, translate);
  return translate;
}

/** JavaScript functions of a document, made of functions: what a page builds from a list of rules without generating code. */
export function toClosures(workload, segmentHolds) {
  const reader = (path) => {
    const [a, b, c] = path.split('.');
    return c === undefined ? (document) => document[a][b] : (document) => document[a][b][c];
  };
  const tests = {
    '>=': (read, { value }) => (document) => read(document) >= value,
    '>': (read, { value }) => (document) => read(document) > value,
    '<=': (read, { value }) => (document) => read(document) <= value,
    '<': (read, { value }) => (document) => read(document) < value,
    '==': (read, { value }) => (document) => read(document) === value,
    '!=': (read, { value }) => (document) => read(document) !== value,
    between: (read, { low, high }) => (document) => {
      const value = read(document);
      return low <= value && value <= high;
    },
    in: (read, { list }) => {
      const known = new Set(list);
      return (document) => known.has(read(document));
    },
  };
  const translate = (condition) => {
    if (condition.segment !== undefined) return (document) => segmentHolds(condition.segment, document);
    if (condition.not) {
      const part = translate(condition.not);
      return (document) => !part(document);
    }
    if (condition.all || condition.any) {
      const parts = (condition.all ?? condition.any).map(translate);
      const decisive = condition.any !== undefined;
      return (document) => {
        for (const part of parts) if (part(document) === decisive) return decisive;
        return !decisive;
      };
    }
    return tests[condition.test](reader(workload.attributes[condition.attribute].path), condition);
  };
  return translate;
}

/** JavaScript source, as somebody would write it into the page by hand; other segments are asked with `segment(number, d)`. */
export function toSource(workload) {
  const translate = (condition) => {
    if (condition.all) return `(${condition.all.map(translate).join(' && ')})`;
    if (condition.any) return `(${condition.any.map(translate).join(' || ')})`;
    if (condition.not) return `!${translate(condition.not)}`;
    if (condition.segment !== undefined) return `segment(${condition.segment}, d)`;
    const read = `d.${workload.attributes[condition.attribute].path}`;
    if (condition.test === 'between') return `(${condition.low} <= ${read} && ${read} <= ${condition.high})`;
    if (condition.test === 'in') return `(${condition.list.map((text) => `${read} === ${JSON.stringify(text)}`).join(' || ')})`;
    return `(${read} ${condition.test.replace(/^([!=])=$/, '$1==')} ${JSON.stringify(condition.value)})`;
  };
  return translate;
}
