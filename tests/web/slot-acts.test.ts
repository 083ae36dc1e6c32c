// @vitest-environment jsdom
/** What `<noren-slot>` tells of what it shows: seen, followed, closed. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NorenSlot, connectSlots } from '../../web/src/element.js';
import { FakeObserver, fakeNoren, make } from './support/fake-noren.js';

const kSlot = `<noren-slot name="hero"><p>own</p><template><a href="/shoes" data-noren-text="title"></a>
  <button type="button" data-noren-dismiss><b>x</b></button><p>text</p></template></noren-slot>`;

let visibility: DocumentVisibilityState = 'visible';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('IntersectionObserver', FakeObserver);
  FakeObserver.all.clear();
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  document.body.replaceChildren();
  connectSlots(null);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const shown = (content: Record<string, string> | null = { title: 'Run' }) => {
  const slot = make(kSlot) as NorenSlot;
  const page = fakeNoren();
  connectSlots(page.noren);
  page.show('hero', content);
  return { slot, ...page };
};

describe('a slot is seen', () => {
  it('when half of it was visible for one second, and once', () => {
    const { slot, acts } = shown();
    FakeObserver.see(slot, 0.4);
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual([]);
    FakeObserver.see(slot, 0.5);
    vi.advanceTimersByTime(999);
    expect(acts).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(acts).toEqual(['seen hero']);
    FakeObserver.see(slot, 1);
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual(['seen hero']);
  });

  it('only if the second is in one piece', () => {
    const { slot, acts } = shown();
    FakeObserver.see(slot, 0.9);
    vi.advanceTimersByTime(900);
    FakeObserver.see(slot, 0.1);
    FakeObserver.see(slot, 0.9);
    vi.advanceTimersByTime(900);
    expect(acts).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(acts).toEqual(['seen hero']);
  });

  it('only while the page is in front', () => {
    const { slot, acts } = shown();
    FakeObserver.see(slot, 1);
    vi.advanceTimersByTime(500);
    visibility = 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual([]);
    visibility = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen hero']);
  });

  it('where it is larger than the window, when it fills half of that', () => {
    const { slot, acts } = shown();
    FakeObserver.see(slot, 0.2, window.innerHeight * 0.4);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual([]);
    FakeObserver.see(slot, 0.25, window.innerHeight * 0.5);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen hero']);
  });

  it('by its first element where it has no box of its own', () => {
    const { slot, acts } = shown();
    slot.style.display = 'contents';
    slot.remove();
    document.body.append(slot);
    FakeObserver.see(slot.querySelector('a')!, 1);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen hero']);
  });

  it('again for another decision, and again on another page view', () => {
    const { slot, acts, show, tell } = shown();
    const see = () => {
      FakeObserver.see(slot, 1);
      vi.advanceTimersByTime(1000);
    };
    see();
    show('hero', { title: 'Other' }, 'content', 'd');
    see();
    expect(acts).toHaveLength(2);
    tell('page');
    see();
    expect(acts).toHaveLength(3);
  });

  it('for the control group, too, but not where no campaign has its turn', () => {
    const { slot, acts, decide } = shown(null);
    expect(FakeObserver.all.size).toBe(0);
    decide('hero', { role: 'control', campaign: 'c' });
    FakeObserver.see(slot, 1);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen hero']);
    decide('hero', { kind: 'popup', role: 'control', campaign: 'c' });
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['seen hero', 'seen hero']);
  });

  it('never once it is out of the page, nor where the browser cannot tell', () => {
    const { slot, acts } = shown();
    FakeObserver.see(slot, 1);
    slot.remove();
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual([]);
    expect(FakeObserver.all.size).toBe(0);
    vi.stubGlobal('IntersectionObserver', undefined);
    document.body.append(slot);
    vi.advanceTimersByTime(5000);
    expect(acts).toEqual([]);
  });
});

describe('what she presses', () => {
  it('is a click where it leads somewhere, and nothing where it does not', () => {
    const { slot, acts } = shown();
    slot.addEventListener('click', (event) => event.preventDefault());
    slot.querySelector('a')!.click();
    slot.querySelector('p')!.click();
    expect(acts).toEqual(['select hero']);
  });

  it('closes it where the page says so, at once and until the next page view', () => {
    const { slot, acts, tell } = shown();
    slot.querySelector('b')!.click();
    expect(acts).toEqual(['dismiss hero']);
    expect(slot.textContent).toBe('own');
    tell('decisions');
    expect(slot.textContent).toBe('own');
    tell('page');
    expect(slot.querySelector('a')?.textContent).toBe('Run');
  });

  it('is not counted on the page’s own content, and can be closed from outside', () => {
    const { slot, acts, show } = shown(null);
    slot.querySelector('p')!.click();
    slot.dismiss();
    expect(acts).toEqual([]);
    show('hero', { title: 'Run' });
    slot.dismiss();
    expect(acts).toEqual(['dismiss hero']);
  });
});

describe('a layout', () => {
  const make3 = () => make('<noren-slot name="list" class="plain"><i data-noren-block="a"></i>text<i data-noren-block="b"></i><i data-noren-block="c"></i></noren-slot>');
  const order = (slot: Element) => [...slot.children].map((child) => (child as HTMLElement).dataset['norenBlock']).join('');

  it('orders the page’s own blocks, names itself, and is undone', () => {
    const slot = make3();
    const { noren, show } = fakeNoren();
    connectSlots(noren);
    show('list', { order: ['c', 'a', 'missing'], layout: 'wide', class: 'plain airy' }, 'layout');
    expect(order(slot)).toBe('cab');
    expect([slot.dataset['layout'], slot.className]).toEqual(['wide', 'plain airy']);
    show('list', null, 'layout');
    expect(order(slot)).toBe('abc');
    expect([slot.dataset['layout'], slot.className, slot.textContent]).toEqual([undefined, 'plain', 'text']);
  });
});
