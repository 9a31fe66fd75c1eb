/** What is to be drawn, as data: `render` makes it, `patch` brings it into a document. */
import type { Action } from "../../contract/Action";

/** What a person did with a message. */
export type Gesture = { readonly type: "close" } | { readonly type: "press"; readonly name: string; readonly action: Action };

/** Styles by CSS property; numbers are px, `undefined` leaves the property out. */
export type Style = Readonly<Record<string, string | number | undefined>>;

/** One element. It holds either a text or children, and never markup. */
export interface Node {
  readonly tag: "div" | "span" | "button" | "img";
  /** Its name in styles, boxes and tests: `card`, `title`, `button` … */
  readonly part: string;
  readonly style: Style;
  readonly attrs: Readonly<Record<string, string>>;
  readonly text: string;
  readonly gesture: Gesture | null;
  readonly children: readonly Node[];
}

/** An element; whatever is not said is empty. */
export function node(part: string, more: Partial<Node> = {}): Node {
  return { tag: "div", part, style: {}, attrs: {}, text: "", gesture: null, children: [], ...more };
}

/** Children without those that are not there. */
export function present(...children: readonly (Node | null)[]): readonly Node[] {
  return children.filter((child) => child !== null);
}

/** Every node of a tree, outermost first. */
export function walk(tree: Node): readonly Node[] {
  return [tree, ...tree.children.flatMap(walk)];
}
