import { describe, expect, test } from "vitest";
import type { Frequency } from "../../contract/Frequency";
import type { PageRule } from "../../contract/PageRule";
import { type ActiveMessage, type Memory, type Occasion, type Reason, decide, refuse } from "../src/index";
import { NOW_MS, active, memory, occasion, variant } from "./sample";

const HOUR_MS = 3_600_000;
const filters = [{ key: { type: "event_property" as const, name: "price" }, operator: "gt" as const, values: [10], value_type: "number" as const, negated: false }];
const scheduled = (start: string, end: string, time_zone = "UTC") => ({ period: { type: "scheduled" as const, start, end, time_zone } });
const slot = (weekday: "friday" | "monday", from: string, to: string, time_zone = "UTC") => ({
  timetable: [{ weekday, from, to }],
  period: { type: "permanent" as const, start: "", end: "", time_zone },
});
const caps = (more: Partial<Frequency>) => ({ frequency: { ...active().frequency, ...more } });
const shown = (displays: number, terminals: number): Partial<Memory> => ({ session: { spring: { displays, terminals } } });

describe("the first gate that refuses", () => {
  test.each<[string, Partial<ActiveMessage>, Partial<Occasion>, Partial<Memory>, Reason | null]>([
    ["none", {}, {}, {}, null],
    ["another event", {}, { event: "$click" }, {}, "trigger.event_not_matched"],
    ["a filter", { triggers: [{ event: "$pageview", filters }] }, { properties: { price: 10 } }, {}, "trigger.filter_not_matched"],
    ["a filter that holds", { triggers: [{ event: "$pageview", filters }] }, { properties: { price: 11 } }, {}, null],
    ["any rule is enough", { triggers: [{ event: "$pageview", filters }, { event: "$pageview", filters: [] }] }, {}, {}, null],
    ["the path", { urlRegex: "^/pricing$" }, {}, {}, "trigger.url_not_matched"],
    ["a path that is found, without query", { urlRegex: "^/sale/\\d+$" }, {}, {}, null],
    ["the group's own expression", { urlRegex: "^/sale", variants: { A: variant({ urlRegex: "^/pricing" }) } }, {}, {}, "trigger.url_not_matched"],
    ["no expression at all", { urlRegex: "(" }, {}, {}, "trigger.url_not_matched"],
    ["the page", { pageRules: [{ match: "wildcard", value: "https://other.example/*" }] }, {}, {}, "trigger.page_rule_not_matched"],
    ["an unknown page", { pageRules: [{ match: "wildcard", value: "*" }] }, { url: "" }, {}, "trigger.page_rule_not_matched"],
    ["a page's name", { pageRules: [{ match: "equals", value: "cart" }] }, { page: "cart" }, {}, null],
    ["the platform", { platforms: ["ios"] }, {}, {}, "layout.platform_not_supported"],
    ["the orientation", { orientations: ["portrait"] }, { platform: "mobile_web" }, {}, "layout.orientation_not_supported"],
    ["a desktop has none", { orientations: ["portrait"] }, {}, {}, null],
    ["not begun", scheduled("2026-05-01T09:01", "2026-06-01T00:00"), {}, {}, "period.before_period"],
    ["begun in its own zone", scheduled("2026-05-01T11:00", "2026-06-01T00:00", "Europe/Berlin"), {}, {}, null],
    ["not begun in its own zone", scheduled("2026-05-01T11:01", "2026-06-01T00:00", "Europe/Berlin"), {}, {}, "period.before_period"],
    ["the start counts, the end does not", scheduled("2026-04-01T00:00", "2026-05-01T09:00"), {}, {}, "period.after_period"],
    ["a time that the clock shows twice is the first one", scheduled("2026-10-25T02:30", "2026-10-26T00:00", "Europe/Berlin"), { at_ms: Date.UTC(2026, 9, 25, 0, 30) }, {}, null],
    ["and not before", scheduled("2026-10-25T02:30", "2026-10-26T00:00", "Europe/Berlin"), { at_ms: Date.UTC(2026, 9, 25, 0, 29) }, {}, "period.before_period"],
    ["nor again", scheduled("2026-10-25T00:00", "2026-10-25T02:30", "Europe/Berlin"), { at_ms: Date.UTC(2026, 9, 25, 1, 10) }, {}, "period.after_period"],
    ["inside the timetable", slot("friday", "09:00", "09:01"), {}, {}, null],
    ["a slot's end does not count", slot("friday", "08:00", "09:00"), {}, {}, "period.outside_timetable"],
    ["until midnight", slot("friday", "08:00", "24:00"), { at_ms: NOW_MS + 14.9 * HOUR_MS }, {}, null],
    ["another weekday", slot("monday", "00:00", "24:00"), {}, {}, "period.outside_timetable"],
    ["the weekday of its own zone", slot("friday", "00:00", "24:00", "Pacific/Auckland"), { at_ms: NOW_MS + 3 * HOUR_MS }, {}, "period.outside_timetable"],
    ["shown often enough", caps({ per_session: 2 }), {}, shown(2, 0), "frequency.session_cap"],
    ["room left", caps({ per_session: 2 }), {}, shown(1, 1), null],
    ["only terminals count", caps({ per_session: 2, counts: "terminal" }), {}, shown(2, 1), null],
    ["once per session never shows twice", caps({ per_session: 1, counts: "terminal" }), {}, shown(1, 0), "frequency.session_cap"],
    ["hidden for a day, to the last moment", {}, {}, { hidden_ms: { spring: NOW_MS - 24 * HOUR_MS } }, "frequency.hidden_for_a_day"],
    ["a day later", {}, {}, { hidden_ms: { spring: NOW_MS - 24 * HOUR_MS - 1 } }, null],
    ["a test device knows no caps", { testDevice: true, ...caps({ per_session: 1 }) }, {}, shown(1, 1), null],
    ["a test device without a message", { testDevice: true, assigned: "B" }, {}, {}, "experiment.control_group"],
    ["the control group", { assigned: "B" }, {}, {}, "experiment.control_group"],
    ["a group that shows nothing", { variants: { A: variant({ steps: [] }) } }, {}, {}, "experiment.control_group"],
    ["another message", {}, {}, { onScreen: "other" }, "screen.another_message_shown"],
    ["gates come before the screen", { platforms: ["ios"] }, {}, { onScreen: "other" }, "layout.platform_not_supported"],
  ])("%s", (_, more, where, remembered, reason) => {
    expect(refuse(active(more), occasion(where), memory(remembered))).toBe(reason);
  });
});

