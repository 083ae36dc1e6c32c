/**
 * Whether the tests notice it when an operator of rules, or a rule of deciding, means something else. Run by ./dev mutate.
 *
 * The sources are copied to build/mutate/source and all mutations of mutations.mjs are put into the copy, each behind a number; it is
 * built once, and the tests run once for each number. The copy and its build are kept, so the next run builds only what changed.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { apply, header } from './edits.mjs';
import { mutations as known } from './mutations.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'build/mutate');
const source = join(folder, 'source');
const build = join(folder, 'build');

/** Longer than any test takes: what runs on is a mutation that never ends. */
const kSlowest = 20;
const kLeastSeconds = 60;

const stop = (message) => {
  console.error(`mutate: ${message}`);
  process.exit(1);
};
const say = (message) => console.error(message);

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const numbered = known.map((mutation, at) => ({ ...mutation, number: at + 1 }));
const chosen = positionals.length === 0 ? numbered : numbered.filter(({ name }) => positionals.some((part) => name.includes(part)));
if (chosen.length === 0) stop(`no mutation has a name with ${positionals.join(' or ')}`);

/** Writes what differs, so that Ninja builds only that. */
const put = (file, content) => {
  if (existsSync(file) && readFileSync(file).equals(Buffer.from(content))) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

const copySources = () => {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, maxBuffer: 1 << 26 });
  if (listed.status !== 0) stop(`git does not list the sources: ${listed.stderr}`);
  // All but what no C++ test reads.
  const files = listed.stdout.toString().split('\0').filter((file) => file && !/^(web|tests\/(browser|fuzz)|docs\/screenshots)\//.test(file) && existsSync(join(root, file)));
  const wanted = new Set(files);
  if (existsSync(source)) {
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !wanted.has(path.slice(source.length + 1))) rmSync(path);
    }
  }
  for (const file of files) {
    const content = readFileSync(join(root, file));
    const here = numbered.filter((mutation) => mutation.file === file);
    put(join(source, file), here.length === 0 ? content : apply(content.toString(), here));
  }
  put(join(folder, 'mutation.h'), header);
};

const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) stop(`${command} ${args[0]} failed:\n${`${stdout}${stderr}`.slice(-4000)}`);
};

const compile = (suites) => {
  if (!existsSync(join(build, 'build.ninja'))) {
    say('==> Configuring the copy');
    // Warnings are for people; what is put in gives rise to many.
    run('cmake', ['-S', source, '-B', build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_CXX_FLAGS_RELEASE=-O1', `-DCMAKE_CXX_FLAGS=-w -include ${join(folder, 'mutation.h')}`]);
  }
  say(`==> Building the tests of ${suites.join(', ')} with ${numbered.length} mutations in them`);
  run('cmake', ['--build', build, '--parallel', String(availableParallelism()), '--target', ...suites.map((suite) => `${suite}_test`)]);
};

/** Runs a suite with one mutation in effect (0: none). Gives the first test that fails, or null. */
const test = (suite, number, seconds) =>
  new Promise((resolve) => {
    execFile(
      join(build, 'tests/unit', `${suite}_test`),
      ['--gtest_brief=1', '--gtest_fail_fast'],
      { cwd: source, env: { ...process.env, NOREN_MUTATION: String(number) }, timeout: Math.ceil(seconds * 1000), killSignal: 'SIGKILL', maxBuffer: 1 << 28 },
      (error, stdout) => {
        if (error === null) return resolve(null);
        const [, failed] = /^\[ {2}FAILED {2}\] (\S+)/m.exec(stdout) ?? [];
        resolve(failed?.replace(/,$/, '') ?? (error.killed ? 'it never ends' : 'it crashes'));
      },
    );
  });

const inParallel = async (jobs, work) => {
  const left = [...jobs];
  const worker = async () => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
};

const began = performance.now();
const suites = [...new Set(chosen.map(({ suite }) => suite))];
try {
  copySources();
} catch (error) {
  stop(error.message);
}
compile(suites);
const built = performance.now();

const limits = {};
for (const suite of suites) {
  const start = performance.now();
  const failed = await test(suite, 0, 600);
  if (failed !== null) stop(`without any mutation, ${suite}_test fails: ${failed}`);
  limits[suite] = Math.max(kLeastSeconds, (kSlowest * (performance.now() - start)) / 1000);
}

say(`==> Testing ${chosen.length} mutations`);
const results = [];
await inParallel(chosen, async ({ suite, name, file, number }) => {
  const by = await test(suite, number, limits[suite]);
  results.push({ number, suite, name, file, caught: by !== null, by });
  if (results.length % 20 === 0) say(`    ${results.length} of ${chosen.length}`);
});
results.sort((a, b) => a.number - b.number);
const survived = results.filter(({ caught }) => !caught);
const seconds = (from, to) => Math.round((to - from) / 100) / 10;
const summary = {
  mutations: results.length,
  caught: results.length - survived.length,
  survived: survived.length,
  build_seconds: seconds(began, built),
  test_seconds: seconds(built, performance.now()),
};

if (options.json) {
  console.log(JSON.stringify({ ...summary, results: results.map(({ number, ...result }) => result) }, null, 2));
} else {
  const width = Math.max(...results.map(({ name }) => name.length));
  for (const { suite, name, by } of results) console.log(`${suite.padEnd(7)} ${name.padEnd(width)}  ${by === null ? 'NOT CAUGHT' : `caught by ${by}`}`);
  console.log(`\n${summary.caught} of ${summary.mutations} caught; built in ${summary.build_seconds} s, tested in ${summary.test_seconds} s`);
}
if (survived.length > 0) {
  say(`mutate: not caught: ${survived.map(({ name }) => name).join('; ')}\n       add a test that fails when it means that`);
  process.exit(1);
}
