/**
 * The one signal of the shop: something that the page shows has changed. Several changes in a task are told once.
 */
let listener: () => void = () => {};
let told = false;

/** The page's drawing function; the last one set is the one called. */
export function onChanged(draw: () => void): void {
  listener = draw;
}

export function changed(): void {
  if (told) return;
  told = true;
  queueMicrotask(() => {
    told = false;
    listener();
  });
}
