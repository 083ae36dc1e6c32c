/** The looks of the consent banner and its dialog: custom properties `--noren-consent-*` change them, parts reach the rest. */

const kStyle = `
:host {
  position: fixed; inset: auto 0 0 0; z-index: 1000; display: block; color-scheme: light dark;
  padding: max(12px, env(safe-area-inset-bottom)) 12px; pointer-events: none;
}
:host([hidden]), section[hidden] { display: none; }
section, dialog {
  pointer-events: auto; box-sizing: border-box; max-width: 44rem; margin: 0 auto; padding: 1.1rem 1.25rem;
  font: var(--noren-consent-font, 1rem/1.6 system-ui, sans-serif);
  color: var(--noren-consent-color, CanvasText); background: var(--noren-consent-background, Canvas);
  border: var(--noren-consent-border, 1px solid color-mix(in srgb, currentColor 25%, transparent));
  border-radius: var(--noren-consent-radius, 12px); box-shadow: var(--noren-consent-shadow, 0 6px 30px rgb(0 0 0 / .2));
}
dialog {
  width: min(36rem, 100vw - 24px); max-width: none; max-height: calc(100dvh - 24px); margin: auto; overflow: auto; overscroll-behavior: contain;
}
dialog .actions { position: sticky; bottom: -1.1rem; margin-bottom: -1.1rem; padding-bottom: 1.1rem; background: var(--noren-consent-background, Canvas); }
dialog::backdrop { background: var(--noren-consent-backdrop, rgb(0 0 0 / .45)); }
h2 { margin: 0 0 .35em; font-size: 1.05em; line-height: 1.4; text-wrap: balance; }
dialog h2 { padding-right: 2.5rem; font-size: 1.2em; }
h2:focus { outline: none; }
p { margin: 0 0 .9em; font-size: .925em; }
a { color: inherit; }
.actions { display: grid; grid-auto-rows: 1fr; grid-template-columns: repeat(3, 1fr); gap: .75rem; }
section .actions { grid-template-columns: 1fr 1fr; }
.purpose {
  display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem; align-items: center; padding: .8rem 0;
  border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent);
}
.purpose p { grid-column: 1 / -1; margin: 0; padding-right: 3.75rem; }
.purpose + .actions { padding-top: 1rem; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
label { font-weight: 600; cursor: pointer; }
input {
  appearance: none; position: relative; box-sizing: border-box; width: 2.9rem; height: 1.7rem; margin: 0; cursor: pointer;
  background: transparent; border: 2px solid currentColor; border-radius: 1rem;
}
input::before {
  content: ''; position: absolute; inset: .2rem auto .2rem .2rem; aspect-ratio: 1; border-radius: 50%; background: currentColor;
}
input:checked { background: var(--noren-consent-switch, currentColor); }
input:checked::before { inset: .2rem .2rem .2rem auto; background: var(--noren-consent-background, Canvas); }
input:disabled { opacity: .5; cursor: not-allowed; }
button {
  min-height: 44px; padding: .55em 1em; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--noren-consent-button-color, CanvasText); background: var(--noren-consent-button-background, Canvas);
  border: var(--noren-consent-button-border, 2px solid currentColor); border-radius: var(--noren-consent-button-radius, 8px);
}
button:hover { text-decoration: underline; }
.choose, .close { color: inherit; background: none; border: 0; }
.choose { display: block; margin: .4rem auto -.5rem; font-size: .925em; text-decoration: underline; }
.close { position: absolute; inset: .4rem .4rem auto auto; min-width: 44px; padding: 0; font-size: 1.5em; line-height: 1; }
:is(a, button, input):focus-visible { outline: 3px solid var(--noren-consent-focus, Highlight); outline-offset: 2px; }
@media (max-width: 30rem) {
  dialog .actions { gap: .4rem; }
  dialog .actions button { padding-inline: .2em; font-size: .9em; line-height: 1.35; word-break: auto-phrase; }
}
@media (forced-colors: active) {
  input { border-color: ButtonText; }
  input::before { background: ButtonText; forced-color-adjust: none; }
  input:checked { background: Highlight; forced-color-adjust: none; }
}
@media (prefers-reduced-motion: no-preference) { input::before { transition: inset .12s; } }
`;

let sheet: CSSStyleSheet | undefined;

/** A constructed sheet needs no allowance in a Content-Security-Policy. */
export const consentStyle = (): CSSStyleSheet => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(kStyle);
  }
  return sheet;
};
