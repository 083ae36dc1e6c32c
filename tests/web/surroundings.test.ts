// @vitest-environment jsdom
/** What a page view says by itself: the way she came, the clocks, and what happens on the page. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { campaignTagOf, channelOf } from '../../web/src/channel.js';
import { type Signal, Signals } from '../../web/src/signals.js';
import { offsetOf, ownOffset, quarterOf } from '../../web/src/zones.js';

describe('the channel', () => {
  const shop = 'https://shop.example';
  it.each([
    ['/', '', 'direct'],
    ['/p/1', `${shop}/`, 'internal'],
    ['/', 'https://www.google.co.jp/', 'search'],
    ['/', 'https://search.brave.com/', 'search'],
    ['/', 'https://duckduckgo.com/', 'search'],
    ['/', 'https://www.notgoogle.com/', 'referral'],
    ['/', 'https://google.com.evil.example/', 'referral'],
    ['/', 'https://l.facebook.com/', 'social'],
    ['/', 'https://t.co/', 'social'],
    ['/', 'https://blog.example/', 'referral'],
    ['/', 'android-app://com.example', 'referral'],
    ['/', 'not an address', 'direct'],
    ['/?gclid=abc', 'https://www.google.com/', 'ads'],
    ['/?utm_medium=CPC', '', 'ads'],
    ['/?utm_medium=paid-social', 'https://t.co/', 'ads'],
    ['/?utm_medium=email', '', 'email'],
    ['/?utm_medium=newsletter_weekly', '', 'email'],
    ['/?utm_medium=social', '', 'social'],
    ['/?utm_medium=organic', '', 'search'],
    ['/?utm_medium=affiliate', '', 'referral'],
    ['/?utm_medium=affiliate', `${shop}/`, 'internal'],
    ['/?utm_medium=email', `${shop}/`, 'email'],
  ])('of %s from %j is %s', (path, referrer, channel) => expect(channelOf(new URL(path, shop), referrer)).toBe(channel));

  it('has its tag on the address', () => {
    expect(campaignTagOf(new URL('/?utm_campaign=spring-sale', shop))).toBe('spring-sale');
    expect(campaignTagOf(new URL('/', shop))).toBe('');
  });
});

describe('the clocks of zones', () => {
  const winter = Date.UTC(2026, 0, 15, 12);
  const summer = Date.UTC(2026, 6, 15, 12);
  it.each([
    ['Asia/Tokyo', winter, 540],
    ['Europe/Berlin', winter, 60],
    ['Europe/Berlin', summer, 120],
    ['America/St_Johns', winter, -210],
    ['Asia/Kathmandu', winter, 345],
    ['UTC', winter, 0],
    ['Mars/Olympus', winter, undefined],
  ])('%s', (zone, time, offset) => expect(offsetOf(zone, time)).toBe(offset));

  it('are looked at again each quarter of an hour', () => {
    const turn = Date.UTC(2026, 2, 29, 1); // summer begins in Berlin
    expect([offsetOf('Europe/Berlin', turn - 1), offsetOf('Europe/Berlin', turn)]).toEqual([60, 120]);
    expect(quarterOf(turn) - quarterOf(turn - 1)).toBe(1);
    expect(ownOffset(winter)).toBe(-new Date(winter).getTimezoneOffset() || 0);
  });
});

describe('signals', () => {
  let signals: Signals | null = null;
  const changed = vi.fn();
  const observe = (...wanted: Signal[]) => (signals = new Signals(wanted, changed));
  const scrollTo = (scrollTop: number) => {
    Object.defineProperties(document.documentElement, {
      scrollHeight: { configurable: true, value: 2000 },
      clientHeight: { configurable: true, value: 1000 },
      scrollTop: { configurable: true, value: scrollTop },
    });
    document.dispatchEvent(new Event('scroll'));
  };
  const leave = (clientY: number, relatedTarget: EventTarget | null = null) =>
    document.body.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY, relatedTarget }));
  let visibility: DocumentVisibilityState = 'visible';

  beforeEach(() => {
    vi.useFakeTimers();
    visibility = 'visible';
    vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
    changed.mockClear();
  });
  afterEach(() => {
    signals?.end();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('nobody asks for are not observed', () => {
    const listen = vi.spyOn(document, 'addEventListener');
    observe();
    expect(listen).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    scrollTo(900);
    leave(-1);
    expect(changed).not.toHaveBeenCalled();
  });

  it('count the seconds that the page is in front', () => {
    const { state } = observe('seconds');
    expect(state).toEqual({ seconds: 0, idle: 0, scroll: 0, exitIntent: false });
    vi.advanceTimersByTime(12_000);
    expect(signals!.state.seconds).toBe(10);
    visibility = 'hidden';
    vi.advanceTimersByTime(60_000);
    expect(signals!.state).toMatchObject({ seconds: 10, idle: 0 });
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it('know the furthest she scrolled, in quarters', () => {
    observe('scroll');
    for (const top of [100, 260, 240, 600, 999.5]) scrollTo(top);
    expect(signals!.state.scroll).toBe(100);
    expect(changed).toHaveBeenCalledTimes(3);
    scrollTo(0);
    expect(signals!.state.scroll).toBe(100);
  });

  it('know that she is about to leave, by the top alone', () => {
    observe('exit_intent');
    leave(300);
    leave(-1, document.body);
    expect(signals!.state.exitIntent).toBe(false);
    leave(-1);
    leave(-1);
    expect(signals!.state.exitIntent).toBe(true);
    expect(changed).toHaveBeenCalledOnce();
  });

  it('know the longest time without input', () => {
    observe('idle');
    vi.advanceTimersByTime(10_000);
    expect(signals!.state.idle).toBe(10);
    document.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(10_000);
    expect(signals!.state).toMatchObject({ idle: 10, seconds: 0 });
    vi.advanceTimersByTime(5_000);
    expect(signals!.state.idle).toBe(15);
  });

  it('begin anew with a page view, and end', () => {
    observe('seconds', 'scroll');
    vi.advanceTimersByTime(14_000);
    scrollTo(500);
    signals!.restart();
    expect(signals!.state).toEqual({ seconds: 0, idle: 0, scroll: 0, exitIntent: false });
    vi.advanceTimersByTime(4_999);
    expect(signals!.state.seconds).toBe(0);
    vi.advanceTimersByTime(1);
    expect(signals!.state.seconds).toBe(5);
    signals!.end();
    scrollTo(1000);
    vi.advanceTimersByTime(60_000);
    expect(signals!.state).toMatchObject({ seconds: 5, scroll: 0 });
  });
});
