/**
 * Sets custom properties of an element: `<div ${properties({ '--hue': 210 })}>`. A directive, because the Content Security
 * Policy forbids style attributes, and what varies by product can't be in the style sheet.
 */
import { noChange } from 'lit-html';
import { Directive, directive, type ElementPart } from 'lit-html/directive.js';

export type Properties = Readonly<Record<`--${string}`, number | string>>;

class SetProperties extends Directive {
  render(_values: Properties): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Properties]): typeof noChange {
    if (part.element instanceof HTMLElement) {
      for (const [name, value] of Object.entries(values)) part.element.style.setProperty(name, String(value));
    }
    return noChange;
  }
}

export const properties = directive(SetProperties);

/** The hue of an element's colours, in degrees. */
export const hue = (degrees: number): ReturnType<typeof properties> => properties({ '--hue': degrees });
