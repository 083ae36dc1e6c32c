/**
 * The public vocabulary of the SDK: what goes into Noren and what comes out. Types only.
 * The words are GA4's where GA4 has one, otherwise those of docs/architecture.md.
 */
import type { ConsentChoice, ConsentSource } from './consent-sources/source.js';
import type { Explanation, JourneyProgress, ExperimentResult, SegmentMembership } from './insights.js';

export type * from './consent-sources/source.js';
export type * from './insights.js';

/** A text in several languages, or one text for all: `{ en: 'Shoes', ja: '靴' }` or `'Shoes'`. */
export type LocalizedText = string | Readonly<Record<string, string>>;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What consent is asked for. Nothing else is ever asked. */
export type Purpose = 'storage' | 'personalization' | 'measurement';

/** The level of service that follows from consent. */
export type Level = 'contextual' | 'personal' | 'measured';

/** GA4's recommended e-commerce events that Noren understands. */
export type EventName =
  | 'page_view'
  | 'view_item_list'
  | 'select_item'
  | 'view_item'
  | 'add_to_cart'
  | 'remove_from_cart'
  | 'view_cart'
  | 'add_to_wishlist'
  | 'begin_checkout'
  | 'add_shipping_info'
  | 'add_payment_info'
  | 'purchase'
  | 'refund'
  | 'view_promotion'
  | 'select_promotion'
  | 'search'
  | 'view_search_results'
  | 'sign_up'
  | 'login';

/** One element of GA4's `items[]`. Other GA4 fields may be there; they are dropped unread. */
export interface EventItem {
  readonly item_id?: string;
  readonly item_category?: string;
  readonly item_category2?: string;
  readonly item_category3?: string;
  readonly item_category4?: string;
  readonly item_category5?: string;
  readonly item_brand?: string;
  /** Price of one piece in units of the currency; text such as "7,000" or "¥7,000" is understood. */
  readonly price?: number | string;
  readonly quantity?: number | string;
  readonly [field: string]: unknown;
}

/** Parameters of a GA4 event. */
export interface EventParameters {
  readonly currency?: string;
  readonly value?: number | string;
  readonly items?: readonly EventItem[];
  readonly [field: string]: unknown;
}

/**
 * What became of a tracked event or of an act such as {@link Noren.seen}. One that is not accepted changes nothing.
 * `nothing-shown`: the slot shows nothing that counts: the page's own content, a preview, or content chosen without a profile.
 */
export type TrackOutcome =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly reason: 'not-ready' | 'no-consent' | 'refused' | 'nothing-shown';
      readonly error?: NorenProblem;
    };

/** What a slot is for, as the site document says; it tells how its content is to be presented. */
export type SlotKind = 'content' | 'banner' | 'bar' | 'popup' | 'toast' | 'layout' | 'theme';

/**
 * How a slot came by what it shows.
 *
 * - `content`: a campaign's content, chosen for her.
 * - `contextual`: a campaign's content, chosen without a profile by what this page view itself says. Another page view may show
 *   another variant, and it is never counted.
 * - `preview`: forced by {@link Noren.preview}. Never counted.
 * - `control`: a campaign's turn, but she is in the part of its experiment that sees the page's own content, to compare with.
 *   `campaign` names it.
 * - `holdout`: she is in the part of all visitors that sees no campaign at all.
 * - `fallback`: no campaign applies.
 */
export type DecisionRole = 'content' | 'contextual' | 'preview' | 'control' | 'holdout' | 'fallback';

/** What the page shows in one slot. */
export interface Decision {
  readonly slot: string;
  readonly kind: SlotKind;
  /** `campaign`: show `content`. `fallback`: show the page's own content. */
  readonly outcome: 'campaign' | 'fallback';
  readonly role: DecisionRole;
  /** The campaign whose turn it is: also one whose control group she is in. */
  readonly campaign: string | null;
  /** The variant shown. For an experiment with factors: the levels' ids, joined by `+`. */
  readonly variant: string | null;
  /**
   * The variant's content from the site document, localized texts resolved to the current language; null for a fallback.
   * For an experiment with factors: the contents of the levels in one object.
   */
  readonly content: Readonly<Record<string, Json>> | null;
  readonly level: Level;
}

