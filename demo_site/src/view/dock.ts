/**
 * "What Noren decided": a panel at the edge of the page that says, for the slots of this page and the others, why they show what they
 * show, which campaigns lost, and where she stands in journeys; and lets her come back days later. Closed until asked for; Escape closes
 * it and gives the focus back.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ConsideredCampaign, Explanation, SlotKind, Verdict } from 'noren';
import { changed } from '../shop/changes';
import { language } from '../shop/language';
import { now, travel } from '../personal/clock';
import { decide, explain, journeys, reportedProblems, slots, status, type Slot } from '../personal/personal';
import { timing, type Step } from '../personal/timing';
import { journeyName } from './attribute-words';
import { close as closeIcon } from './icons';
import { panelWords } from './panel-words';
import { why } from './why';

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

const campaignItem = (considered: ConsideredCampaign): TemplateResult => html`
  <li data-verdict=${considered.verdict} data-campaign=${considered.campaign}>
    <p><code>${considered.campaign}</code> <span class="verdict">${panelWords().verdicts[considered.verdict]}</span></p>
    ${why(considered)}
  </li>
`;

/** Kinds of slots that show nothing of the shop's own. */
const kApart: ReadonlySet<SlotKind> = new Set(['bar', 'popup', 'toast']);

/** Whose turn it is: its content shows, or is held back to compare with. */
const kTurns: ReadonlySet<Verdict> = new Set(['chosen', 'control', 'holdout', 'preview']);

function slotPanel(slot: Slot, explanation: Explanation): TemplateResult {
  const w = panelWords();
  const turn = explanation.considered.filter(({ verdict }) => kTurns.has(verdict));
  const others = explanation.considered.filter(({ verdict }) => !kTurns.has(verdict));
  const shown =
    explanation.campaign === null
      ? kApart.has(decide(slot)?.kind ?? 'content')
        ? w.nothing
        : w.fallback
      : html`<code>${explanation.campaign}</code> (${w.variant(explanation.variant ?? '')})`;
  return html`
    <section class="dock-slot" data-testid="explain-${slot}" data-campaign=${explanation.campaign ?? ''}>
      <h3><code>${slot}</code> ${isHere(slot) ? html`<span class="dock-here">${w.onThisPage}</span>` : nothing}</h3>
      <p class="dock-shown">${w.shows}: ${shown}</p>
      <ul class="dock-campaigns">${turn.map(campaignItem)}</ul>
      ${others.length === 0
        ? nothing
        : html`<details>
            <summary>${w.others(others.length)}</summary>
            <ul class="dock-campaigns">${others.map(campaignItem)}</ul>
          </details>`}
    </section>
  `;
}

function journeyList(): TemplateResult | typeof nothing {
  const w = panelWords();
  const all = journeys();
  if (all.length === 0) return nothing;
  return html`
    <section class="dock-slot" data-testid="journeys">
      <h3>${w.journeys}</h3>
      <dl class="facts">
        ${all.map(
          ({ journey, step, started, end }) => html`<div data-journey=${journey} data-step=${step ?? ''} data-end=${end ?? ''}>
            <dt>${journeyName(journey)}</dt>
            <dd>${step === null ? w.ends[end ?? 'finished'] : w.standsAt(step, started)}</dd>
          </div>`,
        )}
      </dl>
    </section>
  `;
}

/** Recipes take days; nobody who tries them has so many. */
function timeMachine(): TemplateResult {
  const w = panelWords();
  const today = new Date(now()).toLocaleDateString(language(), { dateStyle: 'long', timeZone: 'UTC' });
  return html`
    <section class="dock-slot" data-testid="time-machine">
      <h3>${w.timeMachine}</h3>
      <p>${w.today(today)}</p>
      <p class="dock-days">
        ${w.later.map(([days, label]) => html`<button class="quiet text-link" data-days=${days} @click=${() => travel(days)}>${label}</button>`)}
      </p>
      <p class="fine">${w.timeMachineNote}</p>
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
    </dl>
    ${problemList()}
    ${ordered.map((slot) => {
      const explanation = explain(slot);
      return explanation ? slotPanel(slot, explanation) : nothing;
    })}
    ${journeyList()} ${timeMachine()}
    <section class="dock-slot">
      <h3>${w.costs}</h3>
      <dl class="facts">${cost('event', w.costEvent)} ${cost('recommend', w.costRecommend)} ${cost('open', w.costOpen)}</dl>
      <p class="fine">${w.costNote}</p>
    </section>
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
