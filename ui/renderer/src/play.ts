/** Plays a message on a page, from the impression to its end. */
import type { Link } from "../../contract/Link";
import type { Message } from "../../contract/Message";
import { type Flow, type FlowEvent, type Turn, begin, fail, turn } from "./flow";
import { type Surface, mount } from "./mount";
import type { Scene } from "./scene";

/** What the surroundings do with what happens. */
export interface Handlers {
  event(event: FlowEvent): void;
  /** A link was used; its URL has been found safe. */
  open(link: Link): void;
  /** The message has left the page. */
  ended(): void;
}

/** A message that is being played. */
export interface Playing {
  readonly surface: Surface;
  /** Where the flow stands. */
  flow(): Flow;
  /** Draws it for a changed scene: a turned device, a resized window. */
  resize(scene: Scene): void;
  /** Takes it off the page without an event. */
  stop(): void;
}

/** Shows a message and leads it through its steps. The impression comes once it is drawn. */
export function play(message: Message, scene: Scene, parent: Element, handlers: Handlers): Playing {
  let flow: Flow = begin(message).flow;
  let shownIn = scene;
  const surface = mount(parent, {
    focus: "take",
    gesture: (gesture) => {
      const step = flow.step;
      follow(turn(message, flow, gesture));
      if (flow.state !== "ended" && flow.step !== step) show();
    },
  });

  const follow = (next: Turn) => {
    flow = next.flow;
    for (const event of next.events) handlers.event(event);
    if (flow.state === "ended") surface.unmount();
    if (next.open) handlers.open(next.open);
    if (flow.state === "ended") handlers.ended();
  };
  const show = () => {
    const drawn = surface.draw({ message, step: flow.step, scene: shownIn });
    if (drawn !== "drawn") follow(fail(message, flow, drawn));
    return drawn;
  };

  if (show() === "drawn") follow(begin(message));
  return {
    surface,
    flow: () => flow,
    resize(next) {
      shownIn = next;
      if (flow.state !== "ended") surface.draw({ message, step: flow.step, scene: next });
    },
    stop() {
      if (flow.state !== "ended") surface.unmount();
      flow = { ...flow, state: "ended" };
    },
  };
}
