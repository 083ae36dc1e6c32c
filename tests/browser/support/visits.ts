/** A shopper who comes to the demo shop over days and weeks: her visits, her orders, and where she stands in journeys. */
import type { Locator } from '@playwright/test';
import type { JourneyProgress, Noren } from 'noren';
import { type Shop, expect } from './shop.js';

/** A Sunday morning in the shop's late autumn. */
const kFirstDay = Date.UTC(2026, 10, 22, 10);
const kDay = 24 * 60 * 60 * 1000;

export type Language = 'en' | 'ja';

export class Shopper {
  readonly shop: Shop;
  readonly language: Language;

  constructor(shop: Shop, language: Language) {
    this.shop = shop;
    this.language = language;
  }

  get message(): Locator {
    return this.shop.page.getByTestId('message');
  }
  get toast(): Locator {
    return this.shop.page.locator('[data-noren-message=toast]');
  }

  /** Her first visit, with a yes that has been carried out. */
  async comes(): Promise<void> {
    await this.isDay(0);
    await this.shop.openWithYes('/', this.language);
  }

  /** Comes back so many days after the first visit, in a tab that was left open. */
  async visits(day: number, path = '/'): Promise<void> {
    await this.isDay(day);
    await this.shop.turnTo(path);
  }

  async looksAt(...products: readonly string[]): Promise<void> {
    for (const product of products) {
      await this.shop.turnTo(`/product/${product}`);
      await expect(this.shop.page.getByTestId('product')).toHaveAttribute('data-item', product);
    }
  }

  async adds(...products: readonly string[]): Promise<void> {
    for (const product of products) {
      await this.looksAt(product);
      await this.shop.addToCart();
    }
  }

  async buys(...products: readonly string[]): Promise<void> {
    await this.adds(...products);
    await this.shop.follow('/cart');
    await this.shop.page.getByTestId('checkout').click();
    await this.shop.page.getByTestId('thanks').waitFor();
  }

  /** Follows the link of a message that stands in the page. */
  async follows(message: Locator): Promise<void> {
    await message.getByRole('link').click();
  }

  /** What counts as seen has been in sight for a second. */
  async hasSeen(campaign: string): Promise<void> {
    await expect.poll(async () => (await this.shown()).some((showing) => showing.campaign === campaign)).toBe(true);
  }

  /** The step where she stands, or why it ended; `never` where it has not begun. */
  async journey(id: string): Promise<string> {
    const all = await this.shop.page.evaluate(() => (customElements.get('noren-slot') as unknown as { noren: Noren }).noren.journeys());
    const { step, end } = all.find((each: JourneyProgress) => each.journey === id) ?? { step: 'never', end: null };
    return step ?? String(end);
  }

  private isDay(day: number): Promise<void> {
    return this.shop.page.clock.setFixedTime(kFirstDay + day * kDay);
  }

  private async shown(): Promise<readonly { readonly campaign: string }[]> {
    return (await this.shop.profile() as unknown as { shown: readonly { campaign: string }[] }).shown;
  }
}