/** A campaign, and one of its variants, that a slot is made to show. */
export interface Preview {
  readonly slot: string;
  readonly campaign: string;
  /** Default: the first. */
  readonly variant?: string;
}

/** What a question of the site document may be answered with: one of its options, a number, yes or no, or a day as `"05-14"`. */
export type Answer = string | number | boolean;

/**
 * A way to recommend. Those after `trending` are in a part of the engine, which is loaded with it where the site document names one of
 * them under `recommendations`; else the first call gives nothing, loads it, and a change of `decisions` tells when to ask again.
 */
export type Strategy =
  | 'for-you' // from what she looked at lately and cares about; trending for a stranger
  | 'similar' // looked at together with `item`, then others of its category
  | 'bought-together' // bought together with `item`
  | 'complete-the-cart' // bought together with what is in her cart
  | 'recently-viewed' // what she looked at herself, newest first
  | 'trending' // what many look at now
  | 'viewed-next' // where she or others go from `item`, or from the last one she looked at
  | 'complements-of-last-order' // what goes with what she bought last
  | 'viewed-not-bought' // what she looked at and has neither bought nor in her cart
  | 'new-for-you' // what came into the shop lately and fits her
  | 'popular-in-category' // what many look at in `category`, in that of `item`, or in her favourite one
  | 'deals-for-you' // what she looked at and costs less now, then what is on sale and fits her
  | 'search-ranking' // `items` in their order, but for what she cares about
  | 'category-ranking' // `items` by what many look at and what she cares about
  | 'content'; // articles of the site document by what she cares about; `item_id` is an article's id

export interface RecommendOptions {
  /** How many at most, 1 to 50; default from the site document, else 8. */
  readonly limit?: number;
  /** The item the page is about; needed by `similar` and `bought-together`. */
  readonly item?: string;
  /** The category the page is about, for `popular-in-category` and `content`. */
  readonly category?: string;
  /** What `search-ranking` and `category-ranking` put into order, at most 1,000; all of it comes back. */
  readonly items?: readonly string[];
  /**
   * The name of the row that will show the list: it leaves out what rows with other names show on this page view that were asked for
   * first before it.
   */
  readonly row?: string;
  /** Items to leave out, for instance those already shown on the page; at most 256, those of other rows included. */
  readonly exclude?: readonly string[];
}

/** Why an item is recommended. `item` or `category` or `brand` names the thing it follows from. */
export interface Reason {
  readonly kind:
    | 'viewed-together' // shoppers who looked at `item` looked at this too
    | 'bought-together' // bought together with `item`
    | 'category-interest' // she looks at `category` a lot
    | 'brand-interest' // she looks at `brand` a lot
    | 'viewed' // she looked at it herself
    | 'same-category' // of the same kind as `item`
    | 'trending' // many shoppers look at it now
    | 'habit' // she went on to it from `item` more than once
    | 'bought-after-view' // shoppers who look at `item` buy it
    | 'complements' // wanted after buying `item`
    | 'new' // it came into the shop lately
    | 'popular-in-category' // many look at it in `category`
    | 'price-drop' // it costs less than when she looked at it
    | 'on-sale' // it costs less than it used to
    | 'declared' // it follows from her answer to `question`
    | 'featured' // a rule of the shop's own, `rule`
    | 'given'; // the page's own order
  readonly item?: string;
  readonly category?: string;
  readonly brand?: string;
  /** Id of a question of the site document that she answered. */
  readonly question?: string;
  /** Id of a merchandising rule of the site document. */
  readonly rule?: string;
}

/** What may be set aside: `disliked` items are not recommended; the others are no reason to recommend anything. */
export type Aside = 'disliked' | 'item' | 'category' | 'brand' | 'question';

/** What a reason follows from: one of these. A {@link Reason} may be given as it is. */
export type ReasonSubject = Pick<Reason, 'item' | 'category' | 'brand' | 'question'>;

export interface Recommendation {
  readonly item_id: string;
  /** Comparable within one list only; higher is better. */
  readonly score: number;
  readonly reason: Reason;
}

