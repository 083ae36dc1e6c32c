#!/usr/bin/env node
/**
 * Serves demo_site/dist the way a careful shop would: with the Content Security Policy that Noren promises to run under, the
 * right types, compressed, and without a log of who asked for what.
 *
 *   npm run serve -w demo_site -- --port 4173 --reports reports.ndjson
 *
 * All files are read once, at the start; nothing that a request says reaches the file system.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { appendTo, receiveReports } from './report-receiver.mjs';

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.model': 'application/octet-stream',
};

const kPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const kHeaders = {
  'Content-Security-Policy': kPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Isolation gives the page a clock of 5 µs instead of 100 µs, which the demo's own measurements need.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function fail(message) {
  console.error(`serve: ${message}`);
  process.exit(1);
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' }, host: { type: 'string', default: '127.0.0.1' }, reports: { type: 'string' } } });
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65535) fail(`--port: found "${values.port}", expected a number from 0 to 65535`);
    return { port, host: values.host, reports: values.reports };
  } catch (error) {
    return fail(`${error.message}; usage: serve.mjs [--port N] [--host ADDRESS] [--reports FILE]`);
  }
}

/** Path -> file, for everything under the folder. */
function readFolder(folder, prefix = '/', files = new Map()) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      readFolder(path, `${prefix}${entry.name}/`, files);
    } else {
      const bytes = readFileSync(path);
      const type = kTypes[extname(entry.name)] ?? 'application/octet-stream';
      const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
      files.set(`${prefix}${entry.name}`, { type, tag, forms: { identity: bytes }, path: `${prefix}${entry.name}` });
    }
  }
  return files;
}

/** The file's bytes in the best form that the browser takes; compressed when first asked for, pictures never. */
function formOf(file, accepted) {
  if (file.type === 'image/webp') return ['identity', file.forms.identity];
  if (/\bbr\b/.test(accepted)) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
    file.forms.br ??= brotliCompressSync(file.forms.identity, options);
    return ['br', file.forms.br];
  }
  if (/\bgzip\b/.test(accepted)) {
    file.forms.gzip ??= gzipSync(file.forms.identity);
    return ['gzip', file.forms.gzip];
  }
  return ['identity', file.forms.identity];
}

/**
 * Names under /assets/ carry a hash of their content; pictures never change under their name, and Chromium would ask for the icon
 * at each change of page; all else is asked for anew.
 */
function cacheFor(path) {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  if (path.startsWith('/images/') || path === '/favicon.svg') return 'public, max-age=86400';
  return 'no-cache';
}

function answer(files, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return response.writeHead(405, { ...kHeaders, Allow: 'GET, HEAD' }).end();
  }
  const path = (request.url ?? '/').split('?', 1)[0];
  // Addresses of pages have no ending; each of them is the one page, which reads the address itself.
  const file = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined);
  if (!file) {
    return response.writeHead(404, { ...kHeaders, 'Content-Type': kTypes['.txt'] }).end('There is nothing at this address.\n');
  }
  const common = { ...kHeaders, ETag: file.tag, 'Cache-Control': cacheFor(file.path), Vary: 'Accept-Encoding' };
  if (request.headers['if-none-match'] === file.tag) return response.writeHead(304, common).end();
  const [encoding, bytes] = formOf(file, String(request.headers['accept-encoding'] ?? ''));
  response.writeHead(200, {
    ...common,
    'Content-Type': file.type,
    'Content-Length': bytes.length,
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
  });
  return response.end(request.method === 'HEAD' ? undefined : bytes);
}

const { port, host, reports } = readOptions();
/** Without a file they are looked at and dropped. */
const storeReports = reports ? appendTo(reports) : async () => undefined;
const dist = join(dirname(fileURLToPath(import.meta.url)), 'dist');
if (!existsSync(join(dist, 'index.html'))) fail('demo_site/dist has no index.html; build the shop first: npm run build -w demo_site');
const files = readFolder(dist);

const server = createServer((request, response) =>
  request.url === '/noren/reports' ? receiveReports(request, response, kHeaders, storeReports) : answer(files, request, response),
);
server.on('error', (error) => {
  if (error.code === 'EADDRINUSE') fail(`port ${port} is in use; choose another with --port, or 0 for any that is free`);
  if (error.code === 'EACCES') fail(`port ${port} may not be used by this user; choose one above 1023 with --port`);
  fail(error.message);
});
server.listen(port, host, () => {
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  console.log(`The demo shop is open: http://${name}:${server.address().port}/`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
