/**
 * Which way she came to this page: a class, read once from the address and the referrer. Neither of them is kept, and no more of
 * them gets into the engine than the class and a campaign tag that the site document lists.
 */

export type Channel = 'direct' | 'search' | 'social' | 'email' | 'ads' | 'referral' | 'internal';

/** Parameters that advertising systems put on the addresses of paid clicks. */
const kPaidClicks = ['gclid', 'gbraid', 'wbraid', 'dclid', 'msclkid', 'yclid', 'ttclid'];

/** By utm_medium, as GA4's default channel groups read it. The first that fits counts. */
const kMediums: readonly (readonly [RegExp, Channel])[] = [
  [/^(cp[acmv]|ppc|retargeting|display|banner|paid.*|.*[-_ ]ads?|ads?)$/, 'ads'],
  [/^e-?_?mail$|newsletter/, 'email'],
  [/^(social.*|sm)$/, 'social'],
  [/^organic$/, 'search'],
];

/** The name of the site among the parts of a host: `www.google.co.jp`, `l.facebook.com`. */
const kSearch = /(^|\.)(google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|naver|qwant|startpage|goo|search\.brave)\.[a-z.]{2,6}$/;
const kSocial =
  /(^|\.)(facebook|instagram|twitter|tiktok|linkedin|pinterest|youtube|reddit|threads|mixi|line|whatsapp|bsky)\.[a-z.]{2,6}$|(^|\.)(x\.com|t\.co|lnkd\.in|youtu\.be)$/;

const addressOf = (referrer: string): URL | null => {
  try {
    return new URL(referrer);
  } catch {
    return null; // none, or an application that hands over something of its own
  }
};

/** The channel of a page load. `referrer` as in `document.referrer`: empty where there is none. */
export const channelOf = (address: URL, referrer: string): Channel => {
  const { searchParams } = address;
  if (kPaidClicks.some((name) => searchParams.has(name))) return 'ads';
  const medium = searchParams.get('utm_medium')?.toLowerCase();
  const told = medium !== undefined && kMediums.find(([pattern]) => pattern.test(medium));
  if (told) return told[1];
  const from = addressOf(referrer);
  if (!from) return medium === undefined ? 'direct' : 'referral';
  if (from.origin === address.origin) return 'internal';
  if (kSearch.test(from.hostname)) return 'search';
  return kSocial.test(from.hostname) ? 'social' : 'referral';
};

/** The campaign tag on the address; the caller looks whether the site document lists it. */
export const campaignTagOf = ({ searchParams }: URL): string => searchParams.get('utm_campaign') ?? '';
