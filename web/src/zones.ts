/** Offsets of time zones from UTC, in minutes: the visitor's own and, through the browser's own tables, named ones. */

const kQuarter = 900_000;

/** Zones change their offset only when a quarter of an hour turns; what was computed in it stands until then. */
export const quarterOf = (now: number): number => Math.floor(now / kQuarter);

/** The offset of the visitor's own clock. */
export const ownOffset = (now: number): number => 0 - new Date(now).getTimezoneOffset();

/** The offset of an IANA zone, such as 540 for `Asia/Tokyo`; undefined for a name that the browser does not know. */
export const offsetOf = (zone: string, now: number): number | undefined => {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(now);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  } catch {
    return undefined;
  }
};
