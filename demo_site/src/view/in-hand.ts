/** What she does with her profile herself: forgets parts of it, takes it to another device, brings it here. */
import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { PrivacyOutcome, ProfilePart } from 'noren';
import type { Handover, QrCode } from 'noren/handover';
import { currentNoren } from '../personal/personal';
import { changed } from '../shop/changes';
import { inHandWords } from './in-hand-words';
import { say } from './toast';

/** The handover that is shown; gone when the page is left. */
let handover: Handover | null = null;
/** What came of the last try to bring one here, in the page's language. */
let told: (() => string) | null = null;

function tell(outcome: PrivacyOutcome | undefined, done: () => string): void {
  const message = outcome?.done ? done : () => inHandWords().failed(outcome?.error.message ?? 'Noren');
  say(message);
  told = message;
  changed();
}

async function forget(part: ProfilePart, name: string): Promise<void> {
  const outcome = await currentNoren()?.privacy.forget(part);
  tell(outcome, () => inHandWords().forgotten(name));
  // The button that was pressed is gone with what it named.
  document.getElementById('profile-title')?.focus();
}

export function forgetButton(part: ProfilePart, name: string): TemplateResult {
  const w = inHandWords();
  return html`<button class="forget" data-testid="forget" aria-label=${w.forgetThis(name)} @click=${() => void forget(part, name)}>${w.forget}</button>`;
}

/** Hands a file to the browser's own saving. */
function save(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function make(): Promise<void> {
  const noren = currentNoren();
  if (!noren) return;
  const { createHandover } = await import('noren/handover');
  handover = await createHandover(noren);
  if (!handover) say(() => inHandWords().empty);
  changed();
}

async function saveJson(): Promise<void> {
  const exported = await currentNoren()?.privacy.export();
  if (exported) save(`${exported.site}.json`, JSON.stringify(exported, null, 2), 'application/json');
}

const code = ({ size, path }: QrCode, label: string): TemplateResult => html`
  <figure>
    <svg role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
      ${svg`<path d=${path} fill="currentColor"></path>`}
    </svg>
    <figcaption>${label}</figcaption>
  </figure>
`;

function made({ file, name, key, keyCode, codes }: Handover): TemplateResult {
  const w = inHandWords();
  return html`
    <div data-testid="handover">
      <p><button class="button" data-testid="save-handover" @click=${() => save(name, file, 'application/octet-stream')}>${w.saveFile}</button></p>
      <p id="key-name">${w.key}</p>
      <p class="handover-key" data-testid="handover-key" role="group" aria-labelledby="key-name">${key}</p>
      <div class="codes">${code(keyCode, w.keyCode)}</div>
      <p>${codes.length > 0 ? w.codesLead : w.tooLarge}</p>
      <div class="codes" data-testid="handover-codes">${codes.map((each, index) => code(each, w.code(index + 1, codes.length)))}</div>
    </div>
  `;
}

export function takeAlong(hasProfile: boolean): TemplateResult | typeof nothing {
  if (!hasProfile) {
    handover = null;
    return nothing;
  }
  const w = inHandWords();
  return html`
    <section class="panel in-hand ${handover ? 'panel-wide' : ''}" aria-labelledby="take-title">
      <h2 id="take-title">${w.takeTitle}</h2>
      <p>${w.takeLead}</p>
      <p><button class="button" data-testid="take-along" @click=${() => void make()}>${w.take}</button></p>
      ${handover ? made(handover) : nothing}
      <h3>${w.exportTitle}</h3>
      <p>${w.exportLead}</p>
      <p><button class="button" data-testid="export" @click=${() => void saveJson()}>${w.export}</button></p>
    </section>
  `;
}

/** What the QR code in a photograph says; null where none can be read. */
async function readPicture(file: File): Promise<string | null> {
  const { readCode } = await import('noren/read-codes');
  const picture = await createImageBitmap(file);
  // Telephones take pictures of more points than it takes to read a code.
  const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const context = canvas.getContext('2d');
  context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return context ? readCode(context.getImageData(0, 0, canvas.width, canvas.height)) : null;
}

async function bring(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const noren = currentNoren();
  const files = [...((form.elements.namedItem('file') as HTMLInputElement).files ?? [])];
  let key = (form.elements.namedItem('key') as HTMLInputElement).value;
  const [first] = files;
  const done = (): string => inHandWords().brought;
  const refuse = (message: () => string): void => {
    told = message;
    changed();
  };
  if (!noren || !first) return refuse(() => inHandWords().noFile);
  if (/json$/i.test(first.type) || /\.json$/i.test(first.name)) return tell(await noren.privacy.import(await first.text()), done);
  const { openHandover } = await import('noren/handover');
  if (!first.type.startsWith('image/')) return tell(await openHandover(noren, new Uint8Array(await first.arrayBuffer()), key), done);
  const texts: string[] = [];
  for (const file of files) {
    const text = await readPicture(file).catch(() => null);
    if (text === null) return refuse(() => inHandWords().noCode(file.name));
    if (text.startsWith('NOREN:')) texts.push(text);
    else key ||= text;
  }
  tell(await openHandover(noren, texts, key), done);
}

export function bringHere(hasProfile: boolean): TemplateResult {
  const w = inHandWords();
  return html`
    <section class="panel in-hand" aria-labelledby="bring-title">
      <h2 id="bring-title">${w.bringTitle}</h2>
      <p>${w.bringLead}</p>
      ${hasProfile
        ? html`<form class="handover-form" data-testid="bring" @submit=${(event: SubmitEvent) => void bring(event)}>
            <label for="bring-file">${w.file}</label>
            <input id="bring-file" name="file" type="file" multiple accept=".noren,.json,application/json,image/*" />
            <label for="bring-key">${w.keyField}</label>
            <input id="bring-key" name="key" autocomplete="off" autocapitalize="characters" spellcheck="false" />
            <p><button class="button" data-testid="bring-button">${w.bring}</button></p>
          </form>`
        : html`<p data-testid="bring-needs-yes">${w.needsYes}</p>`}
      <p role="status" data-testid="bring-told">${told?.() ?? ''}</p>
    </section>
  `;
}
