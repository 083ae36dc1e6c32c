/** The visitor's own page: what is kept, where, what went over the network, and the way to change her mind. */
import { html, nothing, type TemplateResult } from 'lit-html';
import { brandName, findCategory, findProduct, named, pictureOf, type Product } from '../shop/catalog';
import { language } from '../shop/language';
import { yen } from '../shop/money';
import { to } from '../shop/route';
import { requestsByOrigin, requestsSinceComplete } from '../personal/network';
import type { ProfilePart, ReasonSubject } from 'noren';
import { currentNoren, isPersonal, reconsider, status } from '../personal/personal';
import { words } from '../shop/words';
import { readProfile, type ProfileView } from '../personal/profile';
import { bringHere, forgetButton, takeAlong } from './in-hand';
import { panelWords } from './panel-words';
import { profileWords } from './profile-words';
import { properties } from './properties';
import { told } from './told';

function choice(): TemplateResult {
  const w = panelWords();
  const noren = currentNoren();
  const given = isPersonal();
  const give = (): void => void noren?.consent.grant();
  const withdraw = (): void => void noren?.consent.withdraw();
  return html`
    <section class="panel" aria-labelledby="choice-title">
      <h2 id="choice-title">${w.choiceTitle}</h2>
      <p role="status" data-testid="choice" data-given=${given}>${given ? w.choiceGiven : w.choiceNone}</p>
      <p class="choice-buttons">
        <button class="button" data-testid="give-consent" ?disabled=${!noren || given} @click=${give}>${w.give}</button>
        <button class="button" data-testid="withdraw-consent" ?disabled=${!noren || !given} @click=${withdraw}>${w.withdraw}</button>
      </p>
      <p class="fine">${w.withdrawNote}</p>
    </section>
  `;
}

function keeping(): TemplateResult {
  const w = panelWords();
  const now = status();
  const refused = Object.entries(now?.refused ?? {}).filter(([, count]) => count > 0);
  const reasons = refused.map(([reason, count]) => `${profileWords().refusals[reason] ?? reason}: ${count}`).join(', ');
  return html`
    <section class="panel" aria-labelledby="status-title">
      <h2 id="status-title">${w.statusTitle}</h2>
      ${now
        ? html`
            <dl class="facts">
              <div><dt>${w.level}</dt><dd data-testid="status-level" data-level=${now.level}>${w.levels[now.level]}</dd></div>
              <div><dt>${w.where}</dt><dd data-testid="status-storage" data-storage=${now.storage}>${w.storage[now.storage]}</dd></div>
              <div><dt>${w.erasure}</dt><dd data-testid="status-erasure" data-erasure=${now.erasure}>${w.erasures[now.erasure]}</dd></div>
              ${now.storageProblem === null ? nothing : html`<div><dt>${w.storageProblem}</dt><dd>${now.storageProblem}</dd></div>`}
              ${reasons === '' ? nothing : html`<div><dt>${w.dropped}</dt><dd>${reasons}</dd></div>`}
            </dl>
          `
        : html`<p>${w.notLoaded}</p>`}
    </section>
  `;
}

const bar = (label: string, share: number, part?: ProfilePart): TemplateResult => html`
  <li class="bar">
    <span>${label}</span>
    <div
      class="meter"
      role="meter"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(share * 100)}
      ${properties({ '--share': share })}
    ></div>
    <span class="bar-number">${Math.round(share * 100)}%</span>
    ${part ? forgetButton(part, label) : nothing}
  </li>
`;

const bars = (title: string, entries: readonly (readonly [label: string, share: number, part?: ProfilePart])[]): TemplateResult | typeof nothing =>
  entries.length === 0
    ? nothing
    : html`<div class="profile-part">
        <h3>${title}</h3>
        <ul class="bars">${entries.map((entry) => bar(...entry))}</ul>
      </div>`;

function things(title: string, ids: readonly string[]): TemplateResult | typeof nothing {
  const products = ids.flatMap((id): Product[] => {
    const product = findProduct(id);
    return product ? [product] : [];
  });
  if (products.length === 0) return nothing;
  return html`
    <div class="profile-part">
      <h3>${title}</h3>
      <ul class="chips">
        ${products.map(
          (product) => html`<li ${properties({ '--hue': product.hue, '--turn': `${product.turn}deg` })}>
            <img src=${pictureOf(product.emoji)} width="24" height="24" alt="" />
            <a href=${to(`/product/${product.id}`)}>${named(product.title)}</a>
            ${forgetButton({ item: product.id }, named(product.title))}
          </li>`,
        )}
      </ul>
    </div>
  `;
}

function days(all: readonly string[]): TemplateResult | typeof nothing {
  if (all.length === 0) return nothing;
  const written = new Intl.DateTimeFormat(language(), { dateStyle: 'long', timeZone: 'UTC' });
  return html`
    <div class="profile-part">
      <h3>${profileWords().daysHere}</h3>
      <ul class="days">
        ${all.slice(0, 10).map((day) => {
          const name = written.format(new Date(day));
          return html`<li><span>${name}</span> ${forgetButton({ day }, name)}</li>`;
        })}
      </ul>
    </div>
  `;
}

