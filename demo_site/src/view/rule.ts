/** A rule with the values it was decided by, as a nested list that reads aloud well. */
import { html, type TemplateResult } from 'lit-html';
import type { ExplainedRule, Json } from 'noren';
import { panelWords } from './panel-words';

const kConnectives = new Set(['and', 'or', '!', '!!', 'if', '?:']);

function shortValue(value: Json): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return JSON.stringify(value);
}

const isSegment = (rule: ExplainedRule): boolean => rule.attribute?.startsWith('segment.') ?? false;

/** A part of a comparison: an attribute with its value, a constant, or a calculation. */
function operand(rule: ExplainedRule): string {
  if (rule.attribute !== undefined) return `${rule.attribute} (${shortValue(rule.value)})`;
  const parts = rule.args ?? [];
  if (parts.length === 0) return shortValue(rule.value);
  return `(${parts.map(operand).join(` ${rule.op} `)} = ${shortValue(rule.value)})`;
}

function sentence(rule: ExplainedRule): string {
  const parts = rule.args ?? [];
  if (rule.attribute !== undefined || parts.length === 0) return operand(rule);
  return parts.length === 1 ? `${rule.op} ${parts.map(operand).join('')}` : parts.map(operand).join(` ${rule.op} `);
}

export function ruleTree(rule: ExplainedRule): TemplateResult {
  const w = panelWords();
  const held = Boolean(rule.value);
  const sign = html`<span class="sign" data-held=${held} aria-hidden="true">${held ? '✓' : '✗'}</span
    ><span class="unseen">${held ? w.holds : w.holdsNot}: </span>`;
  const parts = rule.args ?? [];
  if (parts.length === 0 || !(kConnectives.has(rule.op) || isSegment(rule))) {
    return html`<li>${sign} <code>${sentence(rule)}</code></li>`;
  }
  return html`
    <li>
      ${sign} <code>${rule.attribute ?? rule.op}</code>
      <ul>
        ${parts.map(ruleTree)}
      </ul>
    </li>
  `;
}
