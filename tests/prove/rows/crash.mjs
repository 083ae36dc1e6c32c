/** Browsers killed at random moments: what was acknowledged is there, what was erased is gone, and nothing is half of anything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromiumArguments, firefoxPreferences, newProfileFolder, processesOf, programOf, removeProfileFolder } from '../support/browsers.mjs';
import { crashPage } from '../support/crash-page.mjs';
import { Witness } from '../support/crash-witness.mjs';
import { randomOf } from '../support/shopper.mjs';
import { sizeOf } from '../support/size.mjs';

export const promise = 'A kill at any moment tears nothing, loses nothing that was acknowledged, and brings nothing back';
export const method =
  'the whole browser ended by kill −9 while it starts, grants, tracks, compacts and erases; what was acknowledged is recorded by the test’s server outside of it, and compared at the next start on the same profile folder';

const kKills = { chromium: { short: 6, full: 600 }, firefox: { short: 4, full: 400 } };
/** Profiles that are killed at the same time, each in a browser of its own. */
const kLanes = 2;
const kPatience = 60_000;

const dist = new URL('../../../web/dist/', import.meta.url);

/** Serves the page, and hands each word of it to whoever watches. */
async function openServer() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/tell') {
      const parts = [];
      for await (const part of request) parts.push(part);
      const { word, ...more } = JSON.parse(Buffer.concat(parts).toString());
      const answer = hear(word, more);
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
    }
    const own = crashPage[pathname];
    const file = new URL(`.${pathname}`, dist);
    if (!own && (!/^\/[\w./-]+\.js$/.test(pathname) || !existsSync(file))) return void response.writeHead(404).end();
    const [type, body] = own ?? ['text/javascript', readFileSync(file)];
    return void response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
  });
  let hear = () => ({});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${server.address().port}`,
    listen: (listener) => (hear = listener),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function start(name, folder, url) {
  const parameters = name === 'chromium'
    ? ['--headless', `--user-data-dir=${folder}`, '--remote-debugging-port=0', '--disable-session-crashed-bubble', ...chromiumArguments, url]
    : ['--headless', '--no-remote', '--profile', folder, url];
  if (name === 'firefox') {
    const lines = Object.entries(firefoxPreferences).map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});`);
    writeFileSync(join(folder, 'user.js'), lines.join('\n'));
  }
  return spawn(programOf(name), parameters, { stdio: 'ignore', detached: true, env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1', MOZ_CRASHREPORTER_DISABLE: '1' } });
}

/** Ends every process of the browser at once, as the system does when memory is out, or the battery. */
async function kill(browser, folder) {
  const exited = browser.exitCode !== null || browser.signalCode !== null ? null : once(browser, 'exit');
  try {
    process.kill(-browser.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await exited;
  for (let tries = 0; tries < 1000; tries++) {
    const rest = processesOf(folder);
    if (rest.length === 0) return;
    for (const pid of rest) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // Ended meanwhile.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** When to kill: after which word of the page, and how long after. */
const kMoments = [
  { after: 'begun', within: 150 },
  { after: 'will-grant', within: 40 },
  { after: 'granted', within: 30 },
  { after: 'will-track', within: 25 },
  { after: 'will-track', within: 25 },
  { after: 'tracked', within: 10 },
  { after: 'compacts', within: 30 },
  { after: 'compacts', within: 30 },
  { after: 'will-erase', within: 40 },
  { after: 'will-erase', within: 15 },
  { after: 'erased', within: 30 },
  { after: 'start', within: 1500 },
];
/** A tail of events longer than this is folded into the snapshot (web/src/storage/stored-profile.ts). */
const kTail = 64;
/** Longer than this no moment is waited for: then it is killed where it is. */
const kWait = 4000;

/** Starts the browser on a profile and kills it at a moment. Returns what it said, in words. */
async function life(name, folder, server, witness, random, moment, lie = '') {
  const said = [];
  let due;
  const killed = new Promise((resolve) => (due = resolve));
  let armed = moment.after === 'start' && !lie;
  const arm = () => {
    armed = true;
    setTimeout(due, random(1000 * moment.within) / 1000);
  };
  let batches = 0;
  server.listen((word, more) => {
    said.push(word);
    if (word === 'begun') {
      const n = witness.begun(more);
      if (moment.after === 'begun' && !armed) arm();
      // However long a moment does not come.
      setTimeout(due, kWait);
      return { n, random: random(2 ** 31) };
    }
    witness.hear(word, more);
    const compacts = word === 'will-track' && Math.floor(more.upTo / kTail) > Math.floor(batches / kTail);
    if (word === 'will-track') batches = more.upTo;
    if (!armed && (word === moment.after || (moment.after === 'compacts' && compacts))) arm();
    return {};
  });
  const browser = start(name, folder, `${server.origin}/${lie ? `?lie=${lie}` : ''}`);
  if (moment.after === 'start' && !lie) setTimeout(due, random(moment.within));
  const patience = setTimeout(due, kPatience);
  await killed;
  clearTimeout(patience);
  // Until the last of its processes is gone the page goes on, and what it says counts.
  await kill(browser, folder);
  server.listen(() => ({}));
  return said;
}

/** Lies that a page may tell; each must be found at the next start. */
const kLies = [
  { lie: 'track', until: 'tracked', kind: 'lost', name: 'an acknowledgement of events that were never stored' },
  { lie: 'tear', until: 'tracked', kind: 'torn', name: 'a profile that is no beginning of what was told' },
  { lie: 'erase', until: 'erased', kind: 'resurrected', name: 'an acknowledgement of an erasure that never was' },
];

/** One profile that is lied about again and again. Returns the lies that were not found at the next start. */
async function control(name, random) {
  const server = await openServer();
  const folder = newProfileFolder(name);
  const missed = [];
  try {
    const witness = new Witness();
    await life(name, folder, server, witness, random, { after: 'tracked', within: 5 });
    let told = null;
    for (const next of [...kLies, null]) {
      const before = witness.complaints.length;
      await life(name, folder, server, witness, random, { after: next?.until ?? 'begun', within: 5 }, next?.lie);
      if (told && !witness.complaints.slice(before).some(({ kind }) => kind === told.kind)) missed.push(`${told.name} (${name})`);
      told = next;
    }
    return missed;
  } finally {
    server.close();
    removeProfileFolder(folder);
  }
}

async function lane(name, number, kills) {
  const random = randomOf(1000 + number);
  const server = await openServer();
  const folder = newProfileFolder(name);
  const witness = new Witness();
  const found = { kills: 0, starts: 0, at: {}, acknowledged: 0 };
  try {
    for (let i = 0; i <= kills; i++) {
      const moment = i === kills ? { after: 'begun', within: 5 } : kMoments[random(kMoments.length)];
      const said = await life(name, folder, server, witness, random, moment);
      if (said.includes('begun')) found.starts++;
      found.acknowledged += said.filter((word) => ['tracked', 'granted', 'erased'].includes(word)).length;
      if (i === kills) {
        if (!said.includes('begun')) witness.complaints.push({ kind: 'torn', text: 'the browser does not start any more' });
        break;
      }
      found.kills++;
      const at = said[said.length - 1] ?? 'start';
      found.at[at] = (found.at[at] ?? 0) + 1;
    }
  } finally {
    server.close();
    removeProfileFolder(folder);
  }
  return { ...found, complaints: witness.complaints };
}

export async function run(options) {
  const { browsers } = options;
  const total = { kills: 0, acknowledged: 0, complaints: [], missed: [], planted: 0 };
  const detail = {};
  for (const name of browsers) {
    const wanted = sizeOf(options, kKills[name]);
    const begun = Date.now();
    const lanes = await Promise.all(Array.from({ length: kLanes }, (_, number) => lane(name, number + (name === 'firefox' ? 100 : 0), Math.ceil(wanted / kLanes))));
    detail[name] = { seconds: Math.round((Date.now() - begun) / 1000), lanes };
    for (const each of lanes) {
      total.kills += each.kills;
      total.acknowledged += each.acknowledged;
      total.complaints.push(...each.complaints);
    }
    total.planted += kLies.length;
    total.missed.push(...(await control(name, randomOf(7))));
  }
  const count = (kind) => total.complaints.filter((complaint) => complaint.kind === kind).length;
  return {
    figure: `${total.kills} kills: ${count('torn')} torn profiles, ${count('lost')} losses of what was acknowledged (of ${total.acknowledged} acknowledgements), ${count('resurrected')} resurrections`,
    holds: total.complaints.length === 0 && total.kills > 0 && total.acknowledged > 0 && total.missed.length === 0,
    control: { planted: total.planted, missed: total.missed },
    detail,
  };
}
