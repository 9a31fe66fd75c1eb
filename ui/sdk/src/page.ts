/** Page rules and URL expressions, as in exposure.md section 4. Pure. */
import type { PageRule } from "../../contract/PageRule";

/** Whether an expression is found in a URL's path; one that is none is found nowhere. */
export function found(expression: string, url: string): boolean {
  try {
    return new RegExp(expression, "u").test(new URL(url).pathname);
  } catch {
    return false;
  }
}

/** Whether any rule covers the page: its full URL, or the name the app gave it. None covers an unknown one. */
export function covers(rules: readonly PageRule[], page: string): boolean {
  return page !== "" && rules.some(({ match, value }) => {
    const compared = /[?#]/.test(value) ? page : page.replace(/[?#].*$/s, "");
    if (match === "contains") return compared.includes(value);
    return match === "equals" ? compared === value : wildcard(value, compared);
  });
}

/**
 * `*` is any run of characters, empty and slashes included; alone between two slashes it may
 * also take one of them with it, so that a rule for `/x` of any folder covers `/x` itself.
 * Every place in the pattern is followed at once: the time is at most pattern × text.
 */
function wildcard(pattern: string, text: string): boolean {
  let here = new Set<number>();
  reach(pattern, 0, here);
  for (const character of text.split("")) {
    const next = new Set<number>();
    for (const at of here) {
      if (pattern[at] === "*") reach(pattern, at + 1, next.add(at));
      else if (pattern[at] === character) reach(pattern, at + 1, next);
    }
    here = next;
  }
  return here.has(pattern.length);
}

/** Adds a place and those that follow it without a character of text. */
function reach(pattern: string, at: number, places: Set<number>): void {
  places.add(at);
  if (pattern[at] !== "*") return;
  reach(pattern, at + 1, places);
  if (pattern[at - 1] === "/" && pattern[at + 1] === "/") reach(pattern, at + 2, places);
}
