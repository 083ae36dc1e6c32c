// @vitest-environment jsdom
/** The custom elements in a page. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NorenConsent, NorenSlot, connectSlots } from '../../web/src/element.js';
import type { Decision } from '../../web/src/types.js';
import { fakeNoren, make } from './support/fake-noren.js';

beforeEach(() => {
  document.body.replaceChildren();
  connectSlots(null);
});

const kTemplate = `<noren-slot name="hero"><h1>Welcome</h1><p>Our own</p><template><h1 data-noren-text="title">?</h1>
  <a data-noren-href="link" data-noren-class="tone" class="cta">go</a><img data-noren-src="picture.src" data-noren-alt="picture.alt" src="/default.png">
  </template></noren-slot>`;

describe('<noren-slot>', () => {
  it('shows its children until there is a campaign, then a filled copy of its template, and back', () => {
    const slot = make(kTemplate);
    const [heading] = slot.children;
    const { noren, show } = fakeNoren();
    NorenSlot.noren = noren;
    expect(slot.dataset['outcome']).toBe('fallback');
    expect(slot.querySelector('h1')?.textContent).toBe('Welcome');

    show('hero', { title: '<b>Run</b>', link: '/shoes', tone: 'warm bold', picture: { src: 'https://shop.example/a.png', alt: 'A shoe' } });
    expect(slot.dataset['outcome']).toBe('campaign');
    expect(slot.querySelectorAll('h1')).toHaveLength(1);
    expect(slot.querySelector('h1')?.textContent).toBe('<b>Run</b>');
    expect(slot.querySelector('a')?.getAttribute('href')).toBe('/shoes');
    expect(slot.querySelector('a')?.className).toBe('cta warm bold');
    expect(slot.querySelector('img')?.src).toBe('https://shop.example/a.png');
    expect(slot.querySelector('img')?.alt).toBe('A shoe');

    show('hero', { title: 'Second' });
    expect(slot.querySelector('h1')?.textContent).toBe('Second');
    expect(slot.querySelector('img')?.getAttribute('src')).toBe('/default.png');

    show('hero', null);
    expect(slot.dataset['outcome']).toBe('fallback');
    expect(slot.querySelector('h1')).toBe(heading);
    expect(slot.textContent).toContain('Our own');
    expect(slot.querySelector('template')).not.toBeNull();
  });

  it('works whichever comes first, and for slots that come later', () => {
    const { noren, show } = fakeNoren();
    connectSlots(noren);
    show('hero', { title: 'Late' });
    expect(make(kTemplate).querySelector('h1')?.textContent).toBe('Late');
  });

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' \tjavascript:x', 'data:text/html,x', 'blob:x', 'http://[broken'])(
    'never takes %j as an address',
    (address) => {
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
      const slot = make(kTemplate);
      const { noren, show } = fakeNoren();
      connectSlots(noren);
      show('hero', { link: address, picture: { src: address } });
      expect(slot.querySelector('a')?.hasAttribute('href')).toBe(false);
      expect(slot.querySelector('img')?.hasAttribute('src')).toBe(false);
      expect(warn).toHaveBeenCalledTimes(2);
      warn.mockRestore();
    },
  );

  it('gives no address to what could run it', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const slot = make('<noren-slot name="x"><template><iframe data-noren-src="s"></iframe><script data-noren-src="s"></script></template></noren-slot>');
    const { noren, show } = fakeNoren();
    connectSlots(noren);
    show('x', { s: '/evil.js' });
    expect(slot.querySelector('iframe')?.hasAttribute('src')).toBe(false);
    expect(slot.querySelector('script')?.hasAttribute('src')).toBe(false);
    warn.mockRestore();
  });

  it('without a template leaves rendering to the page and says each new decision once', () => {
    const slot = make('<noren-slot name="bar"><p>own</p></noren-slot>');
    const heard: Decision[] = [];
    document.body.addEventListener('noren-decision', (event) => heard.push((event as CustomEvent<Decision>).detail));
    const { noren, show, tell } = fakeNoren();
    connectSlots(noren);
    show('bar', { text: 'x' });
    tell('decisions');
    tell('status');
    expect(heard.map(({ outcome }) => outcome)).toEqual(['fallback', 'campaign']);
    expect(slot.textContent).toBe('own');
  });

  it('hears nothing once it is out of the page or has another Noren', () => {
    const slot = make(kTemplate) as NorenSlot;
    const first = fakeNoren();
    connectSlots(first.noren);
    const second = fakeNoren();
    connectSlots(second.noren);
    expect(first.listeners.size).toBe(0);
    slot.remove();
    second.show('hero', { title: 'unseen' });
    expect(slot.decision?.outcome).toBe('fallback');
    document.body.append(slot);
    expect(slot.decision?.outcome).toBe('campaign');
  });
});

describe('<noren-consent>', () => {
  const buttons = (banner: HTMLElement) => [...banner.shadowRoot!.querySelectorAll('button')];

  it('asks once, in the page’s language, with two equal answers and nothing ticked', () => {
    const banner = make('<noren-consent privacy-href="/privacy"></noren-consent>');
    expect(banner.hidden).toBe(true);
    const { noren, fake } = fakeNoren();
    fake.language = 'ja';
    connectSlots(noren);
    expect(banner.hidden).toBe(false);
    const region = banner.shadowRoot!.querySelector('[role=region]')!;
    expect(region.getAttribute('aria-label')).toBeTruthy();
    expect(region.getAttribute('lang')).toBe('ja');
    expect(region.textContent).toContain('お好みを覚えても');
    const [no, yes] = buttons(banner);
    expect(no?.textContent).toBe('いいえ、覚えない');
    expect(yes?.textContent).toBe('はい、覚える');
    // Equal: no class, no style, no attribute tells them apart but the part's name.
    expect(no!.getAttributeNames()).toEqual(yes!.getAttributeNames());
    expect(no!.getAttribute('part')!.replace('no', '')).toBe(yes!.getAttribute('part')!.replace('yes', ''));
    expect(banner.shadowRoot!.querySelector('input')).toBeNull();
    expect(banner.shadowRoot!.querySelector('a')?.getAttribute('href')).toBe('/privacy');
    expect(banner.shadowRoot!.querySelector('style,[style]')).toBeNull();
    expect(document.activeElement).toBe(document.body);
  });

  it('carries the answer and goes', () => {
    const banner = make('<noren-consent></noren-consent>') as NorenConsent;
    const { noren, fake, tell } = fakeNoren();
    connectSlots(noren);
    buttons(banner)[1]?.click();
    expect(fake.consent.grant).toHaveBeenCalledWith();
    expect(banner.hidden).toBe(true);
    fake.consent.state.answered = true;
    tell('consent');
    expect(banner.hidden).toBe(true);

    banner.show();
    expect(banner.hidden).toBe(false);
    buttons(banner)[0]?.click();
    expect(fake.consent.deny).toHaveBeenCalledOnce();
    expect(banner.hidden).toBe(true);
  });

  it('stays away where Noren failed, and follows the language', () => {
    const banner = make('<noren-consent></noren-consent>');
    const { noren, fake, tell } = fakeNoren();
    fake.status.state = 'failed';
    connectSlots(noren);
    expect(banner.hidden).toBe(true);
    fake.status.state = 'ready';
    tell('status');
    expect(banner.shadowRoot!.textContent).toContain('Yes, remember');
    fake.language = 'ja';
    tell('language');
    expect(banner.shadowRoot!.textContent).toContain('はい、覚える');
  });

  it('links to no address that could run', () => {
    const banner = make('<noren-consent privacy-href="javascript:alert(1)"></noren-consent>');
    connectSlots(fakeNoren().noren);
    expect(banner.shadowRoot!.querySelector('a')).toBeNull();
  });
});
