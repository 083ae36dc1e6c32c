/**
 * "What Noren decided": a panel at the edge of the page that shows, for the slots of this page and the others, which campaigns
 * held or lost and with which values. Closed until asked for; Escape closes it and gives the focus back.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { Explanation } from 'noren';
import { changed } from '../shop/changes';
import { explain, lastLatency, slots, status, type Slot } from '../personal/personal';
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

function latencyText(): string {
  const w = panelWords();
  const last = lastLatency();
  return last ? w.microseconds(last.microseconds.toFixed(0), last.event) : w.noEvent;
}

function slotPanel(slot: Slot, explanation: Explanation): TemplateResult {
  const w = panelWords();
  const shown =
    explanation.campaign === null
      ? w.fallback
      : html`<code>${explanation.campaign}</code>${explanation.variant === null ? nothing : html` (${w.variant(explanation.variant)})`}`;
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

function content(): TemplateResult {
  const w = panelWords();
  const now = status();
  if (!now || now.state === 'failed') return html`<p>${w.notLoaded}</p>${now?.error ? html`<p class="fine">${now.error.message}</p>` : nothing}`;
  const ordered = [...slots].sort((a, b) => Number(isHere(b)) - Number(isHere(a)));
  return html`
    <dl class="facts">
      <div><dt>${w.level}</dt><dd data-testid="level" data-level=${now.level}>${w.levels[now.level]}</dd></div>
      <div><dt>${w.latency}</dt><dd data-testid="latency">${latencyText()}<br /><small>${w.latencyNote}</small></dd></div>
    </dl>
    ${ordered.map((slot) => {
      const explanation = explain(slot);
      return explanation ? slotPanel(slot, explanation) : nothing;
    })}
  `;
}

export function dock(): TemplateResult {
  const w = panelWords();
  return html`
    <aside class="dock" data-testid="dock" data-open=${open} aria-labelledby="dock-button">
      <button id="dock-button" class="dock-button" aria-expanded=${open} aria-controls="dock-panel" @click=${() => toggle(!open)}>
        ${w.dockTitle}
      </button>
      <div id="dock-panel" class="dock-panel" ?hidden=${!open} @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && toggle(false)}>
        <div class="dock-head">
          <h2 id="dock-title" tabindex="-1">${w.dockTitle}</h2>
          <button class="icon-button" aria-label=${w.close} @click=${() => toggle(false)}>${closeIcon}</button>
        </div>
        ${open ? content() : nothing}
      </div>
    </aside>
  `;
}
