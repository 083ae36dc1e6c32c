/** How reports leave: the only place from which Noren sends anything. */

export interface ReportTransport {
  /** Sends lines of JSON, each ended by a line feed. Rejects where they did not arrive; they are not sent again. */
  send(lines: string): Promise<void>;
}

/**
 * HTTPS POST of NDJSON to the page's own origin, without cookies, referrer or cache. Throws where the endpoint is on another origin, or the
 * page is not secure.
 */
export const httpsTransport = (endpoint: string): ReportTransport => {
  const url = new URL(endpoint, location.origin);
  if (url.origin !== location.origin) throw new Error(`${url.href} is not on this page's own origin`);
  if (!globalThis.isSecureContext) throw new Error('reports are sent over HTTPS only');
  return {
    async send(lines) {
      const response = await fetch(url, {
        method: 'POST',
        mode: 'same-origin',
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        keepalive: true,
        headers: { 'Content-Type': 'application/x-ndjson' },
        body: lines,
      });
      if (!response.ok) throw new Error(`it was answered with status ${response.status}`);
    },
  };
};
