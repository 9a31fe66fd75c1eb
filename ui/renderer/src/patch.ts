/**
 * Brings a tree into a document and keeps it there: an element whose tag and part stay is
 * changed in place, so that typing neither flickers nor replays an animation.
 */
import { type Gesture, type Node, px } from "./tree";

/** An element with the node it was drawn from. */
export interface Live {
  readonly element: HTMLElement;
  node: Node | null;
  children: readonly Live[];
}

/** What a click on an element means. */
export type Gestures = WeakMap<Element, Gesture>;

const matches = (live: Live, { tag, part }: Node) => live.node?.tag === tag && live.node.part === part;

/** Draws a tree into `parent`, over what was `live` there; returns what is live now. */
export function patch(parent: ParentNode, live: Live | null, node: Node, gestures: Gestures): Live {
  const now = live && matches(live, node) ? live : create(node);
  const { element } = now;
  if (now !== live) {
    live?.element.remove();
    parent.append(element);
  }
  change(now, node, gestures);
  const spare = new Set(now.children);
  const kept = node.children.map((child) => {
    const found = [...spare].find((one) => matches(one, child)) ?? null;
    if (found) spare.delete(found);
    return found;
  });
  // First what goes, so that nothing that stays has to move: moving would lose its focus.
  for (const gone of spare) gone.element.remove();
  now.children = node.children.map((child, at) => {
    const drawn = patch(element, kept[at] ?? null, child, gestures);
    const here = element.children[at];
    if (here !== drawn.element) here?.before(drawn.element);
    return drawn;
  });
  now.node = node;
  return now;
}

function create({ tag, part }: Node): Live {
  const element = document.createElement(tag);
  element.className = part;
  element.onload = element.onerror = (event) => {
    // Only a window's `onerror` is told a string.
    element.parentElement?.classList.toggle("broken", (event as Event).type === "error");
  };
  return { element, node: null, children: [] };
}

function change({ element, node: old }: Live, node: Node, gestures: Gestures): void {
  for (const [name, value] of Object.entries(node.attrs)) if (old?.attrs[name] !== value) element.setAttribute(name, value);
  // Through the CSSOM, not the `style` attribute: a page's content security policy allows it.
  const style = css(node);
  if (!old || css(old) !== style) element.style.cssText = style;
  if (node.children.length === 0 && old?.text !== node.text) element.textContent = node.text;
  if (node.gesture) gestures.set(element, node.gesture);
}

/** Every value is a number, a constant or a colour that was checked. */
function css({ style }: Node): string {
  return Object.entries(style)
    .map(([name, value]) => `${name}:${typeof value === "number" ? px(value) : value}`)
    .join(";");
}
