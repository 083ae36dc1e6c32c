/** A shopper's attributes as the nested object that a page would hand to a rule engine: `interest.category.shoes` is a member of a member of a member. */

export function nest(attributes, values) {
  const root = {};
  attributes.forEach(({ path }, index) => {
    const names = path.split('.');
    const last = names.pop();
    let parent = root;
    for (const name of names) parent = parent[name] ??= {};
    parent[last] = values[index];
  });
  return root;
}

/** One such object that events change in place; where each attribute stands is looked up once. */
export class LiveDocument {
  constructor(attributes, values) {
    this.root = nest(attributes, values);
    this.places = attributes.map(({ path }) => {
      const names = path.split('.');
      const key = names.pop();
      return { parent: names.reduce((parent, name) => parent[name], this.root), key };
    });
  }

  apply(changes) {
    for (const [attribute, value] of changes) {
      const { parent, key } = this.places[attribute];
      parent[key] = value;
    }
  }
}
