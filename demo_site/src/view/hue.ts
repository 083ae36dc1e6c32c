/**
 * Sets the hue of an element's colours and how far its picture is turned around the colour wheel. A directive, because the
 * Content Security Policy forbids style attributes.
 */
import { noChange } from 'lit-html';
import { Directive, directive, type ElementPart } from 'lit-html/directive.js';

class Hue extends Directive {
  render(_degrees: number, _turn?: number): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [degrees, turn = 0]: [number, number?]): typeof noChange {
    if (part.element instanceof HTMLElement) {
      part.element.style.setProperty('--hue', String(degrees));
      part.element.style.setProperty('--turn', `${turn}deg`);
    }
    return noChange;
  }
}

export const hue = directive(Hue);
