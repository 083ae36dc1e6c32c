/** A short message that is seen for a moment and read out politely. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { changed } from '../shop/changes';

const kShownFor = 3500;

/** Asked for at each drawing, so that it follows the language. */
let message: (() => string) | null = null;
let timer = 0;

export function say(text: () => string): void {
  message = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    message = null;
    changed();
  }, kShownFor);
  changed();
}

/** The live region is always in the page: one that comes together with its text is not read out. */
export const toast = (): TemplateResult =>
  html`<div class="toast" role="status" data-testid="toast">${message === null ? nothing : html`<span>${message()}</span>`}</div>`;
