/** Something to read, as a row of links. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { named } from '../shop/catalog';
import { to } from '../shop/route';
import { words } from '../shop/words';
import type { Reading } from '../personal/rows';

export const readingRow = (entries: readonly Reading[]): TemplateResult | typeof nothing =>
  entries.length === 0
    ? nothing
    : html`
        <section class="section" data-testid="row-reading" aria-labelledby="row-reading">
          <div class="section-head"><h2 id="row-reading" tabindex="-1">${words().reading}</h2></div>
          <ul class="reading">
            ${entries.map(
              ({ article, reason }) => html`<li data-testid="article" data-article=${article.id}>
                <a href=${to(article.link)}>${named(article.title)}</a>
                <span class="fine">${reason ?? ''}</span>
              </li>`,
            )}
          </ul>
        </section>
      `;
