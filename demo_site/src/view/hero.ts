/**
 * The stage at the entrance. The children of the slot are the shop's own hero; the template is filled with the content of the
 * campaign that Noren chose. Both have the same structure and size, so nothing around them moves.
 */
import { html, type TemplateResult } from 'lit-html';
import { pictureOf } from '../shop/catalog';
import { to } from '../shop/route';
import { words } from '../shop/words';
import { decide } from '../personal/personal';
import { hue } from './properties';

const kOwnHue = 75;
const kOwnPictures = ['1fad6', '1f9e3', '1f3ee'] as const;

const cloth = html`
  <div class="cloth" aria-hidden="true" lang="ja"><span></span><span>暖</span><span>簾</span><span>屋</span><span></span></div>
`;

export function hero(): TemplateResult {
  const w = words();
  const chosen = decide('home-hero')?.content?.['hue'];
  return html`
    <h1 class="unseen" tabindex="-1">${w.shopName} · ${w.tagline}</h1>
    <section class="hero" data-testid="hero" ${hue(typeof chosen === 'number' ? chosen : kOwnHue)}>
      ${cloth}
      <noren-slot name="home-hero">
        <div class="hero-panel">
          <div class="hero-words">
            <p class="eyebrow">${w.heroEyebrow}</p>
            <h2>${w.heroTitle}</h2>
            <p class="hero-text">${w.heroText}</p>
            <p><a class="button" href=${to('/category/kitchen')}>${w.heroAction}</a></p>
          </div>
          <div class="hero-stage">
            ${kOwnPictures.map((emoji) => html`<img src=${pictureOf(emoji)} width="256" height="256" alt="" />`)}
          </div>
        </div>
        <template>
          <div class="hero-panel">
            <div class="hero-words">
              <p class="eyebrow" data-noren-text="eyebrow"></p>
              <h2 data-noren-text="title"></h2>
              <p class="hero-text" data-noren-text="text"></p>
              <p><a class="button" data-noren-text="action" data-noren-href="href"></a></p>
            </div>
            <div class="hero-stage">
              <img data-noren-src="picture1" width="256" height="256" alt="" />
              <img data-noren-src="picture2" width="256" height="256" alt="" />
              <img data-noren-src="picture3" width="256" height="256" alt="" />
            </div>
          </div>
        </template>
      </noren-slot>
    </section>
  `;
}
