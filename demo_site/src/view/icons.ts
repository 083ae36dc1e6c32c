/** The few line icons of the shop, drawn for it. */
import { html, type TemplateResult } from 'lit-html';

export const mark: TemplateResult = html`
  <svg class="mark" viewBox="0 0 32 32" width="34" height="34" aria-hidden="true">
    <rect class="mark-pole" x="1" y="4" width="30" height="2.5" rx="1.25" />
    <path
      class="mark-cloth"
      d="M3 6.5h8v19a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zM12 6.5h8v15a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1zM21 6.5h8v19a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1z"
    />
  </svg>
`;

export const cart: TemplateResult = html`
  <svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <path d="M5 8h14l-1.2 12H6.2zM9 8V6.5a3 3 0 0 1 6 0V8" />
  </svg>
`;

export const glass: TemplateResult = html`
  <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </svg>
`;

export const moon: TemplateResult = html`
  <svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <path d="M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z" />
  </svg>
`;

export const sun: TemplateResult = html`
  <svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <circle cx="12" cy="12" r="4" />
    <path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />
  </svg>
`;

export const close: TemplateResult = html`
  <svg class="icon" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18" /></svg>
`;
