/** Who she looks for a present for: one of the questions of site.json, asked where its answer shows, at the head of the row that follows it. */
import { html, type TemplateResult } from 'lit-html';
import { words } from '../shop/words';
import { answer } from '../personal/personal';
import { readProfile } from '../personal/profile';

const kQuestion = 'present-for';
const kNobody = 'nobody';

export function presents(): TemplateResult {
  const w = words();
  const chosen = readProfile()?.answers.get(kQuestion) ?? kNobody;
  return html`
    <label class="presents">
      ${w.presentFor}
      <select data-testid="present-for" autocomplete="off" @change=${(event: Event) => answer(kQuestion, (event.target as HTMLSelectElement).value)}>
        ${Object.entries(w.presents).map(([option, name]) => html`<option value=${option} .selected=${option === chosen}>${name}</option>`)}
      </select>
    </label>
  `;
}
