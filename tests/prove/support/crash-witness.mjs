/**
 * What the outside knows of one profile: what its pages said they would do, and what was acknowledged to them. At each beginning it
 * compares what is there with what must be. Pure: words in, complaints out.
 */
import { kindOf } from './crash-page.mjs';

/** How many of each kind the first n events are. */
const countsOf = (n) => {
  const counts = {};
  for (let i = 1; i <= n; i++) counts[kindOf(i)] = (counts[kindOf(i)] ?? 0) + 1;
  return counts;
};

export class Witness {
  /** Acknowledged, and announced, since the last yes. */
  #tracked = 0;
  #upTo = 0;
  /** What a yes is: none, announced, acknowledged. */
  #yes = 'none';
  /** What an erasure is: none, announced, acknowledged. */
  #erasure = 'none';
  complaints = [];

  /** The number of events that the page goes on from. */
  begun({ purposes, events, problems, storage }) {
    const complain = (kind, text) => this.complaints.push({ kind, text });
    for (const problem of problems) complain('torn', problem);
    if (purposes.length === 0) {
      if (this.#yes === 'acknowledged' && this.#erasure === 'none') complain('lost', `an acknowledged yes with ${this.#tracked} events`);
      this.#reset();
      return 0;
    }
    const { page_view: _, ...counts } = events ?? {};
    const n = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (storage !== 'encrypted') complain('torn', `a yes is there, but its storage is ${storage}`);
    if (this.#yes === 'none') complain('resurrected', this.#erasure === 'acknowledged' ? `${n} events after an acknowledged erasure` : 'a yes that nobody gave');
    if (n < this.#tracked) complain('lost', `${this.#tracked - n} of ${this.#tracked} acknowledged events`);
    if (n > this.#upTo) complain(this.#erasure === 'none' ? 'torn' : 'resurrected', `${n} events where at most ${this.#upTo} were told`);
    const wanted = countsOf(n);
    const kinds = new Set([...Object.keys(wanted), ...Object.keys(counts)]);
    for (const kind of kinds) {
      if ((wanted[kind] ?? 0) !== (counts[kind] ?? 0)) complain('torn', `${counts[kind] ?? 0} of ${kind} where the first ${n} events hold ${wanted[kind] ?? 0}`);
    }
    this.#yes = 'acknowledged';
    this.#erasure = 'none';
    this.#tracked = n;
    this.#upTo = n;
    return n;
  }

  hear(word, { n = 0, upTo = 0 } = {}) {
    if (word === 'will-grant') this.#yes = 'announced';
    else if (word === 'granted') [this.#yes, this.#erasure] = ['acknowledged', 'none'];
    else if (word === 'will-track') this.#upTo = upTo;
    else if (word === 'tracked') this.#tracked = n;
    else if (word === 'will-erase') {
      // What may be there from now on is all or nothing.
      this.#erasure = 'announced';
    } else if (word === 'erased') {
      this.#reset();
      this.#erasure = 'acknowledged';
    }
  }

  #reset() {
    this.#yes = 'none';
    this.#erasure = 'none';
    this.#tracked = 0;
    this.#upTo = 0;
  }
}
