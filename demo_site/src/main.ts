/**
 * The demo shop. It draws itself first, as for a stranger, and then opens Noren; whatever becomes of that, the shop stays
 * usable. This file only ties together: the address, the views, and what Noren is told of them.
 */
import { render, type TemplateResult } from 'lit-html';
import { refillCart } from './shop/cart';
import { named } from './shop/catalog';
import { changed, onChanged } from './shop/changes';
import { language } from './shop/language';
import { listenForLinks, onArrival, pageView, route, type Route } from './shop/route';
import { words } from './shop/words';
import { trackRoute } from './personal/events';
import { shopIsComplete } from './personal/network';
import { currentNoren, isPersonal, openPersonal } from './personal/personal';
import { readProfile } from './personal/profile';
import { cart } from './view/cart';
import { category } from './view/category';
import { complete } from './view/complete';
import { guide } from './view/guide';
import { home } from './view/home';
import { missing } from './view/missing';
import { panelWords } from './view/panel-words';
import { privacy } from './view/privacy';
import { product } from './view/product';
import { search } from './view/search';
import { shell } from './view/shell';

function view(at: Route): TemplateResult {
  switch (at.page) {
    case 'home':
      return home();
    case 'category':
      return category(at.category);
    case 'search':
      return search(at.terms);
    case 'product':
      return product(at.product);
    case 'cart':
      return cart();
    case 'complete':
      return complete();
    case 'guide':
      return guide();
    case 'privacy':
      return privacy();
    case 'missing':
      return missing();
  }
}

function title(at: Route): string {
  const w = words();
  switch (at.page) {
    case 'home':
      return `${w.shopName} · ${w.tagline}`;
    case 'category':
      return `${named(at.category.name)} · ${w.shopName}`;
    case 'search':
      return `${at.terms === '' ? w.search : w.searchTitle(at.terms)} · ${w.shopName}`;
    case 'product':
      return `${named(at.product.title)} · ${w.shopName}`;
    case 'cart':
      return `${w.cart} · ${w.shopName}`;
    case 'complete':
      return `${w.yourOrder} · ${w.shopName}`;
    case 'guide':
      return `${w.guideTitle} · ${w.shopName}`;
    case 'privacy':
      return `${panelWords().privacyTitle}`;
    case 'missing':
      return w.shopName;
  }
}

const root = document.querySelector<HTMLElement>('#shop');
if (!root) throw new Error('index.html has no element with the id "shop"');

let drawnView = pageView();

function draw(): void {
  if (!root) return;
  const noren = currentNoren();
  if (noren && noren.language !== language()) noren.language = language();
  render(shell(view(route())), root);
  document.title = title(route());
  if (drawnView === pageView()) return;
  drawnView = pageView();
  // A new page: whoever reads with a screen reader is told its heading, and everyone starts at the top.
  scrollTo(0, 0);
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

/** What she looks at when she says yes counts as seen: the yes was given on that page. */
function followConsent(): void {
  let personal = isPersonal();
  currentNoren()?.subscribe((change) => {
    if (change !== 'consent') return;
    const now = isPersonal();
    if (now && !personal) trackRoute(route());
    personal = now;
  });
}

onChanged(draw);
onArrival(() => trackRoute(route()));
listenForLinks();
draw();

void openPersonal(route().page).then(() => {
  refillCart(readProfile()?.cart ?? []);
  trackRoute(route());
  followConsent();
  changed();
  // The next turn of the event loop, so that what this drawing still fetches is not counted as later.
  setTimeout(shopIsComplete);
});
