/**
 * When something was seen: at least half of it, or half of the window where it is larger than that, was visible for one second on a
 * page that was in front.
 */
import { kSeenAfter, whenInFront } from './in-front.js';

const kHalf = 0.5;
/** Fine enough for what is larger than the window, whose visible share never gets near a half. */
const kThresholds = Array.from({ length: 21 }, (_, index) => index / 20);

const isHalfVisible = ({ isIntersecting, intersectionRatio, intersectionRect }: IntersectionObserverEntry): boolean =>
  isIntersecting && (intersectionRatio >= kHalf || intersectionRect.height >= innerHeight * kHalf);

/** The element's own box, or that of its first element where it has none. */
const boxOf = (element: Element): Element =>
  getComputedStyle(element).display === 'contents' ? (element.querySelector(':scope > :not(template)') ?? element) : element;

/**
 * Calls `seen` once the element was seen; null: once the page has been in front for as long, for what has nothing to look at, such
 * as a message that is held back for comparison. Returns the way to end it. Without IntersectionObserver nothing counts as seen.
 */
export const watch = (element: Element | null, seen: () => void): (() => void) => {
  if (!element) return whenInFront(seen, kSeenAfter);
  if (!globalThis.IntersectionObserver) return () => undefined;
  let stop: (() => void) | null = null;
  const halt = () => {
    stop?.();
    stop = null;
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const entry = entries.at(-1);
      if (!entry || !isHalfVisible(entry)) return halt();
      stop ??= whenInFront(() => {
        observer.disconnect();
        seen();
      }, kSeenAfter);
    },
    { threshold: kThresholds },
  );
  observer.observe(boxOf(element));
  return () => {
    observer.disconnect();
    halt();
  };
};
