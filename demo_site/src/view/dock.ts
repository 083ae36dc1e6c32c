/**
 * "What Noren decided": a panel at the edge of the page that shows, for the slots of this page and the others, which campaigns
 * held or lost and with which values. Closed until asked for; Escape closes it and gives the focus back.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Explanation } from 'noren';
import { changed } from '../shop/changes';
import { explain, reportedProblems, slots, status, type Slot } from '../personal/personal';
import { timing, type Step } from '../personal/timing';
import { close as closeIcon } from './icons';
import { panelWords } from './panel-words';
import { ruleTree } from './rule';

let open = false;

function toggle(to: boolean): void {
  open = to;
  changed();
  // After the drawing, which happens in a microtask of its own.
  setTimeout(() => document.getElementById(to ? 'dock-title' : 'dock-button')?.focus());
}

/** A slot is on this page where the document has its element. */
const isHere = (slot: Slot): boolean => document.querySelector(`noren-slot[name="${slot}"]`) !== null;

const microseconds = (duration: number): string =>
  duration < 10_000 ? `${duration.toFixed(0)} µs` : `${(duration / 1000).toFixed(0)} ms`;

function cost(step: Step, label: string): TemplateResult {
  const w = panelWords();
  const of = timing(step);
  const spread = of && of.count > 1 ? w.spread(of.count, microseconds(of.median), microseconds(of.p99)) : '';
  return html`
    <div>
      <dt>${label}</dt>
      <dd data-testid="cost-${step}">${of ? microseconds(of.last) : w.notYet}<br /><small>${spread}</small></dd>
    </div>
  `;
}

function slotPanel(slot: Slot, explanation: Explanation): TemplateResult {
  const w = panelWords();
  const shown =
    explanation.campaign === null
      ? w.fallback
      : html`<code>${explanation.campaign}</code> (${w.variant(explanation.variant ?? '')})`;
  return html`
    <section class="dock-slot" data-testid="explain-${slot}" data-campaign=${explanation.campaign ?? ''}>
      <h3><code>${slot}</code> ${isHere(slot) ? html`<span class="dock-here">${w.onThisPage}</span>` : nothing}</h3>
      <p class="dock-shown">${w.shows}: ${shown}</p>
      <ul class="dock-campaigns">
        ${explanation.considered.map(
          ({ campaign, verdict, rule }) => html`
            <li data-verdict=${verdict}>
              <details ?open=${verdict === 'chosen'}>
                <summary><code>${campaign}</code> <span class="verdict">${w.verdicts[verdict]}</span></summary>
                ${rule ? html`<ul class="rule">${ruleTree(rule)}</ul>` : html`<p class="fine">${w.always}</p>`}
              </details>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}

function problemList(): TemplateResult | typeof nothing {
  const problems = reportedProblems();
  if (problems.length === 0) return nothing;
  return html`
    <h3 class="dock-problems">${panelWords().problems}</h3>
    <ul data-testid="problems">
      ${problems.map(({ code, path, message, hint }) => html`<li><code>${code} ${path}</code> ${message}<br /><small>${hint}</small></li>`)}
    </ul>
  `;
}

function content(): TemplateResult {
  const w = panelWords();
  const now = status();
  if (!now || now.state === 'failed') return html`<p>${w.notLoaded}</p>${problemList()}`;
  const ordered = [...slots].sort((a, b) => Number(isHere(b)) - Number(isHere(a)));
  return html`
    <dl class="facts">
      <div><dt>${w.level}</dt><dd data-testid="level" data-level=${now.level}>${w.levels[now.level]}</dd></div>
      ${cost('event', w.costEvent)} ${cost('recommend', w.costRecommend)} ${cost('open', w.costOpen)}
    </dl>
    <p class="fine">${w.costNote}</p>
    ${problemList()}
    ${ordered.map((slot) => {
      const explanation = explain(slot);
      return explanation ? slotPanel(slot, explanation) : nothing;
    })}
  `;
}

const closeOnEscape = (event: KeyboardEvent): void => {
  if (event.key === 'Escape') toggle(false);
};

export function dock(): TemplateResult {
  const w = panelWords();
  return html`
    <aside class="dock" data-testid="dock" data-open=${open} aria-labelledby="dock-button">
      <button id="dock-button" class="dock-button" aria-expanded=${open} aria-controls="dock-panel" @click=${() => toggle(!open)}>
        ${w.dockTitle}
      </button>
      <div id="dock-panel" class="dock-panel" ?hidden=${!open} @keydown=${closeOnEscape}>
        <div class="dock-head">
          <h2 id="dock-title" tabindex="-1">${w.dockTitle}</h2>
          <button class="icon-button" aria-label=${w.close} @click=${() => toggle(false)}>${closeIcon}</button>
        </div>
        ${open ? content() : nothing}
      </div>
    </aside>
  `;
}
