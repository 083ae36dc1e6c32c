/** Why a campaign shows or does not: in sentences first, and behind a disclosure the rule with all its values. */
import { html, nothing, type TemplateResult } from 'lit-html';
import type { ConsideredCampaign } from 'noren';
import { inWords } from 'noren/words';
import { language } from '../shop/language';
import { attributeName, journeyOf } from './attribute-words';
import { panelWords } from './panel-words';
import { ruleTree } from './rule';

/** What the verdict itself has to say beside its name. */
function remarks({ campaign, verdict, by, cap, days_left: daysLeft }: ConsideredCampaign): readonly string[] {
  const w = panelWords();
  const journey = journeyOf(campaign);
  return [
    ...(journey ? [verdict === 'journey' ? w.needsJourney(journey.name) : w.byJourney(journey.name)] : []),
    ...(by === undefined ? [] : [w.goesFirst(by)]),
    ...(cap ? [w.capReached(cap.seen, cap.times, w.periods[cap.per])] : []),
    ...(daysLeft === undefined ? [] : [daysLeft > 0 ? w.quietFor(daysLeft) : w.quietHere]),
  ];
}

/** The sentences, without full stops; never none. */
export function reasons(considered: ConsideredCampaign): readonly string[] {
  const all = [...remarks(considered), ...inWords(considered.because, language(), attributeName)];
  return all.length > 0 ? all : [panelWords().always];
}

export const why = (considered: ConsideredCampaign): TemplateResult => {
  const w = panelWords();
  const rules = [considered.rule, considered.trigger].flatMap((rule) => rule ?? []);
  return html`
    <ul class="reasons">${reasons(considered).map((sentence) => html`<li>${sentence}</li>`)}</ul>
    ${rules.length === 0
      ? nothing
      : html`<details class="dock-rule"><summary>${w.allValues}</summary><ul class="rule">${rules.map(ruleTree)}</ul></details>`}
  `;
};
