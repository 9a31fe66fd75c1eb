/** Where a tooltip stands beside its target. Pure arithmetic on boxes. */
import type { Side } from "../../contract/Side";
import { TOOLTIP } from "./metrics";

/** A box in CSS px of the viewport. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the card goes and where its arrow points from, along the card's edge. */
export interface Placement {
  readonly side: Side;
  readonly left: number;
  readonly top: number;
  readonly arrow: number;
}

/** The sides tried, in order, for each preferred one. */
export const FALLS: Readonly<Record<Side, readonly Side[]>> = {
  top: ["top", "bottom", "left", "right"],
  bottom: ["bottom", "top", "left", "right"],
  left: ["left", "right", "top", "bottom"],
  right: ["right", "left", "top", "bottom"],
};

/** The first side on which a card of this size fits; `null` where none does. */
export function place(target: Box, card: { width: number; height: number }, view: { width: number; height: number }, prefer: Side): Placement | null {
  for (const side of FALLS[prefer]) {
    const found = beside(target, card, view, side);
    if (found) return found;
  }
  return null;
}

function beside(target: Box, card: { width: number; height: number }, view: { width: number; height: number }, side: Side): Placement | null {
  const { gap, edge, arrow, radius } = TOOLTIP;
  const upright = side === "top" || side === "bottom";
  const middle = upright ? target.left + target.width / 2 : target.top + target.height / 2;
  const along = upright ? card.width : card.height;
  const room = upright ? view.width : view.height;
  // The arrow has to point at the target from a straight piece of the card's edge.
  if (along > room - 2 * edge || middle < edge + radius + arrow || middle > room - edge - radius - arrow) return null;
  const start = Math.min(Math.max(middle - along / 2, edge), room - edge - along);
  const before = side === "top" ? target.top - gap - card.height : target.left - gap - card.width;
  const after = side === "bottom" ? target.top + target.height + gap : target.left + target.width + gap;
  const across = side === "top" || side === "left" ? before : after;
  const far = across + (upright ? card.height : card.width);
  if (across < edge || far > (upright ? view.height : view.width) - edge) return null;
  const at = middle - start;
  return upright ? { side, left: start, top: across, arrow: at } : { side, left: across, top: start, arrow: at };
}
