/**
 * Where bars and toasts stand: one beside the other, never one over the other. At each edge bars come first, in the order in which they
 * came; toasts stand above those at the lower one. What bars take of the edges is in the page's `--noren-bars-top` and `--noren-bars-bottom`
 * (lengths, `0px` without any), for whatever else the page keeps there.
 */
export type Place = 'top' | 'bottom' | 'toast';

/** Between toasts, in pixels. */
const kGap = 8;

const standing = new Map<HTMLElement, Place>();

const offset = (box: HTMLElement, pixels: number): void => box.style.setProperty('--noren-message-offset', `${pixels}px`);

const arrange = (): void => {
  const taken = { top: 0, bottom: 0 };
  for (const [box, place] of standing) {
    if (place === 'toast') continue;
    offset(box, taken[place]);
    taken[place] += box.offsetHeight;
  }
  let above = taken.bottom;
  for (const [box, place] of standing) {
    if (place !== 'toast' || box.offsetHeight === 0) continue;
    offset(box, above);
    above += box.offsetHeight + kGap;
  }
  const { style } = document.documentElement;
  style.setProperty('--noren-bars-top', `${taken.top}px`);
  style.setProperty('--noren-bars-bottom', `${taken.bottom}px`);
};

let observer: ResizeObserver | null = null;

/** Gives the box its place among the others. Returns the way to leave it. */
export const stand = (box: HTMLElement, place: Place): (() => void) => {
  standing.set(box, place);
  if (globalThis.ResizeObserver) (observer ??= new ResizeObserver(arrange)).observe(box);
  arrange();
  return () => {
    standing.delete(box);
    observer?.unobserve(box);
    arrange();
  };
};