/** The state of the SDK as a whole. */
export interface Status {
  readonly state: 'ready' | 'failed';
  readonly error: NorenProblem | null;
  readonly level: Level;
  readonly purposes: readonly Purpose[];
  /** Where the profile lives now. */
  readonly storage: 'memory' | 'encrypted';
  /** What erasing what is stored achieves in this browser. */
  readonly erasure: Erasure;
  /** Why storage is not `encrypted` although consent allows it. */
  readonly storageProblem: string | null;
  /** Events turned away by the inbound gate since boot, per reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** An error as data: what, where, and what to do. */
export interface NorenProblem {
  readonly code: ErrorCode;
  /** Place in the input, such as `campaigns[3].when.and[1]`; empty where there is none. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

export type ErrorCode =
  | 'invalid-json'
  | 'invalid-site'
  | 'unsupported-version'
  | 'corrupt'
  | 'unknown-name'
  | 'consent-required'
  | 'event-refused'
  | 'invalid-argument'
  | 'limit-exceeded'
  | 'load-failed' // the wasm, site document or model could not be fetched or compiled
  | 'rolled-back' // what is stored is older than what was stored before: somebody put it back
  | 'expired' // what was stored was too old; only among the notes of privacy.status()
  | 'unguarded' // where a roll-back could not be found out; only among the notes of privacy.status()
  | 'storage-failed' // the browser refuses or lost storage; Noren goes on in memory
  | 'crashed'; // the engine trapped; Noren shows the page's own content from then on

/** How things stand with consent. All but `granted` behave as `denied`. */
export interface ConsentState {
  /**
   * `unknown`: nobody has said anything. `pending`: a source says that she has not decided. `error`: a source is missing or broken.
   * `granted`: a yes to one purpose at least is in force.
   */
  readonly phase: 'unknown' | 'pending' | 'error' | 'denied' | 'granted';
  /** False while she may be asked: there was no answer yet, or a no whose day is known and six months ago. */
  readonly answered: boolean;
  readonly purposes: readonly Purpose[];
  /** Who told the decision: `manual`, `gpc`, or the name of a source; null without one. */
  readonly source: string | null;
  /** The day of the decision, in days since 1970; null without one. */
  readonly day: number | null;
  /** Version of the wording, `privacy.consentText` of the site document. */
  readonly textVersion: number;
}

/** Consent, by purpose. Nothing is granted until the page, or a source that it uses, says so. */
export interface ConsentControl {
  /** What is granted now, and by whom. */
  readonly state: ConsentState;
  /** Grants purposes; default is `storage` and `personalization`. Resolves when it holds, also for other tabs. */
  grant(purposes?: readonly Purpose[]): Promise<void>;
  /**
   * Says yes to some purposes and no to others, for a dialog with a switch for each. A no to `storage` or `personalization` erases
   * the profile; a no to `measurement` alone keeps it.
   */
  choose(choice: ConsentChoice): Promise<void>;
  /** A no. Nothing is stored for it, not even the no: the page's consent tool may remember it. */
  deny(): Promise<void>;
  /** Takes consent back: the profile is gone from memory when the call returns, and from storage and other tabs when it resolves. */
  withdraw(): Promise<void>;
  /** Lets a consent tool decide, besides those that are used already. Returns the way to end it; what it has said stands. */
  use(source: ConsentSource): () => void;
}

/**
 * What erasing achieves in this browser. What a file system or a disk keeps of files that are gone is out of reach of any page.
 *
 * - `physical`: nothing of it is left among the browser's files.
 * - `crypto`: the key is overwritten and gone; what the browser may leave of deleted rows can't be read.
 * - `logical`: the browser no longer gives it out; its files may hold rows and key for some time.
 * - `none`: nothing is stored.
 */
export type Erasure = 'physical' | 'crypto' | 'logical' | 'none';

/** What is kept of her, and under which consent. */
export interface PrivacyStatus {
  readonly purposes: readonly Purpose[];
  /** Who told the consent in force; null where nobody did. */
  readonly source: string | null;
  /** When it was given: `2026-11-22`; null where there is none. */
  readonly day: string | null;
  /** Version of the wording that it was given to. */
  readonly textVersion: number | null;
  /** Where the profile lies now. */
  readonly storage: 'memory' | 'encrypted';
  /** What {@link PrivacyControl.erase} would achieve now. */
  readonly erasure: Erasure;
  /** What of the privacy budget reports have spent; null where the site has none. */
  readonly epsilon: PrivacyBudget | null;
  /** What befell storage since the page was loaded, oldest first: rows that could not be read or were too old, a browser that does not store. */
  readonly notes: readonly NorenProblem[];
}

/** Privacy budget, in ε. */
export interface PrivacyBudget {
  readonly spentThisEpoch: number;
  readonly perEpoch: number;
  readonly spentLifetime: number;
  readonly lifetime: number;
  /** The day on which the next epoch begins: `2026-11-29`. */
  readonly nextEpoch: string;
}

/** What the visitor may know and do about what is kept of her. */
/** A part of the profile, by the shop's own names. A day is `2026-11-22`, in UTC as all days that Noren knows. */
export type ProfilePart =
  | { readonly interest: { readonly category: string } | { readonly brand: string } }
  | { readonly item: string }
  | { readonly day: string }
  | { readonly answer: string };

/** Done, or why not; then nothing has changed. */
export type PrivacyOutcome = { readonly done: true } | { readonly done: false; readonly error: NorenProblem };

/** What {@link PrivacyControl.export} gives: docs/profile-export.schema.json. */
export interface ProfileExport {
  readonly noren: 'profile';
  readonly version: 1;
  readonly site: string;
  /** For the record: it is not taken in again. */
  readonly consent: Pick<PrivacyStatus, 'purposes' | 'source' | 'day' | 'textVersion'>;
  readonly budget: PrivacyBudget | null;
  /** All that is kept, down to the last count. What is known by hash alone has its `key`, and a `name` where the shop has one. */
  readonly profile: Json;
}

export interface PrivacyControl {
  /** As of now. Costs nothing; a change of `status` or `consent` tells when it may be another. */
  status(): PrivacyStatus;
  /**
   * Takes consent back and erases, as {@link ConsentControl.withdraw} does, and tells what that achieved. When the call returns,
   * nothing is left in this page's memory, other tabs are told, and the rows' deletion has begun; when it resolves, all is done. `none`
   * where nothing was stored, or where the browser refused, which is then among the notes. Never rejects.
   */
  erase(): Promise<Erasure>;
  /**
   * Forgets one interest, one product, one day, or takes an answer back: everything kept of it, in all tabs, and on the device what named
   * it is replaced at once. docs/handover.md says what can't be told apart and stays. Never rejects.
   */
  forget(part: ProfilePart): Promise<PrivacyOutcome>;
  /** All that is kept, to read and to keep; null without a profile. `bytes`: the profile alone, as it is stored. Never rejects. */
  export(): Promise<ProfileExport | null>;
  export(form: 'bytes'): Promise<Uint8Array | null>;
  /**
   * Takes in what {@link export} gave, here or on another device: object, its text, or bytes. It is merged with the profile that is here,
   * so nothing is lost. Consent is not part of it: without a yes to personalization on this device nothing is taken in. Never rejects.
   */
  import(exported: unknown): Promise<PrivacyOutcome>;
}

/** What an event of {@link Noren.subscribe} says. `page`: a new page view has begun. */
export type Change = 'decisions' | 'consent' | 'status' | 'language' | 'page';

export interface Noren {
  readonly status: Status;
  readonly consent: ConsentControl;
  readonly privacy: PrivacyControl;
  /** BCP 47 language in which content is resolved, one of the site document's. */
  language: string;

