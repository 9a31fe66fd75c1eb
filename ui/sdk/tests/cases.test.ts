/** The decision cases of `fixtures/decisions/`: what the crate `exposure` is held to, the browser's part of it is too. */
/// <reference types="node" />
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { Draft } from "../../contract/Draft";
import type { TriggerRule } from "../../contract/TriggerRule";
import { type ActiveMessage, type Occasion, type Properties, type Reason, decide, refuse } from "../src/index";
import { identity } from "../src/identity";
import type { Storage } from "../src/storage";
import { active, occasion } from "./sample";

/** What a case says of a campaign: the rest is a message without caps, as `active()` has it. */
interface Change extends Partial<Pick<Draft, "priority" | "platforms" | "orientations" | "url_regex" | "page_rules" | "timetable">> {
  readonly triggers?: readonly (Pick<TriggerRule, "event"> & Partial<TriggerRule>)[];
  readonly frequency?: Partial<Draft["frequency"]>;
  readonly period?: Partial<Draft["period"]>;
}

/** An event as a log has it. */
interface LogEvent extends Partial<Pick<Occasion, "url" | "page" | "platform" | "orientation" | "properties">> {
  readonly ts: string;
  readonly name: string;
  readonly user_id: string;
  readonly session_id?: string;
}

interface Case {
  readonly name: string;
  readonly campaigns: readonly Change[];
  readonly events: readonly { readonly event: LogEvent; readonly shown?: string; readonly reason?: Reason }[];
}

/**
 * What the server decides before the browser hears of a message, by gate or reason, and the
 * field by which a case asks for it. The SDK comes with its server, so it knows every layout.
 */
const BY_SERVER: Readonly<Record<string, string>> = {
  "layout.layout_not_supported": "sdk_version",
  test_device: "test_devices",
  status: "status",
  "frequency.device_cap": "per_device",
  "frequency.user_cap": "per_user",
  "frequency.user_window_cap": "per_user_window",
  audience: "audience",
  experiment: "experiment",
};

/** The fields that the browser decides by. */
const BY_BROWSER = new Set([
  ...["priority", "platforms", "orientations", "triggers", "url_regex", "page_rules", "period", "timetable"],
  ...["frequency", "per_session", "counts"],
  ...["ts", "name", "user_id", "session_id", "properties", "url", "page", "platform", "orientation"],
]);

/** So long a message of the cases stays, where nobody ends it. */
const ON_SCREEN_MS = 10_000;

const folder = new URL("../../../fixtures/decisions/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const cases = files.flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case[]);
const shared = cases.filter((one) => decidedBy(one) === "browser");

/** Who decides a case: the browser, or the first gate or reason that is the server's. */
function decidedBy({ campaigns, events }: Case): string {
  const asked = campaigns.flatMap((change) => [change, change.frequency ?? {}]);
  const fields = [...asked, ...events.map(({ event }) => event)].flatMap(Object.keys);
  const [server] = Object.entries(BY_SERVER).find(([, field]) => fields.includes(field)) ?? [];
  return server ?? (fields.every((field) => BY_BROWSER.has(field)) ? "browser" : "unclassified");
}

function message(change: Change, index: number): ActiveMessage {
  const { triggers, url_regex, page_rules, frequency, period, ...same } = change;
  const base = active({ platforms: ["pc_web", "mobile_web", "android", "ios"] });
  return {
    ...{ ...base, ...same, id: `c${index + 1}` },
    triggers: triggers?.map((rule) => ({ filters: [], ...rule })) ?? base.triggers,
    urlRegex: url_regex ?? null,
    pageRules: page_rules ?? [],
    frequency: { ...base.frequency, ...frequency },
    period: { ...base.period, ...period },
  };
}

/** Microseconds are kept, as a fraction. */
function milliseconds(ts: string): number {
  return Date.parse(`${ts.slice(0, 19)}Z`) + 1_000 * Number(`0${ts.slice(19, -1)}`);
}

function kept(): Storage {
  const all = new Map<string, unknown>();
  return { read: <T>(name: string, fallback: T) => (all.get(name) as T | null) ?? fallback, write: (name, value) => void all.set(name, value) };
}

/** Plays a case in one browser: what each event shows, and why the first of the others is withheld. */
function play({ campaigns, events }: Case) {
  const messages = campaigns.map(message);
  const storage = kept();
  const who = identity(storage);
  let session: string | undefined;
  let screen: { id: string; until_ms: number } | null = null;

  return events.map(({ event: { ts, name, user_id, session_id, properties = {}, ...where } }) => {
    const at_ms = milliseconds(ts);
    // The browser numbers sessions itself: it is told only that another one begins.
    if (session_id !== session) storage.write("session", null);
    session = session_id;
    who.identify(user_id);
    who.ids(at_ms);
    if (screen && at_ms >= screen.until_ms) screen = null;
    if (name.startsWith("message_")) {
      screen = null;
      return ended(who, properties, at_ms);
    }
    // A browser knows what a log may lack; what a log lacks passes.
    const platform = messages[0]?.platforms[0] ?? "pc_web";
    const now = occasion({ platform, url: "", ...where, event: name, properties, at_ms });
    const shown = decide(messages, now, who.memory(screen?.id ?? null))?.message;
    if (shown) {
      screen = { id: shown.id, until_ms: at_ms + ON_SCREEN_MS };
      who.count(shown.id, "displays");
    }
    const other = messages.find((one) => one !== shown);
    return { shown: shown?.id ?? null, reason: other ? refuse(other, now, who.memory(screen?.id ?? null)) : null };
  });
}

/** A person ends a message: the cases that the browser decides have no other event of messages. */
function ended(who: ReturnType<typeof identity>, { campaign, action_name }: Properties, at_ms: number) {
  who.count(`${campaign}`, "terminals");
  if (action_name === "hide_for_a_day") who.hide(`${campaign}`, at_ms);
  return { shown: null, reason: null };
}

test.each(shared)("$name", (one) => {
  expect(play(one)).toMatchObject(one.events.map(({ shown = null, reason }) => ({ shown, ...(reason && { reason }) })));
});

test("every case is the browser's or the server's", () => {
  const counts: Record<string, number> = {};
  for (const by of cases.map(decidedBy)) counts[by] = (counts[by] ?? 0) + 1;
  expect(counts).toEqual({
    browser: 23,
    "layout.layout_not_supported": 1,
    test_device: 4,
    status: 4,
    "frequency.device_cap": 1,
    "frequency.user_cap": 8,
    "frequency.user_window_cap": 3,
    audience: 4,
    experiment: 8,
  });
});

test("every reason that the browser gives by itself has a case", () => {
  const met = new Set(shared.flatMap(({ events }) => events.flatMap(({ reason }) => reason ?? [])));
  expect(met).toEqual(
    new Set<Reason>([
      ...(["trigger.event_not_matched", "trigger.filter_not_matched", "trigger.url_not_matched", "trigger.page_rule_not_matched"] as const),
      ...(["layout.platform_not_supported", "layout.orientation_not_supported"] as const),
      ...(["period.before_period", "period.after_period", "period.outside_timetable"] as const),
      ...(["frequency.session_cap", "frequency.hidden_for_a_day", "screen.another_message_shown"] as const),
    ]),
  );
});
