/**
 * The demo shop as a visitor uses it, and the one `test` that all files share. Whatever a test is about, it fails when the page
 * writes to the console, breaks its Content Security Policy or leaves an error uncaught, unless the test says that it must.
 */
import { type BrowserContext, type Locator, type Page, test as base, expect } from '@playwright/test';
import type { Noren } from 'noren';

export { expect };

export interface Row {
  readonly list: string | null;
  readonly personal: boolean;
  readonly items: readonly string[];
  readonly reasons: readonly string[];
}

export const defaultHero = { en: 'Step in from the street.', ja: '暖簾をくぐって、\nひと息。' } as const;

/** Addresses of what a runner looks at. */
export const runningShoes = ['road-runner-01', 'trail-runner-01', 'trail-runner-02'] as const;

/** One tab of the shop. */
export class Shop {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get hero(): Locator {
    return this.page.getByTestId('hero').getByRole('heading', { level: 2 });
  }
  get question(): Locator {
    return this.page.getByRole('region', { name: /^(Your choice about personalization|おすすめ表示についての選択)$/ });
  }
  get yes(): Locator {
    return this.question.getByRole('button', { name: /^(Yes|はい)/ });
  }
  get no(): Locator {
    return this.question.getByRole('button', { name: /^(No|いいえ)/ });
  }

  /** Loads a page of the shop and waits until Noren has told its slots what to show. */
  async open(path = '/', language: 'en' | 'ja' = 'en'): Promise<void> {
    await this.load(path, language);
    await this.page.locator('noren-slot[data-outcome]').first().waitFor({ state: 'attached' });
  }

  /** Loads a page of the shop and waits until it is drawn; Noren may come later, or never. */
  async load(path = '/', language: 'en' | 'ja' = 'en'): Promise<void> {
    await this.page.goto(`${path}?lang=${language}`);
    await this.page.locator('main[data-page]').waitFor();
  }

  async answer(which: 'yes' | 'no'): Promise<void> {
    await this[which].click();
    await expect(this.question).toBeHidden();
  }

  /** Opens a page with a yes that has been carried out: what is stored, is stored. */
  async openWithYes(path = '/', language: 'en' | 'ja' = 'en'): Promise<void> {
    await this.open(path, language);
    await this.answer('yes');
    await expect.poll(() => this.status('storage')).toBe('encrypted');
  }

  /** Follows the first visible link to a path of the shop. */
  async follow(path: string): Promise<void> {
    await this.page.locator(`a[href^="${path}?"]:visible`).first().click();
    await expect(this.page).toHaveURL((url) => url.pathname === path);
    await this.page.locator('main[data-page]').waitFor();
  }

  /** Turns to a page of the shop by its address, without a link and without loading a document. */
  async turnTo(path: string): Promise<void> {
    await this.page.evaluate((to) => {
      const [pathname, hash = ''] = to.split('#');
      history.pushState(null, '', `${pathname}${location.search}${hash && `#${hash}`}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, path);
    const page = path === '/' ? 'home' : (path.split(/[/#]/)[1] ?? '');
    await expect(this.page.locator('main')).toHaveAttribute('data-page', ['home', 'category', 'search', 'product', 'cart', 'complete', 'guide', 'privacy'].includes(page) ? page : 'missing');
  }

  home(): Promise<void> {
    return this.follow('/');
  }

  /** From anywhere through the departments, shelf by shelf, to a product. */
  async browse(shelves: readonly string[], product: string): Promise<void> {
    for (const shelf of shelves) await this.follow(`/category/${shelf}`);
    await this.follow(`/product/${product}`);
    await expect(this.page.getByTestId('product')).toHaveAttribute('data-item', product);
  }

  /** What a runner does: two or three clicks on running shoes, and back to the entrance. */
  async lookAtRunningShoes(): Promise<void> {
    for (const shoe of runningShoes) await this.browse(['outdoor', 'running', 'running-shoes'], shoe);
    await this.home();
  }

  async lookAtCoffee(): Promise<void> {
    for (const thing of ['pour-over-01', 'drip-kettle-01']) await this.browse(['kitchen', 'coffee-gear'], thing);
    await this.browse(['food-and-drink', 'coffee'], 'beans-morning-01');
    await this.home();
  }

  async addToCart(): Promise<void> {
    const before = Number(await this.page.getByTestId('cart-count').textContent());
    await this.page.getByTestId('add-to-cart').click();
    await expect(this.page.getByTestId('cart-count')).toHaveText(String(before + 1));
  }

  async row(place: string): Promise<Row> {
    const row = this.page.getByTestId(`row-${place}`);
    await row.waitFor();
    return row.evaluate((element: HTMLElement) => {
      const cards = [...element.querySelectorAll<HTMLElement>('[data-testid="card"]')];
      return {
        list: element.dataset['list'] ?? null,
        personal: element.dataset['personal'] !== undefined,
        items: cards.map((card) => card.dataset['item'] ?? ''),
        reasons: cards.map((card) => card.querySelector('[data-testid="reason"]')?.textContent?.trim() ?? ''),
      };
    });
  }

  /** The departments in the order of their tiles. */
  tiles(): Promise<readonly (string | null)[]> {
    return this.page.getByTestId('tile').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('data-category')));
  }

  /** The ids of all products that any row of this page offers. */
  offered(): Promise<readonly string[]> {
    return this.page
      .locator('[data-testid^="row-"] [data-testid="card"]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item') ?? ''));
  }

  status<Name extends keyof Noren['status']>(name: Name): Promise<Noren['status'][Name]> {
    return this.page.evaluate(
      (member) => (customElements.get('noren-slot') as unknown as { noren: Noren }).noren.status[member as Name],
      name as string,
    );
  }

  /** The whole profile as Noren tells it; null without one. */
  profile(): Promise<ReturnType<Noren['profile']>> {
    return this.page.evaluate(() => (customElements.get('noren-slot') as unknown as { noren: Noren }).noren.profile());
  }
}

/** What a page says though nobody asked: console errors and warnings, violations of the policy, uncaught errors. */
export class Noise {
  readonly heard: string[] = [];
  /** What this test expects to hear; anything else fails it. */
  readonly expected: RegExp[] = [];

  async listenTo(context: BrowserContext): Promise<void> {
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.heard.push(`${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => this.heard.push(`uncaught: ${error.error()}`));
    await context.exposeFunction('tellViolation', (violation: string) => void this.heard.push(`violation: ${violation}`));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
        (globalThis as unknown as { tellViolation(text: string): void }).tellViolation(`${effectiveDirective} ${blockedURI}`);
      });
    });
  }

  get unexpected(): readonly string[] {
    return this.heard.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }
}

export const test = base.extend<{ noise: Noise; shop: Shop }>({
  noise: [
    async ({ context }, use) => {
      const noise = new Noise();
      await noise.listenTo(context);
      await use(noise);
      expect(noise.unexpected, 'what the page said unasked').toEqual([]);
    },
    { auto: true },
  ],
  shop: async ({ page }, use) => use(new Shop(page)),
});
