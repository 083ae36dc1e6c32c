/** Waiting for time that the page spends in front of its visitor. */

/** How long something must be visible to count as seen, in milliseconds. */
export const kSeenAfter = 1000;

/** Calls back once the page was in front for that many milliseconds at a stretch. Returns the way to end it. */
export const whenInFront = (callback: () => void, milliseconds: number): (() => void) => {
  const end = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const restart = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') return;
    timer = setTimeout(() => {
      end.abort();
      callback();
    }, milliseconds);
  };
  document.addEventListener('visibilitychange', restart, { signal: end.signal });
  restart();
  return () => {
    clearTimeout(timer);
    end.abort();
  };
};
