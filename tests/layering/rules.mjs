// The arrows of the architecture as data: who may know whom, and what no folder may know.

// Left to right; a folder may include what stands in a column before its own.
export const columns = [
  ['core/base'],
  ['core/event'],
  ['privacy'],
  ['core/profile', 'core/model'],
  ['core/rules'],
  ['core/site'],
  ['core/decide', 'core/journey', 'core/recommend'],
  ['core/engine'],
  ['wasm'],
];

// Narrower than its column allows.
export const onlyKnows = {
  'core/model': ['core/base'],
};

// The core has no I/O, no clock, no chance and no threads; and these headers are large.
export const bannedHeaders = {
  chrono: 'time is an argument',
  ctime: 'time is an argument',
  'time.h': 'time is an argument',
  random: 'randomness is an argument; its distributions differ between standard libraries',
  iostream: 'no I/O, and it is large',
  istream: 'no I/O, and it is large',
  ostream: 'no I/O, and it is large',
  fstream: 'no I/O, and it is large',
  sstream: 'it is large, and follows the locale',
  iomanip: 'it is large, and follows the locale',
  locale: 'results must not follow the locale',
  regex: 'it is large, and its time is unbounded',
  filesystem: 'no I/O',
  thread: 'no threads',
  mutex: 'no threads',
  future: 'no threads',
  cstdio: 'no I/O, and its formatting is large',
};

// The one file of core and privacy that may see nlohmann/json.
export const jsonReader = 'core/base/json.cpp';

// What must not be written anywhere: where packages come from is the machine's own affair, and a
// path of one machine is of no use on another.
export const bannedText = [
  [/\bregistry\.(npmjs|yarnpkg|npmmirror)\.(org|com)\b/, 'address of a package registry'],
  [/\b(deb|ftp|security|snapshot|archive)(\.[a-z]{2})?\.(debian\.org|ubuntu\.com)\b/, 'address of a package registry'],
  [/\b(pypi\.org|files\.pythonhosted\.org|crates\.io|proxy\.golang\.org)\b/, 'address of a package registry'],
  [/(^|[\s"'`=(:])\/root\//, 'path of one machine'],
  [/(^|[\s"'`=(:])\/work\/(main|shared)\b/, 'path of one machine'],
  [/(^|[\s"'`=(:])\/(home|Users)\/\w+\/(\.|src|work|projects|noren|code)/i, 'path of one machine'],
];

// The second door. Reports are made in one file of the core, and only these files of web/ talk to a server at all: one fetches the page's
// own files, one sends reports.
export const gateKeepers = {
  'privacy/outbound_gate.h': ['privacy', 'core/engine'],
};
export const mayTalk = ['web/src/fetching.ts', 'web/src/reporting/transport.ts'];
export const talks = /(?<![\w#.])(fetch\(|XMLHttpRequest|WebSocket\b|EventSource\b|RTCPeerConnection|importScripts)|\bsendBeacon\b/;
