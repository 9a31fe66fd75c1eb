/**
 * The page behind a previewed message: grey blocks that read as a site or an app, so that a
 * message is judged in its place and nothing competes with it.
 */
import type { Platform } from "../../contract/Platform";
import { type Insets, safeColor } from "@rehearsal/renderer";

/** What the page depends on. */
export interface Page {
  readonly platform: Platform;
  readonly theme: "light" | "dark";
  readonly direction: "ltr" | "rtl";
  readonly insets: Insets;
  /** A colour, or the address of a picture of one's own page. */
  readonly background: string | undefined;
  /** The selector of a tooltip's target, written on its stand-in. */
  readonly target: string | null;
}

/** The stand-in for a tooltip's target, which only the real page has. */
export const TARGET = "#target";

type Block = readonly [name: string, children?: readonly Block[]];

const ROW: Block = ["row", [["thumb"], ["lines", [["bar w60"], ["bar w90"]]]]];
const CARD: Block = ["tile", [["photo"], ["bar w70"], ["bar w40"]]];
const WEB: readonly Block[] = [
  ["head", [["logo"], ["nav", [["bar"], ["bar"], ["bar"], ["bar"]]], ["round"]]],
  ["body", [
    ["hero", [["lines", [["bar big w90"], ["bar big w60"], ["bar w70"], ["bar w40"], ["pill target"]]], ["photo"]]],
    ["tiles", [CARD, CARD, CARD, CARD]],
    ["lines", [["bar w90"], ["bar w70"], ["bar w90"], ["bar w40"]]],
  ]],
];
const APP: readonly Block[] = [
  ["head", [["bar big w40"], ["round"]]],
  ["body", [["photo wide"], ["tiles", [CARD, CARD]], ROW, ROW, ROW, ROW, ROW, ROW]],
  ["tabs", [["round"], ["round"], ["round"], ["round"]]],
];

let drawn = "";

/** Draws the page, unless it is there already. */
export function drawPage(document: Document, into: HTMLElement, page: Page): void {
  const wanted = JSON.stringify(page);
  if (wanted === drawn) return;
  drawn = wanted;
  const { platform, theme, direction, insets, background, target } = page;
  const web = platform === "pc_web" || platform === "mobile_web";
  into.className = `page ${platform} ${theme}`;
  into.dir = direction;
  into.style.padding = `${insets.top}px ${insets.right}px ${insets.bottom}px ${insets.left}px`;
  const picture = background !== undefined && /^(?:https?:|preview:|blob:|data:image\/|\/)/.test(background);
  into.style.background = picture ? "" : safeColor(background, "");
  into.style.backgroundImage = picture ? `url(${JSON.stringify(background)})` : "";
  const blocks = background !== undefined ? [["body", [["pill target"]]] as Block] : web ? WEB : APP;
  into.replaceChildren(...blocks.map((block) => draw(document, block)));
  const button = into.querySelector<HTMLElement>(".target");
  if (!button) return;
  button.id = TARGET.slice(1);
  button.classList.toggle("named", target !== null);
  button.classList.toggle("absent", target === null && background !== undefined);
  button.textContent = target ?? "";
}

function draw(document: Document, [name, children = []]: Block): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  element.append(...children.map((child) => draw(document, child)));
  return element;
}
