/** Real consent tools in a real browser, served from the page's own origin: what she clicks in them is what Noren does. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Page, expect, test } from '@playwright/test';
import type { Noren } from 'noren';
import { type OutputChunk, rolldown } from 'rolldown';
import { nothingStored, stored } from './support/storage.js';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const kPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self' 'unsafe-inline'";
const site = { noren: 1, site: 'tools', currency: 'JPY', languages: ['en'], slots: [{ id: 'hero' }] };

interface Tool {
  readonly name: string;
  /** Scripts before the page's own, as files or as text. */
  readonly scripts: () => Promise<readonly string[]>;
  readonly source: string;
  accept(page: Page): Promise<void>;
  reject(page: Page): Promise<void>;
  /** Brings the tool's own dialog back after an answer. */
  reopen(page: Page): Promise<void>;
}

const read = (path: string) => readFileSync(root(path), 'utf8');

/** The IAB's own parts as one file, with two buttons for a banner. */
const tcfTool = async (): Promise<string> => {
  const entry = 'noren:tcf-tool';
  const code = `
    import { GVL, TCModel, TCString } from '@iabtcf/core';
    import { CmpApi } from '@iabtcf/cmpapi';
    const purposes = Object.fromEntries([1,2,3,4,5,6,7,8,9,10,11].map((id) => [id, { id, name: '', description: '', descriptionLegal: '' }]));
    const list = { gvlSpecificationVersion: 3, vendorListVersion: 143, tcfPolicyVersion: 5, lastUpdated: '2026-01-22T16:00:00Z',
      purposes, specialPurposes: {}, features: {}, specialFeatures: {}, stacks: {}, dataCategories: {}, vendors: {} };
    const api = new CmpApi(23, 1, true);
    const ask = (isOpen) => { for (const id of ['tcf-yes', 'tcf-no']) document.getElementById(id).hidden = !isOpen; };
    const save = (granted) => {
      const model = new TCModel(new GVL(list));
      model.cmpId = 23; model.cmpVersion = 1; model.isServiceSpecific = true;
      model.publisherLegitimateInterests.set([1, 2, 7, 8, 9, 10, 11]);
      model.publisherConsents.set(granted);
      const text = TCString.encode(model);
      document.cookie = 'tc=' + text + '; path=/';
      ask(false);
      api.update(text, false);
    };
    addEventListener('DOMContentLoaded', () => {
      document.getElementById('tcf-yes').onclick = () => save([1, 5, 6]);
      document.getElementById('tcf-no').onclick = () => save([]);
      globalThis.openTcf = () => { ask(true); api.update(/tc=([^;]+)/.exec(document.cookie)?.[1] ?? '', true); };
      const kept = /tc=([^;]+)/.exec(document.cookie)?.[1];
      if (kept) { ask(false); setTimeout(() => api.update(kept, false), 100); } else setTimeout(globalThis.openTcf, 100);
    });`;
  const build = await rolldown({
    input: entry,
    cwd: root(''),
    platform: 'browser',
    plugins: [{ name: 'entry', resolveId: (id: string) => (id === entry ? root('tests/browser/tcf-tool.js') : null), load: (id: string) => (id.endsWith('tcf-tool.js') ? code : null) }],
  });
  const { output } = await build.generate({ format: 'iife' });
  return (output[0] as OutputChunk).code;
};

