/**
 * Pop-ups: a modal dialog of the browser's own, which keeps the focus inside and gives it back. Escape, a press beside it, and its
 * close button dismiss it. It never interrupts typing, and never covers another pop-up.
 */
import type { Presenter } from '../element/presenter.js';
import { fill, setUp } from './message.js';

const kEditable = 'input, textarea, select, [contenteditable]:not([contenteditable=false])';

/** Those that are open or wait, in order; the first is open, or waits for the end of typing. */
const queue: (() => void)[] = [];

const isTyping = (): boolean => document.activeElement?.matches(kEditable) ?? false;

const isInside = ({ left, right, top, bottom }: DOMRect, { clientX, clientY }: MouseEvent): boolean =>
  clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;

export const presentPopup: Presenter = (showing) => {
  const dialog = document.createElement('dialog');
  const ended = new AbortController();
  const { signal } = ended;
  setUp(dialog, showing);
  fill(dialog, showing);
  const dismiss = () => signal.aborted || showing.dismiss();
  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return; // a file chooser inside says it, too
    event.preventDefault();
    dismiss();
  });
  dialog.addEventListener('close', dismiss); // by a form in it, or by a browser that does not ask
  dialog.addEventListener('click', (event) => event.target === dialog && !isInside(dialog.getBoundingClientRect(), event) && dismiss());

  const open = (): void => {
    if (signal.aborted) return;
    if (!isTyping()) dialog.showModal();
    // Where the focus goes next is known once it has gone there.
    else document.addEventListener('focusout', () => setTimeout(open), { once: true, signal });
  };
  showing.slot.append(dialog);
  if (queue.push(open) === 1) open();
  return {
    target: dialog,
    end() {
      ended.abort();
      const wasFirst = queue[0] === open;
      queue.splice(queue.indexOf(open), 1);
      dialog.close(); // gives the focus back to where it was
      dialog.remove();
      if (wasFirst) queue[0]?.();
    },
  };
};
