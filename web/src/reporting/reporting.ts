/**
 * Sends this epoch's reports, once, where she has said yes to measurement: lock, read the ledger, let the engine make the reports, write
 * the ledger to disk, and only then send. Whatever is missing on the way (lock, cryptographic randomness, storage), nothing is sent.
 *
 * When it is sent says nothing: all reports of an epoch go together, after a delay that chance draws, and every batch of a site has one size.
 */
import type { Engine } from '../engine.js';
import { type Report, problemOf } from '../problem.js';
import type { PrivacyBudget } from '../types.js';
import { type StoredLedger, ledgerName, openLedger, readLedger, writeLedger } from './ledger-store.js';
import { type ReportTransport, httpsTransport } from './transport.js';

export interface ReportingHost {
  readonly site: string;
  readonly endpoint: string;
  /** How many reports an epoch has. */
  readonly reports: number;
  readonly report: Report;
  now(): number;
  /** The engine, once what is stored of her is in it; null where there is none. */
  engine(): Promise<Engine | null>;
  /** She allows measurement, a profile and storage, at this moment. */
  isAllowed(): boolean;
  /** What of the budget is spent has become known. */
  spent(budget: PrivacyBudget | null): void;
}

/** The longest delay. A page seldom lasts longer; one that ends before draws anew on the next. */
const kLongestDelay = 60_000;
const kLedgerBytes = 24;
/** As OutboundGate::entropy_for(), with the draws of tallies. */
const kEntropyPerReport = 42 * 8;

/** Uniform, in milliseconds. Throws without a cryptographic source. */
export const drawDelay = (): number => Math.floor((crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32) * kLongestDelay);

export class Reporting {
  readonly #host: ReportingHost;
  readonly #transport: ReportTransport | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(host: ReportingHost, makeTransport: (endpoint: string) => ReportTransport = httpsTransport, delay: () => number = drawDelay) {
    this.#host = host;
    try {
      this.#transport = makeTransport(host.endpoint);
      this.#timer = setTimeout(() => void this.#run(), delay());
    } catch (error) {
      this.#failed(error);
    }
    void this.#look();
  }

  /** Nothing is sent from here on that is not on its way. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  get #isAllowed(): boolean {
    return !this.#stopped && this.#host.isAllowed();
  }

  #failed(error: unknown): void {
    this.#host.report(problemOf(error, 'storage-failed', 'no reports are made', 'everything else goes on'));
  }

  async #look(): Promise<void> {
    try {
      const engine = await this.#host.engine();
      if (engine && this.#isAllowed) this.#tell(engine, await readLedger(this.#host.site));
    } catch {
      this.#host.spent(null);
    }
  }

  #tell(engine: Engine, { bytes, closedOn }: StoredLedger): void {
    this.#host.spent(engine.tellOf(bytes, (instance, length) => instance.budget(length, closedOn, this.#host.now())) as PrivacyBudget | null);
  }

  async #run(): Promise<void> {
    try {
      const lines = await this.#make();
      // Sent or lost: it is spent, and the same reports are not made again.
      if (lines && this.#isAllowed) await this.#transport?.send(lines);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** This epoch's reports, paid for; empty where they were made before. */
  async #make(): Promise<string> {
    const { locks } = navigator;
    if (!locks) throw new Error('this browser has no Web Locks');
    const made = await locks.request(ledgerName(this.#host.site), async () => {
      const engine = await this.#host.engine();
      if (!engine || !this.#isAllowed) return '';
      const { site } = this.#host;
      const stored = 'databases' in indexedDB ? await readLedger(site) : await openLedger(site);
      // The engine may have been wiped meanwhile, and she may have said no.
      if (!this.#isAllowed) return '';
      const given = new Uint8Array(stored.bytes.length + this.#host.reports * kEntropyPerReport);
      given.set(stored.bytes);
      crypto.getRandomValues(given.subarray(stored.bytes.length));
      const output = engine.exchange(given, (instance, length) =>
        instance.report(stored.bytes.length, length - stored.bytes.length, stored.closedOn, this.#host.now()),
      );
      given.fill(0);
      if (output.length === 0) return '';
      const ledger = { bytes: output.slice(0, kLedgerBytes), closedOn: 0 };
      await writeLedger(site, ledger);
      this.#tell(engine, ledger);
      return new TextDecoder().decode(output.subarray(kLedgerBytes));
    });
    return made as string;
  }
}

