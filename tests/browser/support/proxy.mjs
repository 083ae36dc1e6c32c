/**
 * A proxy of the tests' own, through which a browser's whole traffic goes. What the browser itself tells of its requests may leave
 * some out (beacons, workers); what has to pass through here can't. It lets requests to one origin through, refuses all others, and
 * remembers every one.
 */
import { createServer, request as send } from 'node:http';
import { once } from 'node:events';

/**
 * @typedef {{ method: string, url: string, headers: import('node:http').IncomingHttpHeaders, bytes: number }} Passed
 * @param {string} origin such as http://localhost:8080
 */
export async function openProxy(origin) {
  /** @type {Passed[]} */
  const passed = [];
  const proxy = createServer((request, response) => {
    /** @type {Passed} */
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, bytes: 0 };
    passed.push(seen);
    request.on('data', (part) => (seen.bytes += part.length));
    if (new URL(seen.url).origin !== origin) return void response.writeHead(403).end();
    const onward = send(seen.url, { method: seen.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  // Where an encrypted connection is wanted, its host is all there is to see; and it is none of ours.
  proxy.on('connect', ({ method, url, headers }, socket) => {
    passed.push({ method: method ?? '', url: `https://${url}`, headers, bytes: 0 });
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    passed,
    server: `http://127.0.0.1:${address.port}`,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}
