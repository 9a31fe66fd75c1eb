/** The arithmetic of a list that only draws the rows in view. All lengths are in pixels. */

export interface View {
  /** How far the list is scrolled. */
  top: number;
  /** How much of it is seen. */
  height: number;
  row: number;
  count: number;
}

/** Which rows to draw, `from <= row < to`: those in view and some before and after. */
export function rowsInView(view: View, spare: number): { from: number; to: number } {
  const first = Math.floor(view.top / view.row) - spare;
  const last = Math.ceil((view.top + view.height) / view.row) + spare;
  const from = Math.min(Math.max(0, first), view.count);
  return { from, to: Math.max(from, Math.min(view.count, last)) };
}

/** The least scroll that brings a whole row into view. */
export function topFor(view: View, at: number): number {
  const start = at * view.row;
  const end = start + view.row;
  if (start < view.top) return start;
  if (end > view.top + view.height) return end - view.height;
  return view.top;
}

/** The row that a key goes to; null for any other key, or where there are no rows. */
export function rowAfter(key: string, at: number, view: View): number | null {
  if (view.count === 0) return null;
  const page = Math.max(1, Math.floor(view.height / view.row) - 1);
  const last = view.count - 1;
  const clamp = (row: number): number => Math.max(0, Math.min(last, row));
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1);
    case 'ArrowUp':
      return clamp(at - 1);
    case 'PageDown':
      return clamp(at + page);
    case 'PageUp':
      return clamp(at - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
