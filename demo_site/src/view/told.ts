/** What the visitor told the shop herself, in answer to a question of site.json, and the form in which she tells her birthday. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { answer } from '../personal/personal';
import { profileWords } from './profile-words';
import { say } from './toast';

function keep(event: SubmitEvent): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const [month, day] = ['month', 'day'].map((name) => String(new FormData(form).get(name)).padStart(2, '0'));
  const kept = answer('birthday', `${month}-${day}`);
  say(() => (kept ? profileWords().kept : profileWords().notADay));
}

const choices = (names: readonly string[], chosen: number): readonly TemplateResult[] =>
  names.map((name, index) => html`<option value=${index + 1} ?selected=${index + 1 === chosen}>${name}</option>`);

/** @param answers by the question's id, as the profile tells them */
export function told(answers: ReadonlyMap<string, string>): TemplateResult {
  const w = profileWords();
  const [month = 1, day = 1] = (answers.get('birthday') ?? '').split('-').map(Number);
  const satisfaction = answers.get('satisfaction');
  const days = Array.from({ length: 31 }, (_, index) => w.days(index + 1));
  return html`
    <section class="panel" aria-labelledby="told-title" data-testid="told">
      <h2 id="told-title">${w.toldTitle}</h2>
      <form class="told" @submit=${keep}>
        <fieldset>
          <legend>${w.birthday}</legend>
          <p>
            <label for="birthday-month">${w.month}</label>
            <select id="birthday-month" name="month" autocomplete="off">${choices(w.months, month || 1)}</select>
          </p>
          <p>
            <label for="birthday-day">${w.day}</label>
            <select id="birthday-day" name="day" autocomplete="off">${choices(days, day || 1)}</select>
          </p>
          <button class="button">${w.save}</button>
        </fieldset>
        <p class="fine">${w.birthdayWhy}</p>
      </form>
      ${satisfaction === undefined
        ? nothing
        : html`<p data-testid="satisfaction">${w.satisfaction}: ${w.satisfactions[satisfaction] ?? satisfaction}</p>`}
    </section>
  `;
}
