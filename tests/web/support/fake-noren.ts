/** A Noren whose decisions the test sets, and what jsdom lacks of a browser for the elements. */
import { vi } from 'vitest';
import type { Change, Decision, Json, Noren, Purpose, SlotKind } from '../../../web/src/types.js';

class FakeSheet {
  text = '';
  replaceSync(text: string) {
    this.text = text;
  }
}
vi.stubGlobal('CSSStyleSheet', FakeSheet);

const fallback = (slot: string): Decision => ({
  slot, kind: 'content', outcome: 'fallback', role: 'fallback', campaign: null, variant: null, content: null, level: 'personal',
});

export const fakeNoren = () => {
  const listeners = new Set<(change: Change) => void>();
  const decisions = new Map<string, Decision>();
  const state: { answered: boolean; purposes: Purpose[] } = { answered: false, purposes: [] };
  const status = { state: 'ready' };
  const tell = (change: Change) => listeners.forEach((listener) => listener(change));
  const acts: string[] = [];
  const act = (name: string) => (slot: string) => {
    acts.push(`${name} ${slot}`);
    return { accepted: true };
  };
  const noren = {
    status,
    language: 'en',
    consent: { state, grant: vi.fn(async () => undefined), deny: vi.fn(async () => undefined), withdraw: vi.fn(async () => undefined) },
    privacy: { status: vi.fn(), erase: vi.fn(async () => 'none' as const), forget: vi.fn(), export: vi.fn(), import: vi.fn() },
    decide(slot: string) {
      const known = decisions.get(slot) ?? fallback(slot);
      decisions.set(slot, known);
      return known;
    },
    seen: act('seen'),
    select: act('select'),
    dismiss: act('dismiss'),
    subscribe(listener: (change: Change) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const decide = (slot: string, decision: Partial<Decision>) => {
    decisions.set(slot, { ...fallback(slot), ...decision });
    tell('decisions');
  };
  return {
    noren: noren as unknown as Noren,
    fake: noren,
    /** What elements told, in order: `seen hero`. */
    acts,
    listeners,
    tell,
    /** Sets any decision. */
    decide,
    /** Sets a campaign's content, or the page's own with null. */
    show(slot: string, content: Record<string, Json> | null, kind: SlotKind = 'content', campaign = 'c') {
      decide(slot, content ? { kind, outcome: 'campaign', role: 'content', campaign, variant: 'a', content } : { kind });
    },
  };
};

export const make = (html: string): HTMLElement => {
  const range = document.createRange().createContextualFragment(html);
  document.body.append(range);
  return document.body.lastElementChild as HTMLElement;
};

/** An IntersectionObserver whose sight the test sets. */
export class FakeObserver {
  static readonly all = new Set<FakeObserver>();
  readonly #callback: IntersectionObserverCallback;
  target: Element | null = null;

  constructor(callback: IntersectionObserverCallback) {
    this.#callback = callback;
    FakeObserver.all.add(this);
  }
  observe(target: Element) {
    this.target = target;
  }
  disconnect() {
    FakeObserver.all.delete(this);
  }
  /** So much of the target is visible now, and so many pixels of it. */
  static see(target: Element, intersectionRatio: number, height = 10): void {
    for (const observer of [...FakeObserver.all].filter((one) => one.target === target)) {
      const entry = { isIntersecting: intersectionRatio > 0, intersectionRatio, intersectionRect: { height } };
      observer.#callback([entry as IntersectionObserverEntry], observer as unknown as IntersectionObserver);
    }
  }
}
