/**
 * The browsers that `./dev prove` drives: the machine's own Chromium and Firefox, headless, with a profile folder of their own and with
 * everything off that they would say to their makers. What one of them says all the same counts against the promise: nothing is filtered.
 */
import { accessSync, constants, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium, firefox } from 'playwright-core';

const kPrograms = { chromium: ['chromium', 'chromium-browser', 'google-chrome'], firefox: ['firefox-esr', 'firefox'] };

export const browserNames = Object.keys(kPrograms);

/** @param {'chromium' | 'firefox'} name */
export function programOf(name) {
  for (const program of kPrograms[name]) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return join(folder, program);
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error(`${name} is not on the PATH; ./dev prove installs it where there is apt-get`);
}

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-client-side-phishing-detection',
  '--disable-features=OptimizationHints,MediaRouter,AutofillServerCommunication,CertificateTransparencyComponentUpdater,Translate',
  '--metrics-recording-only',
  '--no-pings',
];

/** What Firefox would ask its maker on its own. */
export const firefoxPreferences = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'app.update.enabled': false,
  'browser.contentblocking.report.lockwise.enabled': false,
  'browser.newtabpage.activity-stream.feeds.topsites': false,
  'browser.newtabpage.activity-stream.feeds.section.topstories': false,
  'browser.newtabpage.enabled': false,
  'browser.ping-centre.telemetry': false,
  'browser.region.network.url': '',
  'browser.region.update.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.topsites.contile.enabled': false,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'dom.push.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'extensions.update.autoUpdateDefault': false,
  'extensions.webservice.discoverURL': '',
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-provider.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.trr.mode': 5,
  'privacy.trackingprotection.pbmode.enabled': false,
  'security.OCSP.enabled': 0,
  'security.remote_settings.crlite_filters.enabled': false,
  'security.remote_settings.intermediates.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'services.settings.poll_interval': 0,
  'toolkit.coverage.endpoint.base': '',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': 'data:,',
  'toolkit.telemetry.unified': false,
  'toolkit.telemetry.archive.enabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
};

const proxied = (port) => ({
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': port,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': port,
  'network.proxy.no_proxies_on': '',
  'network.proxy.allow_hijacking_localhost': true,
});

export const newProfileFolder = (name) => mkdtempSync(join(tmpdir(), `noren-prove-${name}-`));

/** Removes a profile folder; a browser that was just ended may still be writing its last files. */
export function removeProfileFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** The processes whose command line names the folder. */
export function processesOf(folder) {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'latin1').includes(folder);
    } catch {
      return false; // ended meanwhile
    }
  }).map(Number);
}

const common = (name) => ({
  executablePath: programOf(name),
  headless: true,
  timeout: 120_000,
  // Firefox heeds services.settings.server only under this variable.
  env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' },
});
const view = { locale: 'en-GB', viewport: { width: 1280, height: 900 } };

/**
 * A browser for visitors who know nothing of each other: `visitor()` gives a context without a past. All that is done in a context goes
 * through the proxy. What Chromium does for itself (it asks its maker for the time and for updates, whatever it is told) belongs to no
 * context and goes another way; of Firefox everything goes through the proxy, whoever wants it.
 * @param {'chromium' | 'firefox'} name
 * @param {{ server: string, port: number }} proxy
 */
export async function openForVisitors(name, proxy) {
  const browser = name === 'chromium'
    ? await chromium.launch({ ...common(name), args: chromiumArguments })
    : await firefox.launch({ ...common(name), channel: 'moz-firefox', firefoxUserPrefs: { ...firefoxPreferences, ...proxied(proxy.port) } });
  return {
    name,
    async visitor() {
      const context = await browser.newContext({ ...view, ...(name === 'chromium' ? { proxy: { server: proxy.server, bypass: '<-loopback>' } } : {}) });
      context.setDefaultTimeout(60_000);
      return context;
    },
    close: () => browser.close(),
  };
}

/**
 * A browser with one profile, kept in `folder`, and without a proxy.
 * @param {'chromium' | 'firefox'} name
 * @param {string} folder
 */
export async function openWithFolder(name, folder) {
  const context = name === 'chromium'
    ? await chromium.launchPersistentContext(folder, { ...common(name), ...view, args: chromiumArguments })
    : await firefox.launchPersistentContext(folder, { ...common(name), ...view, channel: 'moz-firefox', firefoxUserPrefs: firefoxPreferences });
  context.setDefaultTimeout(60_000);
  return context;
}
