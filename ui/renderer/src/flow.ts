/**
 * The life of a shown message: which events a gesture causes and what happens next. Pure; the
 * SDK reports these events, the preview only lists them. (exposure.md section 6)
 */
import type { Link } from "../../contract/Link";
import type { Message } from "../../contract/Message";
import { safeText, safeUrl } from "./safety";
import type { Gesture } from "./tree";

/** An event in either vocabulary: on the wire and in logs, or for a page's listeners. */
export type FlowEventName =
  | "message_impression"
  | "message_dismiss"
  | "message_cta_click"
  | "message_complete"
  | "in-app:message-opened"
  | "in-app:message-dismissed"
  | "in-app:message-action"
  | "in-app:message-changed"
  | "in-app:message-error";

/** One event with what is known about it. */
export interface FlowEvent {
  readonly name: FlowEventName;
  readonly detail: {
    /** The step it happened on. */
    readonly step: string;
    readonly actionName?: string;
    readonly actionValue?: string;
    /** The first dismiss, click or completion of a flow: the one that caps count. */
    readonly terminal?: true;
    /** The person asked not to see it for a day. */
    readonly hideForADay?: true;
  };
}

/** Where a flow stands. */
export interface Flow {
  readonly step: number;
  readonly state: "shown" | "ended";
  /** Whether its one terminal event has happened. */
  readonly consumed: "no" | "yes";
}

/** The flow after something happened. */
export interface Turn {
  readonly flow: Flow;
  readonly events: readonly FlowEvent[];
  /** A link to open, already found safe. */
  readonly open: Link | null;
}

/** The message is drawn: one impression, at step 0. */
export function begin(message: Message): Turn {
  const step = stepName(message, 0);
  return {
    flow: { step: 0, state: "shown", consumed: "no" },
    events: [
      { name: "message_impression", detail: { step } },
      { name: "in-app:message-opened", detail: { step } },
    ],
    open: null,
  };
}

/** It could not be drawn, e.g. because a tooltip's target is not there. */
export function fail(message: Message, flow: Flow, why: string): Turn {
  return {
    flow: { ...flow, state: "ended" },
    events: [{ name: "in-app:message-error", detail: { step: stepName(message, flow.step), actionValue: why } }],
    open: null,
  };
}

/** What a gesture does to the flow. After its end nothing does anything. */
export function turn(message: Message, flow: Flow, gesture: Gesture): Turn {
  if (flow.state === "ended") return { flow, events: [], open: null };
  if (gesture.type === "close") return end(message, flow, "message_dismiss", []);
  const { name, action } = gesture;
  const acted = (actionValue: string): FlowEvent => ({
    name: "in-app:message-action",
    detail: { step: stepName(message, flow.step), actionName: name, actionValue },
  });
  switch (action.type) {
    case "close":
      return end(message, flow, "message_dismiss", [acted("close")]);
    case "hide_for_a_day":
      return end(message, flow, "message_dismiss", [acted("hide_for_a_day")], { hideForADay: true });
    case "done":
      return end(message, flow, "message_complete", [acted("done")]);
    case "next":
      return next(message, flow, acted);
    case "link":
      return click(message, flow, name, action, acted(safeText(action.url)));
  }
}

function stepName(message: Message, index: number): string {
  return safeText(message.steps[index]?.name) || `step_${index + 1}`;
}

function terminal(flow: Flow): { terminal?: true } {
  return flow.consumed === "no" ? { terminal: true } : {};
}

function end(
  message: Message,
  flow: Flow,
  name: "message_dismiss" | "message_complete",
  acted: readonly FlowEvent[],
  more: { hideForADay?: true } = {},
): Turn {
  const step = stepName(message, flow.step);
  const button = acted[0]?.detail.actionName;
  return {
    flow: { ...flow, state: "ended", consumed: "yes" },
    events: [
      { name, detail: { step, ...(button === undefined ? {} : { actionName: button }), ...terminal(flow), ...more } },
      ...acted,
      { name: "in-app:message-dismissed", detail: { step } },
    ],
    open: null,
  };
}

function next(message: Message, flow: Flow, acted: (value: string) => FlowEvent): Turn {
  const to = flow.step + 1;
  if (to >= message.steps.length) return end(message, flow, "message_complete", [acted("done")]);
  const name = stepName(message, to);
  return {
    flow: { ...flow, step: to },
    events: [{ name: "in-app:message-changed", detail: { step: name, actionName: name } }],
    open: null,
  };
}

function click(message: Message, flow: Flow, name: string, link: Link, acted: FlowEvent): Turn {
  const step = stepName(message, flow.step);
  const clicked: FlowEvent = { name: "message_cta_click", detail: { step, actionName: name, actionValue: link.url, ...terminal(flow) } };
  const url = safeUrl(link.url);
  const dismissed: FlowEvent[] = link.dismiss_on_click ? [{ name: "in-app:message-dismissed", detail: { step } }] : [];
  return {
    flow: { ...flow, consumed: "yes", state: link.dismiss_on_click ? "ended" : "shown" },
    events: [clicked, acted, ...dismissed],
    open: url === null ? null : { ...link, url },
  };
}
