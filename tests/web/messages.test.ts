// @vitest-environment jsdom
/** Bars, toasts and pop-ups; a real browser's dialogs are in tests/browser/messages.spec.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectSlots } from '../../web/src/element.js';
import '../../web/src/messages.js';
import { applyTheme } from '../../web/src/theme.js';
import type { Json } from '../../web/src/types.js';
import { fakeNoren, make } from './support/fake-noren.js';

// What jsdom lacks of dialogs.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
};
Object.assign(document, { adoptedStyleSheets: [] });

const message = (slot: Element) => slot.querySelector<HTMLElement>('[data-noren-message]');
const closeOf = (slot: Element) => message(slot)?.querySelector<HTMLElement>('[data-noren-dismiss]') ?? null;

beforeEach(async () => {
  document.body.replaceChildren();
  connectSlots(null);
  await customElements.whenDefined('noren-slot');
});

const start = (kind: 'bar' | 'toast' | 'popup', content: Record<string, string>, inside = '') => {
  const slot = make(`<noren-slot name="m">${inside}</noren-slot>`);
  const page = fakeNoren();
  connectSlots(page.noren);
  page.show('m', content, kind);
  return { slot, ...page };
};

describe('a bar', () => {
  it('says title, text and link as text, has a name and a way to close it', () => {
    const { slot, acts, show } = start('bar', { title: '<b>Sale</b>', text: 'until Sunday', action: 'See', href: '/sale', position: 'top' }, '<p>own</p>');
    const bar = message(slot)!;
    expect([bar.getAttribute('role'), bar.getAttribute('aria-label'), bar.dataset['position']]).toEqual(['region', '<b>Sale</b>', 'top']);
    expect(bar.querySelector('h2')?.textContent).toBe('<b>Sale</b>');
    expect(bar.querySelector('a')?.getAttribute('href')).toBe('/sale');
    expect(slot.textContent).toContain('own');
    expect(closeOf(slot)?.getAttribute('aria-label')).toBe('Close');
    closeOf(slot)!.click();
    expect(acts).toEqual(['dismiss m']);
    expect(message(slot)).toBeNull();
    show('m', null, 'bar');
    expect(slot.textContent).toBe('own');
  });

  it('fills the slot’s template, keeps its own way to close it, and leaves unsafe addresses out', () => {
    const { slot } = start('bar', { title: 'Hi' }, '<template><em data-noren-text="title"></em><button data-noren-dismiss>no thanks</button></template>');
    expect(message(slot)?.querySelector('em')?.textContent).toBe('Hi');
    expect(slot.querySelectorAll('[data-noren-dismiss]')).toHaveLength(1);
    const plain = start('bar', { action: 'go', href: 'javascript:alert(1)' });
    expect(message(plain.slot)?.querySelector('a')).toBeNull();
  });

  it('goes with the slot, comes back with it, and speaks the page’s language', () => {
    const { slot, fake, tell } = start('bar', { title: 'Hi' });
    fake.language = 'ja';
    tell('language');
    slot.remove();
    expect(message(slot)).toBeNull();
    document.body.append(slot);
    expect(closeOf(slot)?.getAttribute('aria-label')).toBe('閉じる');
  });
});

describe('a toast', () => {
  it('is read out: its content comes after its place', async () => {
    const { slot } = start('toast', { text: 'Added' });
    expect(message(slot)?.getAttribute('role')).toBe('status');
    expect(message(slot)?.textContent).toBe('');
    await vi.waitFor(() => expect(message(slot)?.textContent).toContain('Added'));
  });

  describe('goes by itself', () => {
    let visibility: DocumentVisibilityState;
    beforeEach(() => {
      vi.useFakeTimers();
      visibility = 'visible';
      vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
    });
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
    const toast = (content: Record<string, Json> = {}) => {
      const page = start('toast', { text: 'Added', action: 'See', href: '/cart', ...content });
      vi.advanceTimersByTime(0);
      return page;
    };

    it.each([
      [10, {}],
      [20, { seconds: 20 }],
      [5, { seconds: 1 }],
    ])('after %d seconds where its content says %j, undismissed', (seconds, content) => {
      const { slot, acts } = toast(content);
      pass(seconds - 0.001);
      expect(message(slot)?.textContent).toContain('Added');
      pass(0.001);
      expect(message(slot)).toBeNull();
      expect(acts).toEqual([]);
    });

    it('never with 0 seconds', () => {
      const { slot } = toast({ seconds: 0 });
      pass(1e6);
      expect(message(slot)).not.toBeNull();
    });

    it('not while the pointer is on it or the focus in it; then its time begins anew', () => {
      const { slot } = toast();
      const box = message(slot)!;
      const matches = vi.spyOn(box, 'matches').mockReturnValue(true);
      for (const [comes, goes] of [['pointerenter', 'pointerleave'], ['focusin', 'focusout']] as const) {
        box.dispatchEvent(new Event(comes));
        pass(100);
        box.dispatchEvent(new Event(goes)); // from one button in it to another
        pass(100);
        expect(message(slot)).toBe(box);
      }
      matches.mockReturnValue(false);
      box.dispatchEvent(new Event('focusout'));
      pass(9.9);
      expect(message(slot)).toBe(box);
      pass(0.2);
      expect(message(slot)).toBeNull();
    });

    it('not while the page is behind another', () => {
      const { slot } = toast();
      visibility = 'hidden';
      document.dispatchEvent(new Event('visibilitychange'));
      pass(100);
      expect(message(slot)).not.toBeNull();
      visibility = 'visible';
      document.dispatchEvent(new Event('visibilitychange'));
      pass(10);
      expect(message(slot)).toBeNull();
    });

    it('leaves alone what comes after it', () => {
      const { slot, show } = toast();
      message(slot)!.dispatchEvent(new Event('pointerleave'));
      show('m', { text: 'Another', seconds: 0 }, 'toast', 'd');
      pass(100);
      expect(message(slot)?.textContent).toContain('Another');
    });

    it('and comes back with another page view', () => {
      const { slot, tell } = toast();
      pass(10);
      tell('language');
      expect(message(slot)).toBeNull();
      tell('page');
      pass(0);
      expect(message(slot)?.textContent).toContain('Added');
    });
  });
});

describe('bars and toasts', () => {
  const offsets = () =>
    [...document.querySelectorAll<HTMLElement>('[data-noren-message]')].map((box) => box.style.getPropertyValue('--noren-message-offset'));
  const room = () => ['top', 'bottom'].map((edge) => document.documentElement.style.getPropertyValue(`--noren-bars-${edge}`));

  it('stand beside each other, and say how much room bars take', () => {
    vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(50);
    for (const name of ['t1', 'b1', 't2', 'b2', 'b3']) make(`<noren-slot name="${name}"></noren-slot>`);
    const { noren, show } = fakeNoren();
    connectSlots(noren);
    show('t1', { text: 'x' }, 'toast');
    show('t2', { text: 'x' }, 'toast');
    expect(offsets()).toEqual(['0px', '58px']);
    show('b1', { text: 'x' }, 'bar');
    show('b2', { text: 'x' }, 'bar');
    show('b3', { text: 'x', position: 'top' }, 'bar');
    expect(offsets()).toEqual(['100px', '0px', '158px', '50px', '0px']);
    expect(room()).toEqual(['50px', '100px']);
    for (const name of ['b1', 'b3', 't1']) show(name, null, name.startsWith('b') ? 'bar' : 'toast');
    expect(offsets()).toEqual(['50px', '0px']);
    expect(room()).toEqual(['0px', '50px']);
    vi.restoreAllMocks();
  });
});

describe('a pop-up', () => {
  const isOpen = (slot: Element) => slot.querySelector('dialog')?.open ?? false;

  it('is a modal dialog that Escape, a press beside it or its button dismiss', () => {
    for (const close of [
      (dialog: HTMLDialogElement) => dialog.dispatchEvent(new Event('cancel', { cancelable: true })),
      (dialog: HTMLDialogElement) => dialog.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: -5, clientY: 3 })),
      (dialog: HTMLDialogElement) => dialog.querySelector('button')!.click(),
    ]) {
      const { slot, acts } = start('popup', { title: 'Welcome' });
      expect(isOpen(slot)).toBe(true);
      close(slot.querySelector('dialog')!);
      expect(acts).toEqual(['dismiss m']);
      expect(slot.querySelector('dialog')).toBeNull();
      slot.remove();
    }
  });

  it('stays when something in it is pressed', () => {
    const { slot, acts } = start('popup', { title: 'Welcome' });
    slot.querySelector('h2')!.click();
    expect([isOpen(slot), acts]).toEqual([true, []]);
  });

  it('waits while she types', async () => {
    const field = make('<input>');
    const next = make('<input>');
    field.focus();
    const { slot } = start('popup', { title: 'Welcome' });
    expect(isOpen(slot)).toBe(false);
    next.focus();
    // After the timer that the change of focus has set, for timers end in their order.
    await new Promise((resolve) => setTimeout(resolve));
    expect(isOpen(slot)).toBe(false);
    next.blur();
    await vi.waitFor(() => expect(isOpen(slot)).toBe(true));
  });

  it('waits for the one before it', () => {
    const first = make('<noren-slot name="one"></noren-slot>');
    const second = make('<noren-slot name="two"></noren-slot>');
    const { noren, show } = fakeNoren();
    connectSlots(noren);
    show('one', { title: 'One' }, 'popup');
    show('two', { title: 'Two' }, 'popup', 'd');
    expect([isOpen(first), isOpen(second)]).toEqual([true, false]);
    closeOf(first)!.click();
    expect([isOpen(first), isOpen(second)]).toEqual([false, true]);
  });

  it('goes when its link is followed, which is a click and no dismissal, and comes back with another page view', () => {
    const { slot, acts, tell } = start('popup', { title: 'Welcome', action: 'See', href: '#see' });
    slot.querySelector('a')!.click();
    expect(slot.querySelector('dialog')).toBeNull();
    expect(acts).toEqual(['select m']);
    tell('page');
    expect(isOpen(slot)).toBe(true);
  });

  it('is taken away without being dismissed when its time is over', () => {
    const { slot, acts, show } = start('popup', { title: 'Welcome' });
    show('m', null, 'popup');
    expect([slot.querySelector('dialog'), acts]).toEqual([null, []]);
  });
});

describe('a theme', () => {
  const token = (element: HTMLElement, name: string) => element.style.getPropertyValue(name);

  it('sets the page’s custom properties, nothing else, and puts them back', () => {
    const root = document.documentElement;
    root.style.setProperty('--accent', 'red');
    const { noren, show, listeners } = fakeNoren();
    const end = applyTheme(noren, 'theme');
    show('theme', { '--accent': '#0a7', '--size': 3, color: 'blue', '--list': ['x'], '--picture': 'URL (/spy.png)' }, 'theme');
    expect([token(root, '--accent'), token(root, '--size'), root.style.color, token(root, '--list'), token(root, '--picture')]).toEqual(['#0a7', '3', '', '', '']);
    show('theme', { '--size': 4 }, 'theme', 'd');
    expect([token(root, '--accent'), token(root, '--size')]).toEqual(['red', '4']);
    end();
    expect([token(root, '--accent'), token(root, '--size'), listeners.size]).toEqual(['red', '', 0]);
  });

  it('is seen once it has been there for a second, on each page view', () => {
    vi.useFakeTimers();
    const { noren, show, acts, tell } = fakeNoren();
    const end = applyTheme(noren, 'theme', make('<div></div>'));
    show('theme', { '--size': 3 }, 'theme');
    vi.advanceTimersByTime(999);
    expect(acts).toEqual([]);
    vi.advanceTimersByTime(1);
    tell('decisions');
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual(['seen theme']);
    tell('page');
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen theme', 'seen theme']);
    end();
    vi.useRealTimers();
  });
});
