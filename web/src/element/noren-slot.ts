/**
 * `<noren-slot name="home-hero">`: a place on the page whose content is chosen. Its children are the page's own content, shown
 * until and unless a campaign applies. With a `<template>` among them a campaign fills a copy of it and shows that instead;
 * without one the element says `noren-decision` and the page renders itself.
 * Where a framework owns the children, use `decide()` instead: this element moves them.
 */
import type { Change, Decision, Noren } from '../types.js';
import { ElementBase, connect, connectedNoren, listen, unlisten } from './connection.js';
import { fillTemplate } from './fill.js';

export class NorenSlot extends ElementBase {
  static readonly observedAttributes = ['name'];

  /** The Noren of all slots of the page. */
  static get noren(): Noren | null {
    return connectedNoren();
  }
  static set noren(noren: Noren | null) {
    connect(noren);
  }

  #decision: Decision | null = null;
  /** The page's own content, while a campaign's is shown. */
  #own: ChildNode[] | null = null;
  #shown: ChildNode[] = [];

  /** What the slot shows; null until there is a Noren. */
  get decision(): Decision | null {
    return this.#decision;
  }

  connectedCallback(): void {
    // An element may be set up before its children are parsed.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.isConnected && listen(this), { once: true });
    } else {
      listen(this);
    }
  }

  disconnectedCallback(): void {
    unlisten(this);
  }

  attributeChangedCallback(): void {
    const noren = connectedNoren();
    if (noren && this.isConnected) this.hear(noren, null);
  }

  hear(noren: Noren, change: Change | null): void {
    if (change === 'consent' || change === 'status') return;
    const name = this.getAttribute('name');
    if (!name) return;
    const decision = noren.decide(name);
    if (decision === this.#decision) return;
    this.#decision = decision;
    this.#render(decision);
    this.dataset['outcome'] = decision.outcome;
    this.dispatchEvent(new CustomEvent<Decision>('noren-decision', { detail: decision, bubbles: true }));
  }

  #render({ content }: Decision): void {
    const template = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (!content || !template) return this.#showOwn();
    const copy = fillTemplate(template, content);
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
}

/** Gives every `<noren-slot>` and `<noren-consent>` of the page its Noren, those that come later too. */
export const connectSlots = (noren: Noren | null): void => connect(noren);
