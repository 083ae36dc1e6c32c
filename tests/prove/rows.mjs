/** The rows of `./dev prove`, in the order of the table. Each is a module in rows/ that exports `promise`, `method` and `run`. */
import { existsSync } from 'node:fs';

const kOrder = [
  'egress',
  'before-consent-and-after-withdrawal',
  'erasure-on-disk',
  'memory',
  'crash',
  'noninterference',
  'epsilon',
  'csp-and-trusted-types',
];

const fileOf = (name) => new URL(`rows/${name}.mjs`, import.meta.url);

export const rowNames = kOrder.filter((name) => existsSync(fileOf(name)));

/**
 * @typedef {object} Result
 * @property {string} figure what was counted, in one sentence
 * @property {boolean} holds the promise held, and each planted breach of it was caught
 * @property {{ planted: number, missed: readonly string[] }} control
 * @property {unknown} detail everything else, as JSON
 *
 * @typedef {object} Row
 * @property {string} promise
 * @property {string} method
 * @property {(options: { short: boolean, browsers: readonly ('chromium' | 'firefox')[] }) => Promise<Result>} run
 */

/** @returns {Promise<Row>} */
export const loadRow = (name) => import(fileOf(name).href);
