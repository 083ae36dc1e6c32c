/**
 * The shop's side of Noren: opens it, and lets the views ask without caring whether it opened. Without it every answer is the
 * one a stranger gets, so the shop works the same when the SDK is blocked, broken or still on its way.
 */
import type {
  Answer,
  Decision,
  EventName,
  EventParameters,
  Explanation,
  JourneyProgress,
  Json,
  Noren,
  NorenProblem,
  ReasonSubject,
  Recommendation,
  RecommendOptions,
  Status,
  Strategy,
} from 'noren';
import site from '../../site.json';
import type { Bilingual } from '../shop/catalog';
import { changed } from '../shop/changes';
import { language } from '../shop/language';
import { fetchAllPictures } from '../shop/pictures';
import { isSet, now } from './clock';
import { took } from './timing';

/** The slots of site.json, in the order in which the dock lists them. */
export const slots = [
  'home-hero',
  'home-message',
  'category-banner',
  'product-note',
  'cart-nudge',
  'occasion',
  'reminder',
  'survey',
  'cart-toast',
] as const;
export type Slot = (typeof slots)[number];

export interface ArticleOfSite {
  readonly id: string;
  readonly title: Bilingual;
  readonly link: string;
}
export const articlesOfSite: readonly ArticleOfSite[] = site.articles;
/** A merchandising rule's name, and a question's, for reasons. */
export const ruleName = (id: string): Bilingual | undefined => site.merchandising.find((rule) => rule.id === id)?.name;
export const questionName = (id: string): Bilingual | undefined => site.questions.find((question) => question.id === id)?.name;

const kProblemsKept = 10;

let noren: Noren | null = null;
let problems: readonly NorenProblem[] = [];

export const currentNoren = (): Noren | null => noren;
export const status = (): Status | null => noren?.status ?? null;
export const isPersonal = (): boolean => noren !== null && noren.status.level !== 'contextual';
export const reportedProblems = (): readonly NorenProblem[] => problems;

/** Opens Noren. Resolves when its answers may be shown, also when it did not open. */
export async function openPersonal(page: string): Promise<void> {
  let opened: Noren;
  try {
    const [{ createNoren }, { connectSlots }] = await Promise.all([
      import('noren'),
      import('noren/element'),
      import('noren/messages'),
    ]);
    // First everything that a server could learn from, then the profile: what is fetched, and when, is the same for everybody.
    await fetchAllPictures();
    const begun = performance.now();
    opened = await createNoren({
      site: '/site.json',
      model: '/shop.model',
      language: language(),
      page,
      ...(isSet() ? { now } : {}),
      onError: (problem) => {
        problems = [...problems, problem].slice(-kProblemsKept);
        changed();
      },
    });
    for (const slot of slots) opened.decide(slot);
    took('open', begun);
    // The panel's part of the engine comes with everything else, so that opening the panel asks for nothing.
    await opened.explain(slots[0]);
    noren = opened;
    connectSlots(opened);
  } catch {
    // Whatever went wrong, the page already shows its own content.
    return;
  }
  opened.subscribe(changed);
  changed();
}

export function track(event: EventName, parameters: EventParameters = {}): void {
  if (!noren) return;
  const begun = performance.now();
  const outcome = noren.track(event, parameters);
  for (const slot of slots) noren.decide(slot);
  if (outcome.accepted) took('event', begun);
}

export const decide = (slot: Slot): Decision | null => noren?.decide(slot) ?? null;
export const journeys = (): readonly JourneyProgress[] => noren?.journeys() ?? [];
/** She answers a question of site.json. Returns whether it is kept. */
export const answer = (question: string, value: Answer): boolean => noren?.answer(question, value).accepted ?? false;
export const profile = (): Json => noren?.profile() ?? null;

const explanations = new Map<Slot, Explanation>();

/** Why the slot shows what it shows, as it was told last; asks for what holds now, and draws again where that is something else. */
export function explain(slot: Slot): Explanation | null {
  const before = explanations.get(slot) ?? null;
  void noren?.explain(slot).then((now) => {
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    explanations.set(slot, now);
    changed();
  });
  return before;
}

export function recommend(strategy: Strategy, options?: RecommendOptions): readonly Recommendation[] {
  if (!noren) return [];
  const begun = performance.now();
  const ranked = noren.recommend(strategy, options);
  took('recommend', begun);
  return ranked;
}

/** "Not for me", "don't use this", and both taken back. Returns whether it is kept. */
export const dislike = (id: string): boolean => noren?.dislike(id).accepted ?? false;
export const disregard = (reason: ReasonSubject): boolean => noren?.disregard(reason).accepted ?? false;
export const reconsider = (subject: ReasonSubject): boolean => noren?.reconsider(subject).accepted ?? false;

export const rankCategories = (names: readonly string[]): readonly string[] => noren?.rankCategories(names) ?? names;
