/**
 * The dialog with a switch for each purpose. It is the browser's own modal dialog, which keeps the focus inside, closes on Escape and
 * gives the focus back. Its three answers are the same button; no switch is on that was not switched on by her.
 */
import type { ConsentChoice, Purpose } from '../types.js';
import type { ConsentWords } from './consent-words.js';
import { make } from './make.js';

export interface ConsentDialog {
  readonly words: ConsentWords;
  readonly language: string;
  /** What she is asked for. */
  readonly purposes: readonly Purpose[];
  /** What is granted now. */
  readonly granted: readonly Purpose[];
  /** Those that her browser refuses for her. */
  readonly refused: readonly Purpose[];
  /** She has chosen; each purpose of `purposes` is in it. */
  chosen(choice: ConsentChoice): void;
}

const switchFor = (purpose: Purpose, [name, text]: readonly [string, string], isOn: boolean, isRefused: string | null): HTMLElement => {
  const control = make('input', { type: 'checkbox', role: 'switch', id: purpose, part: 'switch', 'aria-describedby': `about-${purpose}` });
  control.checked = isOn && isRefused === null;
  control.disabled = isRefused !== null;
  return make(
    'div',
    { part: 'purpose', class: 'purpose' },
    make('label', { for: purpose, part: 'purpose-name' }, name),
    control,
    make('p', { id: `about-${purpose}`, part: 'purpose-text' }, isRefused === null ? text : `${text} ${isRefused}`),
  );
};

/** Makes the dialog; it is to be put into the page, and opened with showModal(). */
export const consentDialog = ({ words, language, purposes, granted, refused, chosen }: ConsentDialog): HTMLDialogElement => {
  const dialog = make('dialog', { part: 'dialog', lang: language, 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-text' });
  const isOn = (purpose: Purpose) => dialog.querySelector<HTMLInputElement>(`#${purpose}`)?.checked === true;
  const answer = (name: 'none' | 'all' | 'save', isGranted: (purpose: Purpose) => boolean) => {
    const button = make('button', { type: 'button', part: `button ${name}` }, words[name]);
    button.addEventListener('click', () => {
      const choice = Object.fromEntries(purposes.map((purpose) => [purpose, isGranted(purpose) && !refused.includes(purpose)]));
      dialog.close();
      chosen(choice);
    });
    return button;
  };
  const close = make('button', { type: 'button', part: 'close', class: 'close', 'aria-label': words.close }, '×');
  close.addEventListener('click', () => dialog.close());
  dialog.append(
    make('h2', { id: 'dialog-title', part: 'title', tabindex: '-1', autofocus: '' }, words.dialogTitle),
    make('p', { id: 'dialog-text', part: 'text' }, words.dialogText),
    ...purposes.map((purpose) =>
      switchFor(purpose, words.purposes[purpose], granted.includes(purpose), refused.includes(purpose) ? words.refusedByBrowser : null),
    ),
    make('div', { part: 'actions', class: 'actions' }, answer('none', () => false), answer('save', isOn), answer('all', () => true)),
    close,
  );
  return dialog;
};
