/**
 * Brings a tree into a document and keeps it there: an element whose tag and part stay is
 * changed in place, so that typing neither flickers nor replays an animation.
 */
import type { Gesture, Node, Style } from "./tree";

/** An element with the node it was drawn from. */
export interface Live {
  readonly element: HTMLElement;
  node: Node;
  children: readonly Live[];
}

/** What a click on an element means. */
export type Gestures = WeakMap<Element, Gesture>;

/** Draws a tree into `parent`, over what was `live` there; returns what is live now. */
export function patch(document: Document, parent: ParentNode, live: Live | null, node: Node, gestures: Gestures): Live {
  const kept = live && live.node.tag === node.tag && live.node.part === node.part ? live : null;
  const now = kept ?? create(document, node);
  if (!kept) live ? live.element.replaceWith(now.element) : parent.append(now.element);
  change(now, node, kept ? now.node : null, gestures);
  const spare = [...now.children];
  const children = node.children.map((child) => {
    const at = spare.findIndex(({ node: old }) => old.tag === child.tag && old.part === child.part);
    return patch(document, now.element, at < 0 ? null : (spare.splice(at, 1)[0] ?? null), child, gestures);
  });
  for (const { element } of spare) element.remove();
  children.forEach(({ element }, at) => {
    const here = now.element.children[at];
    if (here !== element) now.element.insertBefore(element, here ?? null);
  });
  now.node = node;
  now.children = children;
  return now;
}

function create(document: Document, node: Node): Live {
  const element = document.createElement(node.tag);
  element.className = node.part;
  if (node.tag === "img") {
    const mark = (state: boolean) => () => element.parentElement?.classList.toggle("broken", state);
    element.addEventListener("error", mark(true));
    element.addEventListener("load", mark(false));
  }
  return { element, node, children: [] };
}

function change({ element }: Live, node: Node, old: Node | null, gestures: Gestures): void {
  for (const name of Object.keys(old?.attrs ?? {})) if (!(name in node.attrs)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(node.attrs)) if (old?.attrs[name] !== value) element.setAttribute(name, value);
  restyle(element.style, node.style, old?.style ?? {});
  if (node.children.length === 0 && (old?.text ?? "") !== node.text) element.textContent = node.text;
  node.gesture ? gestures.set(element, node.gesture) : gestures.delete(element);
}

// Through the CSSOM, not the `style` attribute: a page's content security policy allows it.
function restyle(css: CSSStyleDeclaration, style: Style, old: Style): void {
  for (const name of Object.keys(old)) if (style[name] === undefined) css.removeProperty(name);
  for (const [name, value] of Object.entries(style)) {
    if (value === undefined || value === old[name]) continue;
    css.setProperty(name, typeof value === "number" ? `${value}px` : value);
  }
}
