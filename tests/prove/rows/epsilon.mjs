/** The noise of reports is what it is declared to be, and the budget is never exceeded: by the native tool of tests/prove/noise.cpp. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const promise = 'Only noised reports can leave: no configuration that can be asked for costs more ε than declared, and no device ever spends more than its cap';
export const method =
  'ε of every configuration (2 to 64 cells, ε from 0.25 to 5 in quarters) computed from the integer thresholds and a second time by logarithms; wrong noises that the statistical tests must catch; estimates of simulated populations; the ledger against a plain model through random sequences of operations, with the clock going both ways';

const program = fileURLToPath(new URL('../../../build/native/tests/noise_proof', import.meta.url));
/** More standard errors than an honest estimate of so many ever is off. */
const kFarOff = 5;
const group = (number) => number.toLocaleString('en');

export async function run({ short }) {
  const { stdout } = await promisify(execFile)(program, short ? ['--short'] : [], { maxBuffer: 2 ** 20 });
  const proof = JSON.parse(stdout);
  const { enumeration, controls, estimators, ledger } = proof;
  const missed = [
    ...['off_by_one_caught', 'off_by_one_refused', 'reused_randomness_caught', 'textbook_laplace_caught']
      .filter((name) => controls[name] !== controls.runs)
      .map((name) => `${name}: ${controls[name]} of ${controls.runs}`),
    ...(ledger.broken_ledgers_found === 2 ? [] : [`broken ledgers found: ${ledger.broken_ledgers_found} of 2`]),
  ];
  return {
    figure: `${enumeration.above_declared} of ${group(enumeration.configurations)} configurations above their declared ε; estimates of ${group(estimators.population)} visitors at most ${estimators.worst_standard_errors.toFixed(1)} standard errors off (${estimators.estimates} cells); ${ledger.above_cap} of ${group(ledger.sequences)} ledger sequences above a cap`,
    holds:
      enumeration.above_declared === 0 && enumeration.refused === 0 && enumeration.configurations === 1260 &&
      controls.false_alarms === 0 && missed.length === 0 &&
      estimators.worst_standard_errors < kFarOff &&
      ledger.above_cap === 0 && ledger.disagreements === 0 && ledger.deductions > 0,
    control: { planted: 4 * controls.runs + 2, missed },
    detail: proof,
  };
}
