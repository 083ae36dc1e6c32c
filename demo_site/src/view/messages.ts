/**
 * What may lie over the page, on every page: a card for rare occasions, two bars and a toast. `noren/messages` shows them; where a
 * campaign applies to none of them they take no room. Their group in site.json lets one at a time onto a page.
 */
import { html, type TemplateResult } from 'lit-html';
import { words } from '../shop/words';
import { answer } from '../personal/personal';
import { say } from './toast';

const answered = ({ target }: Event): void => {
  const given = target instanceof Element ? target.closest<HTMLElement>('[data-answer]')?.dataset['answer'] : undefined;
  if (given !== undefined && answer('satisfaction', given)) say(() => words().answerThanks);
};

export const messages = (): TemplateResult => html`
  <noren-slot name="occasion">
    <template>
      <div class="occasion" data-testid="occasion">
        <img data-noren-src="picture" width="256" height="256" alt="" />
        <p class="eyebrow" data-noren-text="eyebrow"></p>
        <h2 data-noren-text="title"></h2>
        <p data-noren-text="text"></p>
        <p><a class="button" data-noren-text="action" data-noren-href="href"></a></p>
      </div>
    </template>
  </noren-slot>
  <noren-slot name="reminder">
    <template>
      <p class="strip" data-testid="reminder">
        <strong data-noren-text="title"></strong> <span data-noren-text="text"></span>
        <a class="text-link" data-noren-text="action" data-noren-href="href"></a>
      </p>
    </template>
  </noren-slot>
  <noren-slot name="survey" @click=${answered}>
    <template>
      <div class="strip" data-testid="survey">
        <p><strong data-noren-text="title"></strong> <span data-noren-text="text"></span></p>
        <p class="strip-answers">
          <button class="strip-answer" type="button" data-answer="great" data-noren-text="great"></button>
          <button class="strip-answer" type="button" data-answer="fine" data-noren-text="fine"></button>
          <button class="strip-answer" type="button" data-answer="poor" data-noren-text="poor"></button>
        </p>
      </div>
    </template>
  </noren-slot>
  <noren-slot name="cart-toast"></noren-slot>
`;
