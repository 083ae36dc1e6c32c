/**
 * What Noren tells about itself: why a slot shows what it shows, who she is taken for and why, where she stands in journeys, and
 * what experiments have come to on this device. Types only. For tools, tests, and for a visitor who wants to know.
 */
import type { DecisionRole, Json, Level } from './types.js';

/** The node of a rule with its value, as `explain` shows it. */
export interface ExplainedRule {
  readonly op: string;
  readonly value: Json;
  /** For `var`: the attribute's name. */
  readonly attribute?: string;
  readonly args?: readonly ExplainedRule[];
}

/** A condition that decided a rule, with its value and those of its parts. `noren/words` says it in a sentence. */
export interface DecidingCondition extends ExplainedRule {
  /** Whether it holds. */
  readonly held: boolean;
  /** What the rule asks of it: to hold, or not to. Left out where it only chooses between the branches of an `if`. */
  readonly needed?: boolean;
}

/**
 * Why a campaign shows or does not.
 *
 * `chosen`; `outranked`: could show, but another has precedence; `condition`: its rule does not hold; `schedule`: not open now;
 * `trigger`: what must happen on this page view has not; `cap`: seen often enough; `quiet`: dismissed not long ago; `group`: another
 * campaign of its group shows, or the group's cap is reached; `layer`: she takes part in another experiment of the layer;
 * `traffic`: she is not among those who take part in the experiment; `control`, `holdout`: she sees the page's own content, to compare
 * with; `journey`: only a journey's step shows it, and she does not stand there; `no-consent`; `preview`: forced.
 */
export type Verdict =
  | 'chosen'
  | 'outranked'
  | 'condition'
  | 'schedule'
  | 'trigger'
  | 'cap'
  | 'quiet'
  | 'group'
  | 'layer'
  | 'traffic'
  | 'control'
  | 'holdout'
  | 'journey'
  | 'no-consent'
  | 'preview';

/** A cap that is reached: seen `seen` times of `times` per period. */
export interface ReachedCap {
  readonly per: 'page' | 'session' | 'day' | 'week' | 'lifetime';
  readonly times: number;
  readonly seen: number;
}

/** What became of one campaign. */
export interface ConsideredCampaign {
  readonly campaign: string;
  readonly priority: number;
  readonly verdict: Verdict;
  readonly rule: ExplainedRule | null;
  /** The fewest conditions that decide the rule, whatever the others are; once it holds, with those of the trigger. */
  readonly because: readonly DecidingCondition[];
  /** Where it has one. */
  readonly trigger?: ExplainedRule;
  /** Of `outranked`, `group` and `layer`: the campaign that goes first. */
  readonly by?: string;
  readonly group?: string;
  readonly layer?: string;
  /** Of `cap` and `group`. */
  readonly cap?: ReachedCap;
  /** Of `quiet`; 0: until the next page view. */
  readonly days_left?: number;
}

/** Why a slot shows what it shows. */
export interface Explanation {
  readonly slot: string;
  readonly level: Level;
  readonly outcome: 'campaign' | 'fallback';
  readonly role: DecisionRole;
  readonly campaign: string | null;
  readonly variant: string | null;
  /** Every campaign of the slot, best first. */
  readonly considered: readonly ConsideredCampaign[];
}

/** Whether she is in a segment, and why. */
export interface SegmentMembership {
  readonly segment: string;
  readonly member: boolean;
  readonly priority: number;
  /** There where it holds for nobody, because the shop's own figures know too few visitors in it: so few could be told apart. */
  readonly tooSmall?: { readonly size: number; readonly minimum: number };
  /** Segments that she is in and that keep her out of this one. */
  readonly excludedBy: readonly string[];
  /** The segment's own rule, with the value of each part. */
  readonly rule: ExplainedRule | null;
  /** The fewest conditions that decide whether she is in it, those that keep her out included. */
  readonly because: readonly DecidingCondition[];
}

/** Where she stands in a journey. */
export interface JourneyProgress {
  readonly journey: string;
  /** The step where she stands; null once it has ended. */
  readonly step: string | null;
  /** How often she has begun it. */
  readonly times: number;
  /** The day on which she began it the last time, `2026-11-22`. */
  readonly started: string;
  /**
   * Why it ended: its last step was done, its goal was reached, its exit's rule held, or the site no longer has the step. Null while
   * it goes on, and once it may begin again.
   */
  readonly end: 'finished' | 'goal' | 'exit' | 'removed' | null;
}

/** What a campaign with a goal has come to on this device. */
export interface ExperimentResult {
  readonly campaign: string;
  readonly arms: readonly {
    /** Null: the control group, which sees the page's own content. */
    readonly variant: string | null;
    /** The segment for which a bandit learned this apart; not there where it learns for all. */
    readonly segment?: string;
    /** How often it was seen; older times count less where the campaign forgets. */
    readonly shown: number;
    /** How many of these were followed by the goal. */
    readonly succeeded: number;
  }[];
}
