/**
 * A message on a page: a host element with a shadow root, into which steps are drawn. Knows
 * the document, focus and where a tooltip's target is; knows nothing of flows and events.
 */
import type { Message } from "../../contract/Message";
import { TOOLTIP } from "./metrics";
import { type Gestures, type Live, patch } from "./patch";
import { letsThrough, render } from "./render";
import type { Scene } from "./scene";
import { CSS } from "./style";
import { place } from "./tooltip";
import type { Gesture } from "./tree";

/** What is drawn: one step of a message in a scene. */
export interface View {
  readonly message: Message;
  readonly step: number;
  readonly scene: Scene;
}

/** What came of drawing: on the page, or why not. */
export type Drawn = "drawn" | "no_step" | "no_target" | "no_room";

/** How a message takes part in the page around it. */
export interface Surroundings {
  /** A person used a part of the message. */
  gesture(gesture: Gesture): void;
  /** `take`: a dialog gets the focus, as it should; `leave`: it stays where it is (previews). */
  readonly focus: "take" | "leave";
}

/** A message that is on a page. */
export interface Surface {
  readonly root: ShadowRoot;
  /** Draws another view in place. */
  draw(view: View): Drawn;
  /** Removes it, and gives the focus back. */
  unmount(): void;
}

const HOST: Readonly<Record<string, string>> = {
  all: "initial",
  position: "fixed",
  inset: "0",
  "z-index": "2147483647",
  "pointer-events": "none",
};
const FOCUSABLE = "button,[tabindex='0']";

/** Puts an empty surface on the page; `draw` fills it. */
export function mount(parent: Element, { gesture, focus }: Surroundings): Surface {
  const document = parent.ownerDocument;
  const host = document.createElement("div");
  for (const [name, value] of Object.entries(HOST)) host.style.setProperty(name, value, "important");
  const root = host.attachShadow({ mode: "open" });
  style(root);
  parent.append(host);

  const gestures: Gestures = new WeakMap();
  const before = document.activeElement;
  let live: Live | null = null;
  let view: View | null = null;
  let focused: "yes" | "no" = "no";

  const part = (name: string) => root.querySelector<HTMLElement>(`.${name}`);
  const layout = () => view?.message.steps[view.step]?.layout;

  const draw = (next: View): Drawn => {
    const tree = render(next.message, next.step, next.scene);
    if (!tree) return "no_step";
    view = next;
    live = patch(document, root, live, tree, gestures);
    count(root);
    const drawn = layout() === "tooltip" ? point() : "drawn";
    if (drawn === "drawn" && focus === "take" && focused === "no" && !letsThrough(layout() ?? "modal")) {
      focused = "yes";
      part("card")?.focus({ preventScroll: true });
    }
    return drawn;
  };

  /** Places a tooltip at its target. */
  const point = (): Drawn => {
    const card = part("card");
    const step = view?.message.steps[view.step];
    if (!card || !view || !step) return "no_step";
    card.hidden = false;
    const target = find(document, step.anchor?.selector);
    const { width, height } = card.getBoundingClientRect();
    const found = target && place(target.getBoundingClientRect(), { width, height }, view.scene.viewport, step.anchor?.side ?? "bottom");
    card.hidden = !found;
    if (!found) return target ? "no_room" : "no_target";
    card.style.left = `${found.left}px`;
    card.style.top = `${found.top}px`;
    aim(part("arrow"), found.side, found.arrow);
    return "drawn";
  };

  const follow = () => {
    if (layout() === "tooltip") point();
  };
  const click = (event: Event) => {
    for (let at = event.target as Element | null; at; at = at.parentElement) {
      const found = gestures.get(at);
      if (found) return gesture(found);
    }
  };
  const key = (event: KeyboardEvent) => {
    const open = layout();
    if (!open || (letsThrough(open) && !root.activeElement)) return;
    if (event.key === "Escape" && part("close")) {
      event.stopPropagation();
      gesture({ type: "close" });
    } else if (event.key === "Tab" && !letsThrough(open) && focus === "take") trap(root, event);
  };
  const scroll = () => count(root);

  const window = document.defaultView;
  root.addEventListener("click", click);
  root.addEventListener("scroll", scroll, true);
  document.addEventListener("keydown", key, true);
  window?.addEventListener("scroll", follow, true);
  window?.addEventListener("resize", follow);

  return {
    root,
    draw,
    unmount() {
      document.removeEventListener("keydown", key, true);
      window?.removeEventListener("scroll", follow, true);
      window?.removeEventListener("resize", follow);
      host.remove();
      if (focused === "yes" && before instanceof HTMLElement) before.focus({ preventScroll: true });
    },
  };
}

/** A constructed sheet needs no permission of the page's policy; older browsers get an element. */
function style(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = root.ownerDocument.createElement("style");
    element.textContent = CSS;
    root.append(element);
  }
}

function find(document: Document, selector: string | undefined): Element | null {
  try {
    return selector ? document.querySelector(selector) : null;
  } catch {
    return null; // Not a selector: nothing has it.
  }
}

/** Keeps Tab inside the dialog. */
function trap(root: ShadowRoot, event: KeyboardEvent): void {
  const stops = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const at = stops.indexOf(root.activeElement as HTMLElement);
  const to = event.shiftKey ? (at <= 0 ? stops.length - 1 : at - 1) : (at + 1) % stops.length;
  event.preventDefault();
  (stops[to] ?? root.querySelector<HTMLElement>(".card"))?.focus();
}

/** Says which picture of a carousel is in view. */
function count(root: ShadowRoot): void {
  const track = root.querySelector(".track");
  const badge = root.querySelector(".badge");
  if (!track || !badge) return;
  const at = track.clientWidth ? Math.round(Math.abs(track.scrollLeft) / track.clientWidth) : 0;
  badge.textContent = `${at + 1} / ${track.children.length}`;
}

/** The arrow is a square on its tip, half behind the card. */
function aim(arrow: HTMLElement | null, side: "top" | "bottom" | "left" | "right", at: number): void {
  if (!arrow) return;
  const upright = side === "top" || side === "bottom";
  const edge = side === "top" || side === "left" ? `calc(100% - ${TOOLTIP.arrow}px)` : `${-TOOLTIP.arrow}px`;
  arrow.style.left = upright ? `${at - TOOLTIP.arrow}px` : edge;
  arrow.style.top = upright ? edge : `${at - TOOLTIP.arrow}px`;
}
