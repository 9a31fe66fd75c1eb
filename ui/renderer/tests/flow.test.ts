import { describe, expect, test } from "vitest";
import type { Action } from "../../contract/Action";
import { type Flow, type Gesture, begin, fail, turn } from "../src/index";
import { link, message, step } from "./sample";

const two = message(step({ name: "hello" }), step({ name: "more" }));
const press = (action: Action, name = "button_1"): Gesture => ({ name, action });
const close: Gesture = { name: null, action: { type: "close" } };
const at = (index: number): Flow => ({ ...begin(two).flow, step: index });

test("drawing is one impression, told in both vocabularies", () => {
  expect(begin(two).events).toEqual([
    { name: "message_impression", detail: { step: "hello" } },
    { name: "in-app:message-opened", detail: { step: "hello" } },
  ]);
});

describe("what a gesture sends", () => {
  const stays = { ...link, dismiss_on_click: false };
  test.each<[string, Flow, Gesture, string[], Flow["state"]]>([
    ["×", at(0), close, ["message_dismiss!", "in-app:message-dismissed"], "ended"],
    ["Close", at(0), press({ type: "close" }), ["message_dismiss!", "in-app:message-action=close", "in-app:message-dismissed"], "ended"],
    ["Hide for a day", at(0), press({ type: "hide_for_a_day" }), ["message_dismiss!", "in-app:message-action=hide_for_a_day", "in-app:message-dismissed"], "ended"],
    ["Next", at(0), press({ type: "next" }), ["in-app:message-changed"], "shown"],
    ["Next on the last step", at(1), press({ type: "next" }), ["message_complete!", "in-app:message-action=next", "in-app:message-dismissed"], "ended"],
    ["Done", at(1), press({ type: "done" }), ["message_complete!", "in-app:message-action=done", "in-app:message-dismissed"], "ended"],
    ["a link", at(0), press(link), [`message_cta_click=${link.url}!`, `in-app:message-action=${link.url}`, "in-app:message-dismissed"], "ended"],
    ["a link that stays", at(0), press(stays), [`message_cta_click=${link.url}!`, `in-app:message-action=${link.url}`], "clicked"],
    ["a click after it", { ...at(0), state: "clicked" }, press(stays), [`message_cta_click=${link.url}`, `in-app:message-action=${link.url}`], "clicked"],
    ["× after it", { ...at(0), state: "clicked" }, close, ["message_dismiss", "in-app:message-dismissed"], "ended"],
    ["anything after the end", { ...at(0), state: "ended" }, close, [], "ended"],
  ])("%s", (_, flow, gesture, expected, state) => {
    const { events, flow: next } = turn(two, flow, gesture);
    const told = events.map(({ name, detail }) => {
      const value = detail.actionValue !== undefined && (name.endsWith("action") || name.endsWith("click")) ? `=${detail.actionValue}` : "";
      return `${name}${value}${detail.terminal ? "!" : ""}`;
    });
    expect(told).toEqual(expected);
    expect(next.state).toBe(state);
  });
});

test("Next tells the name of the step it goes to", () => {
  const { flow, events } = turn(two, at(0), press({ type: "next" }));
  expect(flow.step).toBe(1);
  expect(events[0]?.detail).toEqual({ step: "more", actionName: "more" });
});

test("hiding for a day says so", () => {
  expect(turn(two, at(0), press({ type: "hide_for_a_day" })).events[0]?.detail.hideForADay).toBe(true);
});

test("a whole flow has one impression and one terminal event", () => {
  const steps = [press(link, "cta"), press({ type: "next" }), press({ ...link, dismiss_on_click: false }), press({ type: "done" })];
  let { flow, events } = begin(two);
  let all = [...events];
  for (const gesture of steps) {
    ({ flow, events } = turn(two, flow, gesture));
    all = [...all, ...events];
  }
  expect(all.filter(({ name }) => name === "message_impression")).toHaveLength(1);
  expect(all.filter(({ detail }) => detail.terminal)).toHaveLength(1);
});

test("a link opens only where it is safe", () => {
  expect(turn(two, at(0), press(link)).open?.url).toBe(link.url);
  expect(turn(two, at(0), press({ ...link, url: "javascript:alert(1)" })).open).toBeNull();
});

test("a step without a name is called by its place", () => {
  expect(begin(message(step({ name: "" }))).events[0]?.detail.step).toBe("step_1");
});

test("what cannot be drawn is an error and ends", () => {
  const { flow, events } = fail(two, at(0), "no_target");
  expect(flow.state).toBe("ended");
  expect(events).toEqual([{ name: "in-app:message-error", detail: { step: "hello", actionValue: "no_target" } }]);
});
