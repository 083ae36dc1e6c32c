/**
 * Fetching, from the page's own origin only: Noren never talks to anyone else, so a typo or a hostile document can't make it.
 * What is fetched, and when, depends on the options alone, never on the visitor.
 */
import { fail, textOf } from './problem.js';
import type { BytesSource } from './types.js';

/** Which of the options a source came from; the `path` of its problems. */
export type SourceName = 'site' | 'model' | `model[${number}]` | 'wasm';

const resolve = (source: string | URL, name: SourceName): URL => {
  if (typeof location === 'undefined') {
    throw fail('load-failed', `there is no page to fetch ${String(source)} for`, 'outside a browser pass the content itself', name);
  }
  let url: URL;
  try {
    url = new URL(source, typeof document === 'undefined' ? location.href : document.baseURI);
  } catch (error) {
    throw fail('load-failed', `"${String(source)}" is not a URL`, 'pass a path such as "/noren/site.json"', name, error);
  }
  if (url.origin !== location.origin) {
    throw fail(
      'load-failed',
      `${url.href} is not on this page's own origin ${location.origin}`,
      'serve the file from the shop itself, or pass its content',
      name,
    );
  }
  return url;
};

const checked = (response: Response, name: SourceName, url: string): Response => {
  if (response.ok) return response;
  throw fail('load-failed', `${url} was answered with status ${response.status}`, 'check that the file is served there', name);
};

/** The response of a same-origin URL, or the response given. Errors: load-failed. */
export const fetchSource = async (source: string | URL | Response, name: SourceName): Promise<Response> => {
  if (typeof Response !== 'undefined' && source instanceof Response) return checked(source, name, source.url || 'the response given');
  const url = resolve(source as string | URL, name);
  let response: Response;
  try {
    // Also refuses a redirect that leads to another origin.
    response = await fetch(url, { mode: 'same-origin', credentials: 'same-origin' });
  } catch (error) {
    throw fail('load-failed', `${url.href} could not be fetched (${textOf(error)})`, "check the address and the policy's connect-src", name, error);
  }
  return checked(response, name, url.href);
};

/** The bytes of a source. Bytes given are used as they are, not copied. Errors: load-failed. */
export const bytesOf = async (source: BytesSource, name: SourceName): Promise<Uint8Array> => {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  const response = await fetchSource(source, name);
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw fail('load-failed', `the ${name} broke off while loading (${textOf(error)})`, 'load the page again', name, error);
  }
};
