// @vitest-environment jsdom
/**
 * What of a page's texts crosses into the engine: names for its own lists, and everything else only as far as the scanner, which keeps
 * nothing. What the scanner finds is tested with the scanner (tests/unit/privacy); the engine here takes whatever has an @ for a person's.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { personal, type Tab } from './support/shop.js';

const engineOf = (tab: Tab) => tab.modules.at(-1)!.instance!;

describe('text of an event', () => {
  it.each([
    ['of a field that is dropped', { item_name: 'for anna@example.com' }],
    ['of a field that nobody knows', { gift_message: 'for anna@example.com' }],
    ['in the name of one', { 'anna@example.com': true }],
    ['in an object', { customer: { contact: { mail: 'anna@example.com' } } }],
    ['in a list', { notes: ['a', 'anna@example.com'] }],
    ['of a category', { items: [{ item_id: 'item-1', item_category: 'anna@example.com' }] }],
    ['of an item’s unknown field', { items: [{ item_id: 'item-1' }, { item_id: 'item-2', note: 'anna@example.com' }] }],
  ])('%s refuses it, and is repeated nowhere', async (_, parameters) => {
    const tab = await personal();
    expect(tab.noren.track('view_item', parameters)).toMatchObject({ accepted: false, reason: 'refused' });
    expect(tab.noren.status.refused).toMatchObject({ 'personal-data': 1 });
    expect(tab.problems).toMatchObject([{ code: 'event-refused' }]);
    expect(JSON.stringify(tab.problems)).not.toContain('anna');
  });

  it('is not scanned where a field names a person: that refuses it anyway, and the text stays in the page', async () => {
    const tab = await personal();
    expect(tab.noren.track('view_item', { email: 'anna' })).toMatchObject({ accepted: false, reason: 'refused' });
    expect(engineOf(tab).screened).toEqual([]);
  });

  it('that is dropped is screened in one call, and leaves only noughts in the frame', async () => {
    const tab = await personal();
    tab.noren.track('view_item', { item_name: 'Kettle', mood: 'calm', page_title: 'Shop', list: { of: ['a', 3] }, items: [{ item_id: 'item-1', item_name: 'Sock' }] });
    expect(engineOf(tab).screened).toEqual(['Kettle\nmood\ncalm\npage_title\nShop\nlist\nof\n0\na\n1\n\nSock\n']);
    const [, , count, ...fields] = engineOf(tab).frames.at(-1)!;
    expect(count).toBe(4);
    expect(fields.slice(0, 8).filter((_, index) => index % 2 === 1)).toEqual([0, 0, 0, 0]);
  });

  it('is looked for in what could be JSON, not in a whole document', async () => {
    const tab = await personal();
    document.body.title = 'anna@example.com';
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    expect(tab.noren.track('view_item', { element: document.body, circle })).toEqual({ accepted: true });
  });
});

describe('the address of a page', () => {
  afterEach(() => window.history.replaceState(null, '', '/'));

  it('enters as a class of arrival, an index of a page and one of a listed tag, and nothing else', async () => {
    window.history.replaceState(null, '', '/p/anna%40example.com?utm_medium=email&utm_campaign=anna%40example.com&q=090-1234-5678#anna');
    const tab = await personal();
    tab.noren.setPage('anna@example.com');
    tab.noren.track('page_view', {});
    tab.noren.decide('home-hero');
    const { context } = engineOf(tab);
    expect(context).toHaveLength(7);
    for (const number of context) expect(Number.isInteger(number)).toBe(true);
    const [, , page, landing, , tag] = context;
    expect([page, landing, tag]).toEqual([-1, -1, -1]);
    expect(JSON.stringify(tab.noren.status)).not.toContain('anna');
  });

  it('refuses the event that repeats it, if it holds an address of mail', async () => {
    const tab = await personal();
    expect(tab.noren.track('page_view', { page_location: 'https://shop.example/?m=anna@example.com' })).toMatchObject({ accepted: false, reason: 'refused' });
    expect(tab.noren.track('page_view', { page_location: 'https://shop.example/?m=1' })).toEqual({ accepted: true });
  });
});
