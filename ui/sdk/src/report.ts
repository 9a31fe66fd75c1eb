/** Where a message's events go: to the page's listeners, and to the server both ways. */
import type { FlowEvent } from "@rehearsal/renderer";
import type { Active } from "./active";
import { type Identity, newId } from "./identity";
import { flatten } from "./properties";
import type { Queue } from "./queue";
import type { ActiveMessage, MessageEvent } from "./wire";

/** What an event is written down with. */
export interface Desk {
  readonly who: Identity;
  readonly list: Active;
  readonly post: Queue;
}

/** A message on its way through one page. */
export interface Delivery {
  readonly message: ActiveMessage;
  readonly messageId: string;
  /** Made for each time it is shown. */
  readonly deliveryId: string;
}

/** Tells one event, and remembers what it does to the caps. A test device's leaves no trace. */
export function report({ name, detail }: FlowEvent, { message, messageId, deliveryId }: Delivery, { who, list, post }: Desk): void {
  const { step, actionName, actionValue, terminal, hideForADay } = detail;
  if (name.startsWith("in-app:")) {
    document.dispatchEvent(new CustomEvent(name, { detail: { deliveryId, messageId, actionName, actionValue } }));
    return;
  }
  const { id, testDevice, frequency } = message;
  if (testDevice) return;
  const at_ms = Date.now();
  // Twice under one id: the server counts it once, by whichever way it comes first.
  const event = { event_id: newId(), event: name as MessageEvent, ...who.ids(at_ms), at_ms };
  const said = { message_id: messageId, campaign: id, delivery_id: deliveryId, step, action_name: actionName, action_value: actionValue };
  post.push(
    { kind: "event", body: { ...event, properties: flatten(said) } },
    { kind: "track", messageId, body: { ...event, action_name: actionName ?? null, action_value: actionValue ?? null } },
  );
  void post.flush();
  if (name === "message_impression") who.count(id, "displays");
  if (terminal) who.count(id, "terminals");
  if (hideForADay) who.hide(id, at_ms);
  const lasting = frequency.per_device ?? frequency.per_user ?? frequency.per_user_window;
  const counted = frequency.counts === "display" ? name === "message_impression" : terminal;
  if (lasting !== null && counted) list.leaveOut(id);
}