  /** Tells what the visitor did. Decisions are up to date when it returns. Never throws. */
  track(name: EventName, parameters?: EventParameters): TrackOutcome;
  /** Content of one slot now. Never throws: an unknown slot is a fallback, and reported to `onError`. */
  decide(slot: string): Decision;
  /**
   * She has seen what the slot shows: an exposure of its campaign. Counted once per page view, however often it is called, and
   * never for a preview. `<noren-slot>` calls it by itself; a page that renders slots on its own calls it when the content was visible.
   */
  seen(slot: string): TrackOutcome;
  /** She followed what the slot shows, for instance its link. `<noren-slot>` calls it by itself. */
  select(slot: string): TrackOutcome;
  /** She closed what the slot shows: it is quiet from then on, for as long as the site document says. */
  dismiss(slot: string): TrackOutcome;
  /** She answered a question of the site document: `answer('shoe-size', 24.5)`, `answer('birthday', '05-14')`. */
  answer(question: string, value: Answer): TrackOutcome;
  /** "Not for me": the item is not recommended any more, at once and on later visits. */
  dislike(item: string): TrackOutcome;
  /**
   * "Don't use this": what a reason follows from counts no more when Noren recommends. The item she looked at or bought leads to no
   * other; an interest is forgotten and not learnt again; an answer to a question is not used.
   */
  disregard(reason: ReasonSubject): TrackOutcome;
  /** Takes back {@link dislike} and {@link disregard}; an interest begins anew. */
  reconsider(subject: ReasonSubject): TrackOutcome;
  /** Makes a slot show a campaign whoever she is, on this page until it goes; null ends all previews. Never counted. */
  preview(preview: Preview | null): void;
  /** Ranked items, best first; empty where there is nothing to say. Never throws. */
  recommend(strategy: Strategy, options?: RecommendOptions): readonly Recommendation[];
  /** The same category names, those she cares about first; the order of equals is kept. */
  rankCategories(names: readonly string[]): readonly string[];
  /**
   * Why the slot shows what it shows. Never rejects. The first call of this or of segments() loads the part of the engine that
   * explains; where that fails, it is reported, and nothing is considered.
   */
  explain(slot: string): Promise<Explanation>;
  /** Which segments she is in and which not, and why; those with the highest priority first. Never rejects. */
  segments(): Promise<readonly SegmentMembership[]>;
  /** Where she stands in each journey that she is or was in. */
  journeys(): readonly JourneyProgress[];
  /** What this device has counted of each campaign with a goal: seen, and succeeded. Nobody else learns it. */
  results(): readonly ExperimentResult[];
  /** The whole profile in readable form; null without one. */
  profile(): Json;
  /**
   * Begins a page view, and says which page it is of, for rules about `context.page`. An application that changes pages by itself
   * calls it for each. (Where it does not, each further `track('page_view')` begins one.)
   */
  setPage(page: string): void;
  /** Calls back after each change, in a microtask, at most once per task and kind. Returns the way to end it. */
  subscribe(listener: (change: Change) => void): () => void;
  /** Ends everything: listeners, channels, the engine. Stored data stays. */
  dispose(): void;
}

/** The site document as an object; its members are described by site.schema.json. */
export interface SiteDocument {
  readonly noren: number;
  readonly site: string;
  readonly [member: string]: unknown;
}

export type BytesSource = string | URL | Response | ArrayBuffer | Uint8Array;

/** Parts of the engine that are loaded when they are needed: to explain decisions; where the site has such things; for rarer strategies. */
export type PartName = 'insights' | 'journeys' | 'experiments' | 'logic' | 'strategies' | 'merchandising' | 'reports' | 'handover';

export interface NorenOptions {
  /** The site document, or where to fetch it. */
  readonly site: SiteDocument | string | URL;
  /**
   * The shop model, or where to fetch it. Without one there are decisions but no recommendations. Of a model that `noren model split`
   * has split, all files: Noren starts with the first, fetches the others when the page is idle and tells each by a change of
   * `decisions`.
   */
  readonly model?: BytesSource | readonly BytesSource[];
  /** Initial language; default: the document's `lang`, then the site document's first. */
  readonly language?: string;
  /** The page's word for itself, see {@link Noren.setPage}. */
  readonly page?: string;
  /**
   * The page's consent tools. A stored yes that came from one of them counts only after that tool has said yes on this page view, too.
   * Without one, consent is what `noren.consent` is told.
   */
  readonly consent?: ConsentSource | readonly ConsentSource[];
  /**
   * What Global Privacy Control means here, where the visitor's browser sends it: never `measurement` (the default), or with `strict`
   * no profile either.
   */
  readonly globalPrivacyControl?: 'measurement' | 'strict';
  /** Hears every problem. Default: one `console.warn` line each. */
  readonly onError?: (problem: NorenProblem) => void;
  /** The clock, in milliseconds since 1970; for tests and previews. */
  readonly now?: () => number;
}
