/** Bars and toasts: they stand beside the page's content, take no focus, and stay until they are closed. */
import type { Presenter } from '../element/presenter.js';
import { fill, setUp } from './message.js';

export const presentStrip: Presenter = (showing) => {
  const { slot, kind, content } = showing;
  const box = document.createElement('div');
  setUp(box, showing);
  // A toast is read out where it appears; a bar is a place that can be gone to.
  box.setAttribute('role', kind === 'toast' ? 'status' : 'region');
  if (content['position'] === 'top') box.dataset['position'] = 'top';
  slot.append(box);
  // What is to be read out must come after the place where it appears.
  const timer = kind === 'toast' ? setTimeout(() => fill(box, showing)) : undefined;
  if (kind !== 'toast') fill(box, showing);
  return {
    target: box,
    end() {
      clearTimeout(timer);
      box.remove();
    },
  };
};
