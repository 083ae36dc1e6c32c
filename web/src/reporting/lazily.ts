/** Reporting is loaded where the site has reports and she allows them, and ends where she does not any more. */
import { problemOf } from '../problem.js';
import type { Reporting, ReportingHost } from './reporting.js';

/** Where an entry has reporting from. */
export type ReportingSource = () => Promise<{ readonly Reporting: new (host: ReportingHost) => Reporting }>;

export class LazyReporting {
  readonly #load: ReportingSource;
  readonly #host: ReportingHost;
  #isWanted = false;
  #running: Reporting | null = null;

  constructor(load: ReportingSource, host: ReportingHost) {
    this.#load = load;
    this.#host = host;
  }

  /** What is allowed may have changed. */
  update(): void {
    const isAllowed = this.#host.isAllowed();
    if (isAllowed === this.#isWanted) return;
    this.#isWanted = isAllowed;
    this.#running?.stop();
    this.#running = null;
    this.#host.spent(null);
    if (isAllowed) void this.#begin();
  }

  async #begin(): Promise<void> {
    try {
      const { Reporting } = await this.#load();
      if (this.#isWanted) this.#running ??= new Reporting(this.#host);
    } catch (error) {
      this.#host.report(problemOf(error, 'load-failed', 'reporting could not be loaded'));
    }
  }
}
