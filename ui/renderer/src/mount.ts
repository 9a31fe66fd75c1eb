/**
 * A message on a page: a host element with a shadow root, into which steps are drawn. Knows
 * the document, focus and where a tooltip's target is; knows nothing of flows and events.
 */
import type { Message } from "../../contract/Message";
import { type Gestures, type Live, patch } from "./patch";
import { CLOSE } from "./parts";
import { render } from "./render";
import type { Scene } from "./scene";
import { CSS } from "./style";
import { type Point, place } from "./tooltip";
import type { Gesture, Node } from "./tree";

/** What is drawn: one step of a message in a scene. */
export interface View {
  readonly message: Message;
  readonly step: number;
  readonly scene: Scene;
}

/** What came of drawing: on the page, or why not. */
export type Drawn = "drawn" | "no_step" | "no_target" | "no_room" | "malformed";

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

/** Nothing of the page's styles reaches the host, and it is above everything of the page. */
const HOST = "all:initial!important;position:fixed!important;inset:0!important;z-index:2147483647!important;pointer-events:none!important";
const FOCUSABLE = "button,[tabindex='0']";

/** Puts an empty surface on the page; `draw` fills it. */
export function mount(parent: Element, { gesture, focus }: Surroundings): Surface {
  const host = document.createElement("div");
  host.style.cssText = HOST;
  const root = host.attachShadow({ mode: "open" });
  style(root);
  parent.append(host);

  const gestures: Gestures = new WeakMap();
  let live: Live | null = null;
  let view: View | null = null;
  /** What had the focus before a dialog took it. */
  let before: Element | null = null;

  const part = (name: string) => root.querySelector<HTMLElement>(`.${name}`);
  /** The card, where it has the page to itself. */
  const dialog = () => root.querySelector<HTMLElement>("[aria-modal=true]");

  /** Places a tooltip at its target. */
  const point = (): Drawn => {
    const card = part("card");
    if (!card || !view) return "no_step";
    const { message, step, scene } = view;
    const anchor = message.steps[step]?.anchor;
    const target = find(anchor?.selector);
    const found = target && place(target.getBoundingClientRect(), card.getBoundingClientRect(), scene.viewport, anchor?.side ?? "bottom");
    card.style.visibility = found ? "" : "hidden";
    if (!found) return target ? "no_room" : "no_target";
    move(card, found);
    move(part("arrow"), found.arrow);
    return "drawn";
  };
  const draw = (next: View): Drawn => {
    let tree: Node | null;
    try {
      tree = render(next.message, next.step, next.scene);
    } catch {
      return "malformed"; // A server sent what no draft can hold.
    }
    if (!tree) return "no_step";
    const moved = view?.step !== next.step;
    view = next;
    live = patch(root, live, tree, gestures);
    count(root);
    const text = part("text");
    // What scrolls can be reached, and scrolled, with the keyboard.
    if (text) text.tabIndex = text.scrollHeight > text.clientHeight ? 0 : -1;
    // A new step is read from its start; a part that had the focus may be gone.
    const card = dialog();
    if (card && focus === "take" && (moved || !root.activeElement)) {
      before ??= document.activeElement;
      card.focus({ preventScroll: true });
    }
    return part("arrow") ? point() : "drawn";
  };

  const left = new AbortController();
  const heard = { capture: true, signal: left.signal };
  root.addEventListener("scroll", () => count(root), heard);
  root.addEventListener("click", (event) => {
    const path = event.composedPath() as Element[];
    const found = path.map((at) => gestures.get(at)).find(Boolean);
    if (found) gesture(found);
    else leaf(path[0]?.closest(".slide"));
  });
  addEventListener("scroll", () => part("arrow") && point(), heard);
  const key = (event: KeyboardEvent) => {
    if (!dialog() && !root.activeElement) return;
    if (event.key === "Escape" && part("close")) {
      event.stopPropagation();
      gesture(CLOSE);
    } else if (event.key === "Tab" && dialog() && focus === "take") trap(root, event);
  };
  addEventListener("keydown", key, heard);

  return {
    root,
    draw,
    unmount() {
      left.abort();
      host.remove();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
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
    const element = document.createElement("style");
    element.textContent = CSS;
    root.append(element);
  }
}

function find(selector = ""): Element | null {
  try {
    return document.querySelector(selector);
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

/** Goes on to the next picture of a carousel, from the last to the first: a mouse cannot swipe. */
function leaf(slide: Element | null | undefined): void {
  (slide?.nextElementSibling ?? slide?.parentNode?.firstElementChild)?.scrollIntoView({ block: "nearest" });
}

/** Says which picture of a carousel is in view. */
function count(root: ShadowRoot): void {
  const track = root.querySelector(".track");
  const badge = root.querySelector(".badge");
  if (!track || !badge) return;
  const at = Math.round(Math.abs(track.scrollLeft) / track.clientWidth || 0);
  badge.textContent = `${at + 1} / ${track.children.length}`;
}

function move(element: HTMLElement | null, { left, top }: Point): void {
  if (element) Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
}
