/**
 * Which message an event shows: the browser's part of the decision, in the order and with the
 * reasons of the crate `exposure`. The server has already applied status, audience, assignment
 * and every cap that outlives a session. Pure: time and memory are arguments.
 */
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import { DAY_MS, inPeriod, inTimetable } from "./clock";
import { holds } from "./match";
import { covers, found } from "./page";
import type { ActiveMessage, Properties, Variant } from "./wire";

/** What happened, and where. */
export interface Occasion {
  readonly event: string;
  readonly properties: Properties;
  /** The page's full URL; empty where it is unknown. */
  readonly url: string;
  /** The page's name, where the app gave one: page rules look at it instead of the URL. */
  readonly page: string | null;
  readonly at_ms: number;
  readonly platform: Platform;
  readonly orientation: Orientation;
}

/** What the browser remembers. */
export interface Memory {
  /** Per campaign: how often it was drawn, and ended, in this session. */
  readonly session: Readonly<Record<string, { readonly displays: number; readonly terminals: number }>>;
  /** Per campaign: when the person chose not to see it for a day. */
  readonly hidden_ms: Readonly<Record<string, number>>;
  /** The campaign on screen. */
  readonly onScreen: string | null;
}

/** Why a message is withheld; the codes of the crate `exposure`. */
export type Reason =
  | "trigger.event_not_matched"
  | "trigger.filter_not_matched"
  | "trigger.url_not_matched"
  | "trigger.page_rule_not_matched"
  | "layout.platform_not_supported"
  | "layout.orientation_not_supported"
  | "period.before_period"
  | "period.after_period"
  | "period.outside_timetable"
  | "frequency.session_cap"
  | "frequency.hidden_for_a_day"
  | "experiment.control_group"
  | "screen.another_message_shown";

/** A message that may be shown, with the variant of this person. */
export interface Choice {
  readonly message: ActiveMessage;
  readonly variant: Variant;
}

/** The counts of a campaign that was not shown yet. */
export const NEVER = { displays: 0, terminals: 0 };

/** The first eligible message by priority, then list order; `null` where the event shows nothing. */
export function decide(messages: readonly ActiveMessage[], occasion: Occasion, memory: Memory): Choice | null {
  const ordered = [...messages].sort((one, other) => one.priority - other.priority);
  for (const message of ordered) {
    const variant = variantOf(message);
    if (variant && !refuse(message, occasion, memory)) return { message, variant };
  }
  return null;
}

/** The first gate that refuses a message, by its reason; `null` where every one passes. */
export function refuse(message: ActiveMessage, occasion: Occasion, memory: Memory): Reason | null {
  const capped = () => period(message, occasion) ?? frequency(message, occasion, memory);
  const refused = trigger(message, occasion) ?? layout(message, occasion) ?? (message.testDevice ? null : capped());
  if (refused) return refused;
  if (!variantOf(message)) return "experiment.control_group";
  return memory.onScreen === null ? null : "screen.another_message_shown";
}

function variantOf({ variants, assigned }: ActiveMessage): Variant | null {
  const variant = variants[assigned];
  return variant?.steps.length ? variant : null;
}

function trigger(message: ActiveMessage, { event, properties, url, page }: Occasion): Reason | null {
  const rules = message.triggers.filter((rule) => rule.event === event);
  if (rules.length === 0) return "trigger.event_not_matched";
  if (!rules.some(({ filters }) => filters.every((filter) => holds(filter, properties)))) return "trigger.filter_not_matched";
  const expression = variantOf(message)?.urlRegex ?? message.urlRegex;
  if (expression !== null && !found(expression, url)) return "trigger.url_not_matched";
  const { pageRules } = message;
  return pageRules.length === 0 || covers(pageRules, page ?? url) ? null : "trigger.page_rule_not_matched";
}

function layout({ platforms, orientations }: ActiveMessage, { platform, orientation }: Occasion): Reason | null {
  if (!platforms.includes(platform)) return "layout.platform_not_supported";
  return platform === "pc_web" || orientations.includes(orientation) ? null : "layout.orientation_not_supported";
}

function period({ period, timetable }: ActiveMessage, { at_ms }: Occasion): Reason | null {
  const where = inPeriod(period, at_ms);
  if (where !== "within") return `period.${where}_period`;
  return inTimetable(timetable, period.time_zone, at_ms) ? null : "period.outside_timetable";
}

function frequency({ id, frequency }: ActiveMessage, { at_ms }: Occasion, { session, hidden_ms }: Memory): Reason | null {
  const { per_session, counts } = frequency;
  const { displays, terminals } = session[id] ?? NEVER;
  // Once per session never shows twice in a session, even where only terminals count.
  const used = counts === "display" || per_session === 1 ? displays : terminals;
  if (per_session !== null && used >= per_session) return "frequency.session_cap";
  const hidden = hidden_ms[id];
  return hidden !== undefined && at_ms <= hidden + DAY_MS ? "frequency.hidden_for_a_day" : null;
}
