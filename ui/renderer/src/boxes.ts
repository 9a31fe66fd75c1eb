/** The laid-out box of every part, for tests, rulers and the lint. */
import type { Box } from "./tooltip";

/** Boxes by name; what may occur several times is numbered from 0: `button0`, `slide1`. */
export type Boxes = Readonly<Record<string, Box>>;

const NUMBERED = new Set(["button", "slide", "label", "words"]);

/** Measures a drawn message; forces its layout. */
export function boxes(root: ShadowRoot): Boxes {
  const found: Record<string, Box> = {};
  const seen: Record<string, number> = {};
  for (const element of root.querySelectorAll("[class]")) {
    const part = element.classList[0] ?? "";
    const at = (seen[part] = (seen[part] ?? -1) + 1);
    const { left, top, width, height } = element.getBoundingClientRect();
    found[NUMBERED.has(part) ? `${part}${at}` : part] = { left, top, width, height };
  }
  return found;
}
