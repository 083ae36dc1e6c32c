#!/usr/bin/env node
/**
 * How fast Noren's bandit learns, and how well policies are judged from logs, on two public data sets:
 *
 *   ./dev evaluate bandits [--json] [--passes N]
 *
 * Hillstrom's e-mail test of 64,000 customers, three arms at random, is replayed; the Open Bandit Dataset's two policies are each
 * estimated from the other's log, beside what they got themselves. Both lie in the folder of shared data beside the project; what is
 * missing is passed over with a message. The work is the native command's: `noren bandit replay` and `noren bandit estimate`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const kData = at('../shared/data');
const kHillstrom = `${kData}/hillstrom/hillstrom.csv`;
const kOpenBandit = `${kData}/obd`;

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, passes: { type: 'string', default: '100' } } });

const noren = (...args) => JSON.parse(execFileSync(at('build/native/tools/noren'), ['bandit', ...args, '--json'], { encoding: 'utf8' }));

const replayHillstrom = () =>
  noren('replay', kHillstrom, '--arm', 'segment', '--outcome', 'visit', '--context', 'mens,womens', '--passes', options.passes);

/** The priors that the shop used for its own Thompson sampling, as a site document writes them. */
function writePriors(campaign) {
  const { alpha, beta } = parse(readFileSync(`${kOpenBandit}/prior_bts.yaml`, 'utf8'))[campaign];
  const file = at(`build/evaluate/priors-${campaign}.json`);
  mkdirSync(at('build/evaluate'), { recursive: true });
  writeFileSync(file, JSON.stringify(Object.fromEntries(alpha.map((successes, arm) => [arm, [successes, beta[arm]]]))));
  return file;
}

function estimateOpenBandit() {
  const columns = ['--arm', 'item_id', '--position', 'position', '--outcome', 'click', '--propensity', 'propensity_score'];
  const logOf = (policy, campaign) => `${kOpenBandit}/${policy}/${campaign}/${campaign}.csv.gz`;
  const valueOf = (log) => {
    const [header, ...lines] = gunzipSync(readFileSync(log)).toString('utf8').trim().split('\n');
    const click = header.split(',').indexOf('click');
    return lines.reduce((sum, line) => sum + Number(line.split(',')[click]), 0) / lines.length;
  };
  return ['men', 'women'].flatMap((campaign) => [
    {
      campaign,
      policy: 'thompson',
      from: 'random',
      got: valueOf(logOf('bts', campaign)),
      ...noren('estimate', logOf('random', campaign), ...columns, '--priors', writePriors(campaign)),
    },
    { campaign, policy: 'random', from: 'thompson', got: valueOf(logOf('random', campaign)), ...noren('estimate', logOf('bts', campaign), ...columns) },
  ]);
}

function printReplay({ arms, policies }) {
  const percent = (share) => (100 * share).toFixed(2);
  console.log(`Hillstrom: ${arms.map(({ arm, rate, shown }) => `${arm} ${percent(rate)} % of ${shown}`).join(', ')}`);
  console.log(`Visits in 100 customers (regret: visits fewer than with the best arm) after so many customers, mean and 95 % of ${options.passes} orders\n`);
  const points = policies[0].points.map(({ visitors }) => visitors).filter((visitors) => visitors >= 100);
  console.log(`| policy | ${points.map((visitors) => visitors.toLocaleString('en')).join(' | ')} |`);
  console.log(`|---|${points.map(() => '--:|').join('')}`);
  for (const { policy, points: reached } of policies) {
    const cells = points.map((visitors) => {
      const point = reached.find((one) => one.visitors === visitors);
      if (point === undefined) return '';
      const [mean, low, high] = point.rate.map(percent);
      const [lost, fewest, most] = point.regret.map((visits) => visits.toFixed(0));
      return `${mean} [${low}, ${high}] (${lost} [${fewest}, ${most}])`;
    });
    console.log(`| ${policy} | ${cells.join(' | ')} |`);
  }
}

function printEstimates(rows) {
  console.log('\nOpen Bandit Dataset: clicks per item shown, estimated from the other policy\'s log\n');
  console.log('| campaign | policy, from log of | got itself | ips | snips | dr | effective sample | |');
  console.log('|---|---|--:|--:|--:|--:|--:|---|');
  const number = (value) => value.toFixed(5);
  for (const row of rows) {
    const cells = ['ips', 'snips', 'dr'].map((name) => {
      const found = row.estimates[name];
      return found ? `${number(found.value)} [${number(found.low)}, ${number(found.high)}]` : '';
    });
    const sample = `${Math.round(row.effective_sample_size)} of ${row.decisions}`;
    console.log(`| ${row.campaign} | ${row.policy}, ${row.from} | ${number(row.got)} | ${cells.join(' | ')} | ${sample} | ${row.trust} |`);
  }
}

const result = {};
const tellMissing = (path) => console.error(`bandits: passed over: there is no ${path.slice(kData.length + 1)} in the folder of shared data`);
if (existsSync(kHillstrom)) result.hillstrom = replayHillstrom();
else tellMissing(kHillstrom);
if (existsSync(`${kOpenBandit}/prior_bts.yaml`)) result.open_bandit = estimateOpenBandit();
else tellMissing(`${kOpenBandit}/prior_bts.yaml`);

if (options.json) {
  console.log(JSON.stringify(result, null, 2));
} else {
  if (result.hillstrom) printReplay(result.hillstrom);
  if (result.open_bandit) printEstimates(result.open_bandit);
}
