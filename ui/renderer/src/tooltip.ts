/** Where a tooltip stands beside its target. Pure arithmetic on boxes. */
import type { Side } from "../../contract/Side";
import { TOOLTIP } from "./metrics";

/** Width and height in CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Left and top in CSS px. */
export interface Point {
  readonly left: number;
  readonly top: number;
}

/** A box in CSS px of the viewport. */
export type Box = Size & Point;

/** Where the card goes, and where in the card its arrow: a square on its tip, half behind the edge. */
export interface Placement extends Point {
  readonly side: Side;
  readonly arrow: Point;
}

/** The sides tried, in order, for each preferred one. */
const FALLS: Readonly<Record<Side, readonly Side[]>> = {
  top: ["top", "bottom", "left", "right"],
  bottom: ["bottom", "top", "left", "right"],
  left: ["left", "right", "top", "bottom"],
  right: ["right", "left", "top", "bottom"],
};

/** The first side on which a card of this size fits; `null` where none does. */
export function place(target: Box, card: Size, view: Size, prefer: Side): Placement | null {
  for (const side of FALLS[prefer]) {
    const found = beside(target, card, view, side);
    if (found) return found;
  }
  return null;
}

function beside(target: Box, card: Size, view: Size, side: Side): Placement | null {
  const { gap, edge, arrow, radius } = TOOLTIP;
  // Along the target's edge the card slides to stay in view; across it, it stands off.
  const upright = side === "top" || side === "bottom";
  const [along, across] = upright ? (["width", "height"] as const) : (["height", "width"] as const);
  const [start, off] = upright ? (["left", "top"] as const) : (["top", "left"] as const);
  const before = target[off] - gap - card[across];
  const at = side === off ? before : target[off] + target[across] + gap;
  if (at < edge || at + card[across] > view[across] - edge || card[along] > view[along] - 2 * edge) return null;
  const middle = target[start] + target[along] / 2;
  const from = Math.min(Math.max(middle - card[along] / 2, edge), view[along] - edge - card[along]);
  // The arrow has to point at the target from a straight piece of the card's edge.
  const least = radius + arrow;
  if (middle - from < least || middle - from > card[along] - least) return null;
  const point = (along: number, across: number): Point => (upright ? { left: along, top: across } : { left: across, top: along });
  const tip = point(middle - from - arrow, side === off ? card[across] - arrow : -arrow);
  return { side, ...point(from, at), arrow: tip };
}
