/** The names of everything a rule may ask. Written by `noren attributes --typescript`. */

/** A category or brand as the catalogue names it, lower-cased, with hyphens for blanks. */
type Slug = string;
type PriceBand = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Ids of the site document. */
type QueryId = string;
type QuestionId = string;
type JourneyId = string;
type CampaignId = string;
type SegmentId = string;

/** Events that are counted: those that a page tracks, and Noren's own. */
export type CountedEvent =
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
  | 'login'
  | 'dismiss_promotion'
  | 'answer'
  | 'journey_step'
  | 'disregard';

/** What `{ var: … }` of a rule may name; docs/attributes.md says what each means. */
export type AttributeName =
  | `interest.category.${Slug}.rank`
  | `interest.category.${Slug}`
  | `interest.brand.${Slug}.rank`
  | `interest.brand.${Slug}`
  | `interest.price_band.${PriceBand}.rank`
  | `interest.price_band.${PriceBand}`
  | 'interest.top_category'
  | 'interest.top_brand'
  | 'interest.top_price_band'
  | `events.${CountedEvent}.count`
  | `events.${CountedEvent}.count_1d`
  | `events.${CountedEvent}.count_7d`
  | `events.${CountedEvent}.count_30d`
  | `events.${CountedEvent}.days_since_last`
  | `history.${QueryId}`
  | 'items.seen'
  | 'items.viewed_not_bought'
  | 'visit.count'
  | 'visit.days_since_last'
  | 'visit.days_since_first'
  | 'visit.landing'
  | 'session.page_views'
  | 'session.events'
  | 'session.minutes'
  | 'lifecycle.stage'
  | 'rfm.recency'
  | 'rfm.frequency'
  | 'rfm.monetary'
  | 'order.average_band'
  | 'purchase.count'
  | 'purchase.days_since_last'
  | 'purchase.total_spend'
  | 'cart.items'
  | 'cart.lines'
  | 'cart.value'
  | 'cart.age_minutes'
  | 'cart.distance_to_free_shipping'
  | 'context.language'
  | 'context.device'
  | 'context.page'
  | 'context.hour'
  | 'context.weekday'
  | 'context.month'
  | 'context.season'
  | 'context.holiday'
  | 'context.channel'
  | 'context.campaign'
  | 'page.seconds'
  | 'page.scroll'
  | 'page.idle'
  | 'page.exit_intent'
  | `page.${CountedEvent}.count`
  | `declared.${QuestionId}.days_until`
  | `declared.${QuestionId}`
  | `journey.${JourneyId}.step`
  | `journey.${JourneyId}.active`
  | `campaign.${CampaignId}.seen_count`
  | `campaign.${CampaignId}.dismissed`
  | `segment.${SegmentId}`;
