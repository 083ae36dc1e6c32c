/**
 * `<noren-slot name="home-hero">`: a place on the page whose content is chosen. Its children are the page's own content, shown
 * until and unless a campaign applies. With a `<template>` among them a campaign fills a copy of it and shows that instead;
 * without one the element says `noren-decision` and the page renders itself. It counts what it shows as seen once it was, a followed
 * link as a click, and the press of an element with `data-noren-dismiss` as a dismissal.
 * Where a framework owns the children, use `decide()` instead: this element moves them.
 */
import type { Change, Decision, Noren, SlotKind } from '../types.js';
import { ElementBase, connect, connectedNoren, listen, listening, unlisten } from './connection.js';
import { watch } from './exposure.js';
import { fillTemplate } from './fill.js';
import type { Presentation, Presenter } from './presenter.js';

const kLinks = 'a[href],area[href],[data-noren-select]';
const kDismisses = '[data-noren-dismiss]';
/** Kinds that are never shown in their place. */
const kApart: readonly SlotKind[] = ['bar', 'popup', 'toast', 'theme'];

const presenters = new Map<SlotKind, Presenter>();

export class NorenSlot extends ElementBase {
  static readonly observedAttributes = ['name'];

  /** The Noren of all slots of the page. */
  static get noren(): Noren | null {
    return connectedNoren();
  }
  static set noren(noren: Noren | null) {
    connect(noren);
  }

  /** Says how slots of a kind are shown, those that are in the page already, too. `noren/messages` does so for its kinds. */
  static present(kind: SlotKind, presenter: Presenter): void {
    presenters.set(kind, presenter);
    for (const element of listening()) {
      if (element instanceof NorenSlot && element.#decision?.kind === kind) element.#render(element.#decision);
    }
  }

  #decision: Decision | null = null;
  /** The campaign that was closed on this page view. */
  #closed: string | null = null;
  /** The page's own content, while a campaign's is shown in its place. */
  #own: ChildNode[] | null = null;
  #shown: ChildNode[] = [];
  #presentation: Presentation | null = null;
  #unwatch: (() => void) | null = null;
  #end: AbortController | null = null;

  /** What the slot shows; null until there is a Noren. */
  get decision(): Decision | null {
    return this.#decision;
  }

  connectedCallback(): void {
    this.#end = new AbortController();
    this.addEventListener('click', (event) => this.#clicked(event), { signal: this.#end.signal });
    // An element may be set up before its children are parsed.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.isConnected && listen(this), { once: true });
    } else {
      const before = this.#decision;
      listen(this);
      if (before && before === this.#decision) this.#render(before); // back in the page
    }
  }

  disconnectedCallback(): void {
    unlisten(this);
    this.#end?.abort();
    this.#takeAway();
  }

  attributeChangedCallback(): void {
    const noren = connectedNoren();
    if (noren && this.isConnected) this.hear(noren, null);
  }

  /** Closes what is shown, as if she had. */
  dismiss(): void {
    if (!this.#decision?.campaign) return;
    this.#closed = this.#decision.campaign;
    connectedNoren()?.dismiss(this.#decision.slot);
    this.#render(this.#decision);
  }

  /** Takes away what is shown until the next page view, without counting that as her doing. */
  close(): void {
    if (!this.#decision?.campaign) return;
    this.#closed = this.#decision.campaign;
    this.#render(this.#decision);
  }

  hear(noren: Noren, change: Change | null): void {
    if (change === 'consent' || change === 'status') return;
    const name = this.getAttribute('name');
    if (!name) return;
    const decision = noren.decide(name);
    if (change === 'page') {
      const closed = this.#closed;
      this.#closed = null;
      if (decision === this.#decision) return closed ? this.#render(decision) : this.#watch(decision);
    }
    if (decision === this.#decision) return;
    this.#decision = decision;
    this.#render(decision);
    this.dataset['outcome'] = decision.outcome;
    this.dispatchEvent(new CustomEvent<Decision>('noren-decision', { detail: decision, bubbles: true }));
  }

  #render(decision: Decision): void {
    const { kind, campaign } = decision;
    this.#takeAway();
    const content = campaign === this.#closed ? null : decision.content;
    const template = this.querySelector<HTMLTemplateElement>(':scope > template');
    const presenter = presenters.get(kind);
    if (!content || presenter || kApart.includes(kind) || !template) this.#showOwn();
    else this.#showInPlace(template, fillTemplate(template, content));
    if (content && presenter) {
      this.#presentation = presenter({
        slot: this,
        kind,
        content,
        copy: template && fillTemplate(template, content),
        language: connectedNoren()?.language ?? '',
        dismiss: () => this.dismiss(),
        close: () => this.close(),
      });
    }
    this.#watch(decision);
  }

  #takeAway(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    const presentation = this.#presentation;
    this.#presentation = null;
    presentation?.end();
  }

  #showInPlace(template: HTMLTemplateElement, copy: DocumentFragment): void {
    const nodes = [...copy.childNodes];
    this.#own ??= [...this.childNodes].filter((node) => node !== template);
    // One step, so that nothing in between is ever painted.
    this.replaceChildren(template, copy);
    this.#shown = nodes;
  }

  #showOwn(): void {
    const own = this.#own;
    if (!own) return;
    this.#own = null;
    for (const node of this.#shown) node.remove();
    this.#shown = [];
    this.append(...own);
  }

  /** Counts the campaign as seen once it is; of a control group, once she would have seen it. */
  #watch({ slot, kind, campaign, content }: Decision): void {
    this.#unwatch?.();
    this.#unwatch = null;
    if (!campaign || campaign === this.#closed) return;
    const apart = kApart.includes(kind);
    if (apart && content && !this.#presentation) return; // nobody presents it
    const target = this.#presentation ? this.#presentation.target : apart ? null : this;
    this.#unwatch = watch(target, () => connectedNoren()?.seen(slot));
  }

  #clicked({ target }: Event): void {
    const decision = this.#decision;
    if (!decision?.campaign || !(target instanceof Element)) return;
    const pressed = target.closest(`${kDismisses},${kLinks}`);
    if (!pressed || !this.contains(pressed)) return;
    if (pressed.matches(kDismisses)) return this.dismiss();
    connectedNoren()?.select(decision.slot);
    // Where the link leads to another page of the same document, a dialog would stand in front of it.
    if (decision.kind === 'popup') this.close();
  }
}

/** Gives every `<noren-slot>` and `<noren-consent>` of the page its Noren, those that come later too. */
export const connectSlots = (noren: Noren | null): void => connect(noren);
