/**
 * The life of a shown message: which events a gesture causes and what happens next. Pure; the
 * SDK reports these events, the preview only lists them. (exposure.md section 6)
 */
import type { Link } from "../../contract/Link";
import type { Message } from "../../contract/Message";
import { safeUrl } from "./safety";
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
  readonly detail: Detail;
}

interface Detail {
  /** The step it happened on. */
  readonly step: string;
  readonly actionName?: string;
  readonly actionValue?: string;
  /** The first dismiss, click or completion of a flow: the one that caps count. */
  readonly terminal?: true;
  /** The person asked not to see it for a day. */
  readonly hideForADay?: true;
}

/** Where a flow stands. */
export interface Flow {
  readonly step: number;
  /** `clicked`: still shown, though its one terminal event has happened. */
  readonly state: "shown" | "clicked" | "ended";
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
  const flow: Flow = { step: 0, state: "shown" };
  const happened = at(message, flow);
  return { flow, events: [happened("message_impression"), happened("in-app:message-opened")], open: null };
}

/** It could not be drawn, e.g. because a tooltip's target is not there. */
export function fail(message: Message, flow: Flow, why: string): Turn {
  const error = at(message, flow)("in-app:message-error", { actionValue: why });
  return { flow: { ...flow, state: "ended" }, events: [error], open: null };
}

/** What a gesture does to the flow. After its end nothing does anything. */
export function turn(message: Message, flow: Flow, { name, action }: Gesture): Turn {
  if (flow.state === "ended") return { flow, events: [], open: null };
  if (action.type === "next" && flow.step + 1 < message.steps.length) return next(message, flow);
  const happened = at(message, flow);
  const value = action.type === "link" ? action.url : action.type;
  // The × is no action of the message: it only dismisses.
  const acted = name === null ? {} : { actionName: name, actionValue: value };
  const stays = action.type === "link" && !action.dismiss_on_click;
  const events = [
    happened(WIRE[action.type], {
      ...acted,
      ...(flow.state === "shown" ? { terminal: true } : {}),
      ...(action.type === "hide_for_a_day" ? { hideForADay: true } : {}),
    }),
    ...(name === null ? [] : [happened("in-app:message-action", acted)]),
    ...(stays ? [] : [happened("in-app:message-dismissed")]),
  ];
  const url = action.type === "link" ? safeUrl(action.url) : null;
  return {
    flow: { ...flow, state: stays ? "clicked" : "ended" },
    events,
    open: action.type === "link" && url !== null ? { ...action, url } : null,
  };
}

/** What a gesture is on the wire; "next" on the last step is the flow's end. */
const WIRE = {
  close: "message_dismiss",
  hide_for_a_day: "message_dismiss",
  link: "message_cta_click",
  next: "message_complete",
  done: "message_complete",
} as const;

function next(message: Message, flow: Flow): Turn {
  const moved = { ...flow, step: flow.step + 1 };
  const changed = at(message, moved)("in-app:message-changed", { actionName: stepName(message, moved) });
  return { flow: moved, events: [changed], open: null };
}

/** Makes events of the step at which a flow stands. */
function at(message: Message, flow: Flow): (name: FlowEventName, more?: Omit<Detail, "step">) => FlowEvent {
  const step = stepName(message, flow);
  return (name, more) => ({ name, detail: { step, ...more } });
}

function stepName({ steps }: Message, { step }: Flow): string {
  return steps[step]?.name || `step_${step + 1}`;
}