describe("who wins", () => {
  const [low, high, later] = [active({ id: "low", priority: 5 }), active({ id: "high", priority: 1 }), active({ id: "later", priority: 1 })];
  test.each<[string, ActiveMessage[], string | null]>([
    ["lower priority first", [low, high], "high"],
    ["then list order", [high, later], "high"],
    ["the first that is eligible", [active({ id: "control", priority: 0, assigned: "B" }), low], "low"],
    ["nobody", [active({ platforms: ["ios"] })], null],
    ["no campaign", [], null],
  ])("%s", (_, messages, winner) => {
    expect(decide(messages, occasion(), memory())?.message.id ?? null).toBe(winner);
  });
});

test.each<[PageRule["match"], string, string, boolean]>([
  ["wildcard", "*", "https://example.com/", true],
  ["wildcard", "https://example.com/*/billing", "https://example.com/ui/billing", true],
  ["wildcard", "https://example.com/*/billing", "https://example.com/a/b/billing", true],
  ["wildcard", "https://example.com/*/billing", "https://example.com/billing", true],
  ["wildcard", "https://example.com/*/billing", "https://example.com/mybilling", false],
  ["wildcard", "https://example.com/*", "https://example.com/a?b=c", true],
  ["wildcard", "https://example.com/a", "https://example.com/a?b=c#d", true],
  ["wildcard", "https://example.com/a?b=*", "https://example.com/a?b=c", true],
  ["wildcard", "https://example.com/a.c", "https://example.com/abc", false],
  ["wildcard", "https://Example.com/a", "https://example.com/a", false],
  ["wildcard", `${"*a".repeat(30)}b`, "a".repeat(3_000), false],
  ["contains", "/sale", "https://example.com/sale/1", true],
  ["contains", "x=1", "https://example.com/?x=1", false],
  ["equals", "https://example.com/", "https://example.com/#top", true],
])("%s %s covers %s: %s", (match, value, url, covered) => {
  const reason = refuse(active({ pageRules: [{ match, value }] }), occasion({ url }), memory());
  expect(reason).toBe(covered ? null : "trigger.page_rule_not_matched");
});
