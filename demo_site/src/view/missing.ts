/** An address without a page. */
import { html, type TemplateResult } from 'lit-html';
import { to } from '../shop/route';
import { words } from '../shop/words';

export const missing = (): TemplateResult => html`
  <h1 class="page-title" tabindex="-1">${words().missing}</h1>
  <p><a class="button" href=${to('/')}>${words().backHome}</a></p>
`;
