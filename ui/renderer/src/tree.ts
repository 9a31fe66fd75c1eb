/** What is to be drawn, as data: `render` makes it, `patch` brings it into a document. */
import type { Action } from "../../contract/Action";

/** What a person did with a message. */
export interface Gesture {
  /** The `actionName` of its events; `null` for the ×. */
  readonly name: string | null;
  readonly action: Action;
}

/** Styles by CSS property; numbers are px. */
export type Style = Readonly<Record<string, string | number>>;

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

/** What `node` takes: parts that are not there are `null`. */
type Given = Partial<Omit<Node, "part" | "children">> & { readonly children?: readonly (Node | null)[] };

/** An element; whatever is not said is empty. */
export function node(part: string, { children = [], ...more }: Given = {}): Node {
  const there = children.filter((child) => child !== null);
  return { tag: "div", part, style: {}, attrs: {}, text: "", gesture: null, ...more, children: there };
}

/** Lengths as CSS has them. */
export function px(...lengths: readonly number[]): string {
  return lengths.map((length) => `${length}px`).join(" ");
}

/** Every node of a tree, outermost first. */
export function walk(tree: Node): readonly Node[] {
  return [tree, ...tree.children.flatMap(walk)];
}