const tools: readonly Tool[] = [
  {
    name: 'klaro',
    async scripts() {
      const config = { acceptAll: true, elementID: 'klaro', services: ['noren', 'noren-measurement'].map((name) => ({ name, default: true, purposes: ['shop'] })), translations: { zz: { privacyPolicyUrl: '/' } } };
      return [`var klaroConfig = ${JSON.stringify(config)};`, read('node_modules/klaro/dist/klaro-no-css.js'), 'klaro.setup(klaroConfig);'];
    },
    source: "(await import('./consent-sources/klaro.js')).klaroConsent()",
    accept: (page) => page.locator('.klaro .cm-btn-success:visible').last().click(),
    async reject(page) {
      // A switch that is moved is no answer before it is saved.
      await page.locator('.klaro .cm-purpose > input').first().evaluate((control: HTMLInputElement) => control.click());
      expect(await ask(page, (noren) => noren.consent.state.phase)).toBe('granted');
      await page.locator('.klaro .cm-btn-success:visible, .klaro .cm-btn-accept:visible').last().click();
    },
    reopen: (page) => page.evaluate('klaro.show(undefined, true)'),
  },
  {
    name: 'vanilla-cookieconsent',
    async scripts() {
      const translation = {
        consentModal: { title: 'Cookies', acceptAllBtn: 'Accept', acceptNecessaryBtn: 'Reject', showPreferencesBtn: 'Choose' },
        preferencesModal: { title: 'Choose', acceptAllBtn: 'Accept', acceptNecessaryBtn: 'Reject', savePreferencesBtn: 'Save', closeIconLabel: 'Close', sections: [{ title: 'p', linkedCategory: 'personalization' }] },
      };
      const config = { hideFromBots: false, categories: { necessary: { enabled: true, readOnly: true }, personalization: {}, measurement: {} }, language: { default: 'en', translations: { en: translation } } };
      return [read('node_modules/vanilla-cookieconsent/dist/cookieconsent.umd.js'), `addEventListener('DOMContentLoaded', () => CookieConsent.run(${JSON.stringify(config)}));`];
    },
    source: "(await import('./consent-sources/cookieconsent.js')).cookieConsent()",
    accept: (page) => page.evaluate("[...document.querySelectorAll('#cc-main [data-role=all]')].at(-1).click()"),
    reject: (page) => page.evaluate("[...document.querySelectorAll('#cc-main [data-role=necessary]')].at(-1).click()"),
    reopen: (page) => page.evaluate('CookieConsent.showPreferences()'),
  },
  {
    name: 'TCF',
    scripts: async () => [read('node_modules/@iabtcf/stub/lib/stub.js'), await tcfTool()],
    source: "(await import('./consent-sources/tcf.js')).tcfConsent()",
    accept: (page) => page.locator('#tcf-yes').click(),
    reject: (page) => page.locator('#tcf-no').click(),
    reopen: (page) => page.evaluate('openTcf()'),
  },
];

const openPage = async (page: Page, tool: Tool): Promise<void> => {
  const scripts = await tool.scripts();
  const script = `import { createNoren } from './index.js'; globalThis.noren = await createNoren({ site: ${JSON.stringify(site)}, consent: ${tool.source} });`;
  const body = `<!doctype html><html lang="en"><head><title>Tools</title>${scripts.map((_, index) => `<script src="tool-${index}.js"></script>`).join('')}</head>
    <body><h1>A shop</h1><div id="klaro"></div><button id="tcf-yes">Yes</button><button id="tcf-no">No</button><script type="module" src="page.js"></script></body></html>`;
  await page.route('**/tools-page/**', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/tools-page/')[1] ?? '';
    const number = /^tool-(\d)\.js$/.exec(name)?.[1];
    const text = name === '' ? body : name === 'page.js' ? script : number === undefined ? read(`web/dist/${name}`) : scripts[Number(number)];
    await route.fulfill({ contentType: `${name === '' ? 'text/html' : 'text/javascript'}; charset=utf-8`, body: text ?? '', headers: { 'content-security-policy': kPolicy } });
  });
  await page.goto('/tools-page/');
  await page.waitForFunction(() => 'noren' in globalThis);
};

const ask = <Value>(page: Page, question: (noren: Noren) => Value): Promise<Awaited<Value>> =>
  page.evaluate(`(${question.toString()})(globalThis.noren)`) as Promise<Awaited<Value>>;

for (const tool of tools) {
  test(`${tool.name}: nothing before a click, a yes that lasts, and a no that erases`, async ({ page }) => {
    await openPage(page, tool);
    await expect.poll(() => ask(page, (noren) => noren.consent.state.phase)).toBe('pending');
    expect(await stored(page)).toMatchObject({ databases: nothingStored.databases });

    await tool.accept(page);
    await expect.poll(() => ask(page, (noren) => noren.status.storage)).toBe('encrypted');
    await ask(page, (noren) => noren.track('view_item', { items: [{ item_id: 'sku-1' }] }));
    const before = await ask(page, (noren) => noren.profile());
    expect(before).not.toBeNull();

    await page.reload();
    await page.waitForFunction(() => 'noren' in globalThis);
    await expect.poll(() => ask(page, (noren) => noren.profile())).toEqual(before);

    await tool.reopen(page);
    expect(await ask(page, (noren) => noren.consent.state.phase), 'her answer stands while she is asked again').toBe('granted');
    await tool.reject(page);
    await expect.poll(() => ask(page, (noren) => noren.consent.state.phase)).toBe('denied');
    await expect.poll(async () => (await stored(page)).databases).toEqual([]);
    await page.reload();
    await page.waitForFunction(() => 'noren' in globalThis);
    await expect.poll(() => ask(page, (noren) => noren.consent.state.phase)).toBe('denied');
    expect((await stored(page)).databases).toEqual([]);
  });
}
