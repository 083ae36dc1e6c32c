/** Export, import, forgetting and handover as they are shipped, with the real engine. Needs web/dist: `npm run build -w web`. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventName, Noren, NorenOptions, ProfileExport } from '../../web/src/types.js';
import { freshBrowser } from './support/browser.js';
import { kNow } from './support/shop.js';

const dist = new URL('../../web/dist/', import.meta.url);
if (!existsSync(new URL('handover.js', dist))) throw new Error('web/dist is missing: run npm run build -w web first');

const kSite = {
  noren: 1,
  site: 'package-test',
  currency: 'JPY',
  languages: ['ja', 'en'],
  profile: { price_bands: [1000, 5000] },
  questions: [{ id: 'level', kind: 'choice', options: ['new', 'often'] }],
  segments: [{ id: 'runner', when: { '>': [{ var: 'interest.category.shoes' }, 0.1] } }],
  slots: [{ id: 'hero' }],
  campaigns: [{ id: 'regular', slot: 'hero', variants: [{ id: 'a', content: { title: { en: 'Welcome' } } }] }],
  journeys: [{ id: 'welcome', trigger: { event: 'view_item' }, steps: [{ id: 'pause', wait: { days: 1 } }] }],
};

let now = kNow;
const device = async (purposes?: ('storage' | 'personalization')[]): Promise<Noren> => {
  freshBrowser();
  const { createNoren } = (await import(new URL('index.js', dist).href)) as { createNoren(options: NorenOptions): Promise<Noren> };
  const noren = await createNoren({ site: kSite, language: 'en', now: () => now, onError: () => undefined });
  onTestFinished(() => noren.dispose());
  if (purposes) await noren.consent.grant(purposes);
  return noren;
};
const kKept = ['personalization'] as ['personalization'];

const doing = fc.tuple(
  fc.constantFrom<EventName>('view_item', 'add_to_cart', 'remove_from_cart', 'purchase', 'page_view', 'search'),
  fc.nat(30), fc.constantFrom('shoes', 'tea', 'cups'), fc.nat(9), fc.nat(3),
);
type Doing = typeof doing extends fc.Arbitrary<infer Value> ? Value : never;

const shop = (noren: Noren, doings: readonly Doing[]): void => {
  for (const [name, item, category, minutes, act] of doings) {
    now += minutes * minutes * 60_000 * (minutes === 9 ? 300 : 1);
    noren.track(name, { items: [{ item_id: `item-${item}`, item_category: category, item_brand: 'hayate', price: 100 * item + 100 }] });
    if (act === 0) noren.answer('level', item % 2 ? 'new' : 'often');
    if (act === 1) noren.seen('hero');
    if (act === 2) noren.dislike(`item-${item}`);
    if (act === 3) noren.disregard({ category });
  }
};

describe('the exported profile', () => {
  it('comes back on another device bit for bit, and fits its schema', async () => {
    const schema = JSON.parse(readFileSync(new URL('../../docs/profile-export.schema.json', import.meta.url), 'utf8')) as object;
    const fits = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
    await fc.assert(
      fc.asyncProperty(fc.array(doing, { minLength: 1, maxLength: 60 }), async (doings) => {
        const old = await device(kKept);
        shop(old, doings);
        const exported = (await old.privacy.export()) as ProfileExport;
        expect(fits(exported), JSON.stringify(fits.errors)).toBe(true);
        const bytes = await old.privacy.export('bytes');
        const fresh = await device(kKept);
        expect(await fresh.privacy.import(JSON.stringify(exported))).toEqual({ done: true });
        expect(((await fresh.privacy.export()) as ProfileExport).profile).toEqual(exported.profile);
        expect(await fresh.privacy.export('bytes')).toEqual(bytes);
        expect(fresh.profile()).toEqual(old.profile());
        old.dispose();
        fresh.dispose();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('is refused with the place of what is wrong', async () => {
    const noren = await device(kKept);
    noren.track('view_item', { items: [{ item_id: 'item-1' }] });
    const exported = structuredClone((await noren.privacy.export()) as ProfileExport) as unknown as { profile: { seen: { views: number }[] } };
    exported.profile.seen[0]!.views = -1;
    expect(await noren.privacy.import(exported)).toMatchObject({
      done: false, error: { code: 'invalid-argument', path: 'profile.seen[0].views', message: expect.stringContaining('0 to 255'), hint: expect.stringContaining('export()') },
    });
  });
});

describe('forgetting', () => {
  it('leaves no word and no hash of it in what is exported', async () => {
    const noren = await device(kKept);
    shop(noren, [['view_item', 1, 'tea', 1, 3 + 1], ['view_item', 2, 'shoes', 1, 4], ['purchase', 2, 'shoes', 1, 4]]);
    noren.answer('level', 'new');
    const text = async () => JSON.stringify(((await noren.privacy.export()) as ProfileExport).profile);
    expect(await text()).toContain('"shoes"');
    expect(await noren.privacy.forget({ interest: { category: 'shoes' } })).toEqual({ done: true });
    expect(await text()).not.toContain('"shoes"');
    expect((noren.profile() as { seen: unknown[] }).seen).toHaveLength(1);
    expect(await noren.privacy.forget({ answer: 'level' })).toEqual({ done: true });
    expect(await text()).toContain('"answers":[]');
    expect(await noren.privacy.forget({ item: 'item-1' })).toEqual({ done: true });
    expect((noren.profile() as { seen: unknown[] }).seen).toHaveLength(0);
    const [day] = new Date(now).toISOString().split('T');
    expect(await noren.privacy.forget({ day: day as string })).toEqual({ done: true });
    expect((noren.profile() as { days: unknown[]; history: unknown[] }).history).toEqual([]);
    expect(await noren.privacy.forget({ answer: 'no-such' })).toMatchObject({ done: false, error: { code: 'invalid-argument' } });
  });
});

describe('noren/handover', () => {
  it('brings a profile to a device with one of its own, either way round the same', async () => {
    const { createHandover, openHandover } = (await import(new URL('handover.js', dist).href)) as typeof import('../../web/src/handover.js');
    const laptop = await device(kKept);
    shop(laptop, [['view_item', 1, 'tea', 1, 0], ['add_to_cart', 1, 'tea', 1, 1]]);
    const fromLaptop = (await createHandover(laptop))!;
    const phone = await device(kKept);
    shop(phone, [['view_item', 2, 'shoes', 2, 0]]);
    const fromPhone = (await createHandover(phone))!;
    expect(await openHandover(phone, fromLaptop.file, fromLaptop.key)).toEqual({ done: true });
    expect(await openHandover(laptop, fromPhone.codes.map(({ text }) => text), fromPhone.key)).toEqual({ done: true });
    expect(await phone.privacy.export('bytes')).toEqual(await laptop.privacy.export('bytes'));
    expect(phone.profile()).toMatchObject({ seen: [{ views: 1 }, { views: 1 }], cart: [{ quantity: 1 }] });
    const stranger = await device();
    expect(await openHandover(stranger, fromPhone.file, fromPhone.key)).toMatchObject({ done: false, error: { code: 'consent-required' } });
  });
});
