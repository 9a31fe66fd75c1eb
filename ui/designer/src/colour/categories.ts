const CATEGORIES = 8;

/** The colour of the group at this place, the same everywhere it is shown. */
export function groupColor(at: number): string {
  return `var(--category-${(at % CATEGORIES) + 1})`;
}