function kept(view: ProfileView): TemplateResult {
  const w = profileWords();
  const categories = view.categories.filter(({ share }) => share >= 0.005).slice(0, 8).map(({ name, share }) => {
    const category = findCategory(name);
    return [category ? named(category.name) : name, share, { interest: { category: name } }] as const;
  });
  const bands = view.priceBands.map(({ upTo, share }, index) => {
    const below = view.priceBands[index - 1]?.upTo ?? 0;
    return [upTo === null ? w.above(yen(below)) : w.upTo(yen(upTo)), share] as const;
  });
  return html`
    <div class="profile" data-testid="profile">
      <dl class="facts">
        <div><dt>${w.visits}</dt><dd>${view.visits}${view.firstDay === null ? '' : ` (${w.since(view.firstDay)})`}</dd></div>
        ${view.totalSpend > 0 ? html`<div><dt>${w.spent}</dt><dd>${yen(view.totalSpend)}</dd></div>` : nothing}
        ${view.events.map(([name, count]) => html`<div><dt>${w.events[name] ?? name}</dt><dd>${count}</dd></div>`)}
      </dl>
      ${bars(w.categories, categories)}
      ${bars(w.brands, view.brands.slice(0, 6).map(({ name, share }) => [brandName(name), share, { interest: { brand: name } }] as const))}
      ${bars(w.prices, bands)} ${things(w.seen, view.seen)} ${things(w.cart, view.cart.map(({ id }) => id))} ${things(w.bought, view.bought)}
      ${days(view.days)}
    </div>
  `;
}

function network(): TemplateResult {
  const w = panelWords();
  const origins = requestsByOrigin();
  const carrying = origins.reduce((sum, each) => sum + (each.own ? each.withQuery : each.requests), 0);
  const all = origins.reduce((sum, each) => sum + each.requests, 0);
  return html`
    <section class="panel" aria-labelledby="network-title">
      <h2 id="network-title">${w.networkTitle}</h2>
      <p class="network-claim" data-testid="network-claim" data-carrying=${carrying}>${w.networkClaim(carrying)}</p>
      <p>${w.networkDetail(all)}</p>
      <table>
        <thead><tr><th scope="col">${w.origin}</th><th scope="col">${w.requests}</th><th scope="col">${w.withQuery}</th></tr></thead>
        <tbody>
          ${origins.map(
            (each) => html`<tr data-testid="origin" data-origin=${each.origin}>
              <th scope="row">${each.own ? `${w.ownOrigin} (${each.origin})` : each.origin}</th>
              <td>${each.requests}</td>
              <td>${each.withQuery}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <p data-testid="since-complete" data-count=${requestsSinceComplete()}>${w.afterLoad(requestsSinceComplete())}</p>
    </section>
  `;
}

/** What she set aside, each with the way back. */
function setAside(view: ProfileView): TemplateResult | typeof nothing {
  const w = profileWords();
  if (view.setAside.length === 0) return nothing;
  const nameOf = ({ item, category, brand }: ReasonSubject): string => {
    const product = item === undefined ? undefined : findProduct(item);
    const known = category === undefined ? undefined : findCategory(category);
    return product ? named(product.title) : known ? named(known.name) : brandName(brand ?? category ?? item ?? '');
  };
  return html`
    <section class="panel panel-wide" aria-labelledby="aside-title" data-testid="set-aside">
      <h2 id="aside-title">${w.setAside}</h2>
      <ul class="plain">
        ${view.setAside.map(
          ({ what, subject }) => html`<li>
            ${nameOf(subject)} <span class="fine">(${w.asides[what] ?? what})</span>
            <button class="quiet" data-testid="use-again" @click=${() => reconsider(subject)}>${words().useAgain}</button>
          </li>`,
        )}
      </ul>
    </section>
  `;
}

export function privacy(): TemplateResult {
  const w = panelWords();
  const view = readProfile();
  return html`
    <header class="page-head">
      <h1 tabindex="-1">${w.privacyTitle}</h1>
      <p>${w.privacyLead}</p>
    </header>
    <div class="panels">
      ${choice()} ${keeping()}
      <section class="panel panel-wide" aria-labelledby="profile-title">
        <h2 id="profile-title" tabindex="-1">${w.profileTitle}</h2>
        ${view ? kept(view) : html`<p data-testid="profile-empty">${w.profileEmpty}</p>`}
      </section>
      ${view ? setAside(view) : nothing} ${view ? told(view.answers) : nothing} ${takeAlong(view !== null)} ${bringHere(view !== null)} ${network()}
      <section class="panel ${view ? 'panel-wide' : ''}" aria-labelledby="plain-title">
        <h2 id="plain-title">${w.plainTitle}</h2>
        <ul class="plain">${w.plain.map((text) => html`<li>${text}</li>`)}</ul>
      </section>
    </div>
  `;
}
