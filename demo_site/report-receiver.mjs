/**
 * A reference receiver of Noren's reports: takes bodies of NDJSON, looks at each line's shape, appends the good ones to a file, and answers
 * the same whatever came. It knows nothing of who sent what: no address, no time and no cookie is kept.
 */
import { appendFile } from 'node:fs/promises';

/** 16 reports of less than 400 bytes. */
export const kMaxBody = 6400;
const kMaxLine = 400;
const kShape = /^\{"noren":1,"report":"[a-z0-9][a-z0-9-]{0,63}","form":"[0-9a-f]{8}","epoch":\d{1,5},"question":"\d\d","cells":"[0-9a-f]{16}"\}$/;

/** The lines of a body that are reports; null for a body that is none. */
export const linesOf = (body) => {
  const lines = body.split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > 16) return null;
  return lines.every((line) => line.length <= kMaxLine && kShape.test(line)) ? lines : null;
};

const read = async (request) => {
  let size = 0;
  const chunks = [];
  for await (const chunk of request) {
    size += chunk.length;
    if (size > kMaxBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('latin1');
};

/** Answers one request. `store` takes good lines, each ended by a line feed. */
export const receiveReports = async (request, response, headers, store) => {
  if (request.method !== 'POST') return response.writeHead(405, { ...headers, Allow: 'POST' }).end();
  const body = await read(request).catch(() => null);
  const lines = body === null ? null : linesOf(body);
  // Stored or not, sent by a page or by somebody who plays: nobody learns anything from the answer.
  response.writeHead(204, { ...headers, 'Cache-Control': 'no-store', Connection: 'close' }).end();
  if (lines) await store(`${lines.join('\n')}\n`);
};

/** Appends to a file, one batch after the other. */
export const appendTo = (path) => {
  let before = Promise.resolve();
  return (lines) => (before = before.then(() => appendFile(path, lines)).catch((error) => console.error(`reports: ${error.message}`)));
};
