/**
 * Bars and toasts: they stand beside the page's content and take no focus. A bar stays until it is closed. A toast goes by itself: see
 * {@link secondsOf}; its time stands still while the pointer or the focus is in it and while the page is not in front, and then begins anew.
 */
import { whenInFront } from '../element/in-front.js';
import type { Presenter, Showing } from '../element/presenter.js';
import { fill, setUp } from './message.js';
import { stand } from './stack.js';

/** Enough to read two lines aloud, and not less than what any reader needs to turn to it. */
const kSeconds = 10;
const kFewestSeconds = 5;

/** How long a toast stays: `seconds` of its content, 5 at least; 10 where it says nothing; with 0, until it is closed. */
const secondsOf = ({ content: { seconds } }: Showing): number =>
  seconds === 0 ? Number.POSITIVE_INFINITY : typeof seconds === 'number' ? Math.max(kFewestSeconds, seconds) : kSeconds;

/** Closes the toast when its time is over. Returns the way to end that. */
const timed = (box: HTMLElement, showing: Showing): (() => void) => {
  const seconds = secondsOf(showing);
  if (!Number.isFinite(seconds)) return () => undefined;
  const ended = new AbortController();
  let halt: () => void;
  const begin = () => void (halt = whenInFront(() => showing.close(), seconds * 1000));
  const goOn = () => {
    halt();
    if (!ended.signal.aborted && !box.matches(':hover, :focus-within')) begin();
  };
  for (const name of ['pointerenter', 'focusin']) box.addEventListener(name, () => halt(), { signal: ended.signal });
  // Where the focus goes next is known once it has gone there.
  for (const name of ['pointerleave', 'focusout']) box.addEventListener(name, () => setTimeout(goOn), { signal: ended.signal });
  begin();
  return () => {
    ended.abort();
    halt();
  };
};

export const presentStrip: Presenter = (showing) => {
  const { slot, kind, content } = showing;
  const isToast = kind === 'toast';
  const box = document.createElement('div');
  setUp(box, showing);
  // A toast is read out where it appears; a bar is a place that can be gone to.
  box.setAttribute('role', isToast ? 'status' : 'region');
  const isAtTop = !isToast && content['position'] === 'top';
  if (isAtTop) box.dataset['position'] = 'top';
  slot.append(box);
  const leave = stand(box, isToast ? 'toast' : isAtTop ? 'top' : 'bottom');
  let endTime = (): void => undefined;
  const show = (): void => {
    fill(box, showing);
    if (isToast) endTime = timed(box, showing);
  };
  // What is to be read out must come after the place where it appears.
  const timer = isToast ? setTimeout(show) : undefined;
  if (!isToast) show();
  return {
    target: box,
    end() {
      clearTimeout(timer);
      endTime();
      leave();
      box.remove();
    },
  };
};
