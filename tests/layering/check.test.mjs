// The check itself is tested with planted violations: one that finds nothing would pass for ever.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { check } from './check.mjs';

/** The violations in a repository that consists of these files. */
function violationsIn(files) {
  const root = mkdtempSync(join(tmpdir(), 'noren-layering-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return check(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const exporting = { 'web/package.json': '{"exports": {".": "./dist/index.js", "./slim": "./dist/slim.js"}}' };

test('accepts what follows the arrows', () => {
  assert.deepEqual(
    violationsIn({
      ...exporting,
      'core/base/json.cpp': '#include <nlohmann/json.hpp>\n',
      'core/profile/profile.h': '#include "privacy/clean_event.h"\n#include <vector>\n',
      'core/rules/CMakeLists.txt': 'noren_library(rules SOURCES a.cpp DEPENDS profile base)\n',
      'wasm/bindings.cpp': '#include <emscripten/bind.h>\n#include "core/engine/engine.h"\n',
      'tools/main.cpp': '#include <iostream>\n#include <nlohmann/json.hpp>\n',
      'demo_site/src/main.ts': "import { boot } from 'noren';\nimport 'noren/slim';\nimport './page';\n",
    }),
    [],
  );
});

const planted = [
  ['an include to the right', 'core/rules/a.h', '#include "core/decide/decider.h"', /left of core\/decide/],
  ['the core knowing wasm', 'core/engine/a.h', '#include "wasm/flags.h"', /left of wasm/],
  ['an include of a neighbour', 'core/decide/a.h', '#include "core/recommend/r.h"', /beside core\/recommend/],
  ['the model knowing the profile', 'core/model/a.h', '#include "core/profile/profile.h"', /only core\/base/],
  ['a dependency to the right', 'core/event/CMakeLists.txt', 'noren_library(event SOURCES e.cpp DEPENDS rules)', /left of core\/rules/],
  ['an include that is not from the top', 'core/base/a.cpp', '#include "result.h"', /top of the repository/],
  ['a second reader of JSON', 'core/site/a.cpp', '#include <nlohmann/json.hpp>', /only core\/base\/json\.cpp/],
  ['a clock', 'privacy/a.cpp', '#include <chrono>', /time is an argument/],
  ['a stream', 'core/base/a.cpp', '#  include <sstream>', /banned/],
  ['Emscripten in the core', 'core/base/a.cpp', '#include <emscripten/val.h>', /only wasm/],
  ['the demo shop reaching into the package', 'demo_site/src/a.ts', "import x from '../../web/src/x';", /package "noren" only/],
  ['the demo shop using an inner file', 'demo_site/src/a.ts', "const x = await import('noren/src/x');", /no entry point/],
  ['the package knowing the demo shop', 'web/src/a.ts', "export * from '../../demo_site/src/a';", /does not know/],
  ['a registry', 'docs/a.md', ['see https://registry', 'npmjs', 'org/vite'].join('.'), /package registry/],
  ['a path of one machine', 'docs/a.md', `run "/${'root'}/noren"`, /one machine/],
];

for (const [name, file, text, expected] of planted) {
  test(`finds ${name}`, () => {
    const violations = violationsIn({ ...exporting, [file]: `// a line before\n${text}\n` });
    assert.equal(violations.length, 1, violations.join('\n'));
    assert.match(violations[0], expected);
    assert.ok(violations[0].startsWith(`${file}:2: `), violations[0]);
  });
}

test('lets nobody but the engine make reports', () => {
  const [violation] = violationsIn({ 'core/decide/decider.cpp': '#include "privacy/outbound_gate.h"\n' });
  assert.match(violation, /only privacy and core\/engine may make reports/);
});

test('lets two files of the package talk to a server, and no other', () => {
  const files = {
    ...exporting,
    'web/src/fetching.ts': 'const response = await fetch(url);\n',
    'web/src/reporting/transport.ts': 'await fetch(url);\n',
    'web/src/noren.ts': '/** Never calls fetch( itself. */\nthis.#fetch(1); // fetch(\nmodel.fetch(2);\n',
  };
  assert.deepEqual(violationsIn(files), []);
  for (const talk of ['await fetch("/x")', 'navigator.sendBeacon("/x")', 'new XMLHttpRequest()', 'new WebSocket("wss:")', 'new EventSource("/x")']) {
    assert.match(violationsIn({ ...files, 'web/src/element.ts': `${talk};\n` })[0], /talk to a server/, talk);
  }
});
