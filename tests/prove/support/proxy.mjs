/**
 * The proxy of `./dev prove`: a browser's whole traffic goes through it, so nothing that a page or a worker sends can be missed. It lets
 * one origin through and refuses all others, keeps every request whole, and can change the page on its way: that is how a row plants
 * a leak which it then has to catch.
 */
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { connect } from 'node:net';

/**
 * One request, or (method CONNECT) one tunnel.
 * @typedef {object} Request
 * @property {string} method
 * @property {string} url absolute; of a tunnel `https://host:port`
 * @property {readonly string[]} headers names and values by turns, as they came
 * @property {Buffer[]} body what the browser sent; of a tunnel all of its bytes
 * @property {boolean} foreign to another origin: refused
 * @property {number} status
 * @property {number} answered bytes of the answer's body
 * @property {number} begun a moment on the proxy's own count of beginnings and ends
 * @property {number} ended the same; Infinity while it runs
 */

const kPlanted = '/planted-by-the-test.js';
/** What a test's own script asks for to leave a mark among the requests. The shop never sees it. */
export const kMark = '/mark-of-the-test';

/** @param {string} origin such as http://localhost:8080 */
export async function openProxy(origin) {
  /** @type {Request[]} */
  let requests = [];
  const sockets = new Set();
  let moment = 0;
  const own = new URL(origin);
  const shape = {
    /** A script to run in every page before its own, or ''. */
    planted: '',
    /** Leaves the Content Security Policy out, where a planted leak needs that. */
    lawless: false,
    /** How long the way to the shop takes, in milliseconds. */
    latency: 0,
    /** Bodies to answer with instead of the shop's, by path. */
    /** @type {Record<string, string>} */
    replaced: {},
  };

  /** @returns {Request} */
  const remember = (method, url, headers, foreign) => {
    const seen = { method, url, headers, body: [], foreign, status: 0, answered: 0, begun: ++moment, ended: Infinity };
    requests.push(seen);
    return seen;
  };

  const change = ({ headers }) => {
    const kept = { ...headers };
    if (shape.lawless) delete kept['content-security-policy'];
    return kept;
  };

  const proxy = createServer((request, response) => {
    const url = request.url ?? '';
    const foreign = !URL.canParse(url) || new URL(url).origin !== origin;
    const seen = remember(request.method ?? '', url, request.rawHeaders, foreign);
    request.on('data', (part) => seen.body.push(part));
    response.on('close', () => (seen.ended = ++moment));
    const finish = (status, headers, body) => {
      seen.status = status;
      seen.answered = body.length;
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    };
    if (foreign) return finish(403, {}, '');
    const { pathname } = new URL(url);
    if (pathname === kPlanted) return finish(200, { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'same-origin' }, Buffer.from(shape.planted));
    if (pathname === kMark) return finish(204, {}, '');
    const changes = shape.planted || shape.replaced[pathname] !== undefined;
    const headers = { ...request.headers };
    if (changes) for (const name of ['accept-encoding', 'if-none-match']) delete headers[name];
    const onward = send(url, { method: seen.method, headers }, (answer) => {
      const isPage = /^text\/html/.test(answer.headers['content-type'] ?? '');
      const replaced = shape.replaced[pathname];
      if (replaced === undefined && !(shape.planted && isPage)) {
        seen.status = answer.statusCode ?? 502;
        response.writeHead(seen.status, change(answer));
        answer.on('data', (part) => (seen.answered += part.length));
        return void answer.pipe(response);
      }
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const { etag: _, ...kept } = change(answer);
        const text = replaced ?? Buffer.concat(parts).toString().replace('<head>', `<head><script src="${kPlanted}"></script>`);
        finish(answer.statusCode ?? 502, kept, Buffer.from(text));
      });
    });
    onward.on('error', () => response.headersSent || finish(502, {}, ''));
    setTimeout(() => request.pipe(onward), shape.latency);
  });

  // A browser asks for a tunnel where it wants an encrypted connection, or a WebSocket.
  proxy.on('connect', ({ method, url = '', rawHeaders }, socket, head) => {
    const foreign = url !== own.host;
    const seen = remember(method ?? '', `https://${url}`, rawHeaders, foreign);
    socket.on('error', () => socket.destroy());
    if (foreign) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const onward = connect(Number(own.port), own.hostname);
    onward.on('error', () => socket.destroy());
    socket.on('close', () => {
      seen.ended = ++moment;
      onward.destroy();
    });
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    seen.body.push(head);
    onward.write(head);
    socket.on('data', (part) => seen.body.push(part));
    onward.on('data', (part) => (seen.answered += part.length));
    socket.pipe(onward).pipe(socket);
  });
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.address());
  return {
    server: `http://127.0.0.1:${port}`,
    port,
    shape,
    /** Everything since the last take. */
    take: () => {
      const taken = requests;
      requests = [];
      return taken;
    },
    /** Resolves when nothing is under way and nothing has been for a while; after half a minute in any case. */
    async quiet(milliseconds = 300) {
      const patience = Date.now() + 30_000;
      let [before, since] = [moment, Date.now()];
      while (Date.now() - since < milliseconds && Date.now() < patience) {
        await new Promise((resolve) => setTimeout(resolve, 25));
        if (before === moment && !requests.some(({ ended, method }) => ended === Infinity && method !== 'CONNECT')) continue;
        [before, since] = [moment, Date.now()];
      }
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}
