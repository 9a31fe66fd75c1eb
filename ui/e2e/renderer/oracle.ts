/**
 * Where every part of a message must lie: the table of sizes turned into boxes by arithmetic of
 * its own, which shares nothing with the renderer but the table. For texts of one line; the
 * body of a tooltip may have several, and its lines are counted by the engine.
 */
import type { Step } from "../../contract/Step";
import { type Box, type Scene, metrics } from "../../renderer/src/index";

/** Boxes by part, as `boxes` names them. */
export type Boxes = Readonly<Record<string, Box>>;

const { BADGE, BANNER, BUTTON_BORDER, FULL, HEIGHT_MARGINS, LINE_HEIGHT, MODAL, SHEET, TOOLTIP } = metrics;
const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height });

/** A step with what the renderer adds to it. */
export interface Shown {
  readonly step: Step;
  readonly scene: Scene;
  /** Buttons in the row, those of a flow or a call to action included. */
  readonly buttons: number;
  readonly pictures: number;
}

/** The boxes of every layout but the tooltip. */
export function expected(shown: Shown): Boxes {
  const found = LAYOUTS[shown.step.layout as keyof typeof LAYOUTS](shown);
  return shown.scene.direction === "rtl" ? mirrored(found, shown.scene) : found;
}

const LAYOUTS = { modal, full_screen: full, bottom_sheet: sheet, banner };

/** The viewport less its safe areas. */
function safe({ viewport: { width, height, insets } }: Scene): Box {
  return box(insets.left, insets.top, width - insets.left - insets.right, height - insets.top - insets.bottom);
}

function has({ step }: Shown, part: "image" | "text"): boolean {
  return step.content.includes(part);
}

function closes(shown: Shown): boolean {
  return shown.step.close.shown && !(has(shown, "image") && shown.pictures > 1);
}

function line(font: number, { fontScale }: Scene): number {
  return font * fontScale * LINE_HEIGHT;
}

/** CSS's `top right bottom left` in px. */
function padding(css: string): readonly [top: number, right: number, bottom: number, left: number] {
  const [top = 0, right = top, bottom = top, left = right] = css.split(" ").map(parseFloat);
  return [top, right, bottom, left];
}

function buttonHeight({ height, heightMax, font, paddingY }: metrics.ButtonMetrics, scene: Scene): number {
  const grown = Math.max(height, line(font, scene) + 2 * Math.max(paddingY, BUTTON_BORDER));
  return heightMax ? Math.min(heightMax, grown) : grown;
}

function rowHeight(shown: Shown, button: metrics.ButtonMetrics): number {
  if (shown.buttons === 0) return 0;
  const [top, , bottom] = padding(button.row);
  return top + buttonHeight(button, shown.scene) + bottom;
}

/** Buttons of equal width, side by side, in a row that ends at `bottom`. */
function buttons(shown: Shown, { row, gap, ...button }: metrics.ButtonMetrics, left: number, width: number, bottom: number): Boxes {
  const [, right, below, before] = padding(row);
  const each = (width - before - right - gap * (shown.buttons - 1)) / shown.buttons;
  const height = buttonHeight({ row, gap, ...button }, shown.scene);
  return Object.fromEntries(
    Array.from({ length: shown.buttons }, (_, at) => [`button${at}`, box(left + before + at * (each + gap), bottom - below - height, each, height)]),
  );
}

/** The × in the corner, its glyph in its middle. */
function close(shown: Shown, { size, glyph, inset }: metrics.CloseMetrics, card: Box): Boxes {
  if (!closes(shown)) return {};
  const left = card.left + card.width - inset - size;
  const top = card.top + inset;
  const [x, y] = [left + (size - glyph) / 2, top + (size - glyph) / 2];
  return { close: box(left, top, size, size), glyph: box(x, y, glyph, glyph) };
}

/** The picture's box, its slides side by side, and the badge where there are several. */
function image(shown: Shown, at: Box): Boxes {
  const slides = Array.from({ length: shown.pictures }, (_, nth) => [`slide${nth}`, box(at.left + nth * at.width, at.top, at.width, at.height)]);
  const badge = box(at.left + at.width - BADGE.inset - BADGE.width, at.top + BADGE.inset, BADGE.width, BADGE.height);
  return { image: at, ...Object.fromEntries(slides), ...(shown.pictures > 1 ? { badge } : {}) };
}

/** Title and body of a modal or full screen in a box of this width, and how high they want to be. */
function texts(shown: Shown, left: number, top: number, width: number): { readonly boxes: Boxes; readonly height: number } {
  const { scene, step } = shown;
  const { titleToBody, titleToBodyLines } = scene.column.modal;
  const [title, body] = [line(MODAL.title, scene), line(MODAL.body, scene)];
  const between = titleToBody + titleToBodyLines * body;
  const p = MODAL.textPadding;
  const at = top + p;
  // Without a picture the title stands beside the ×, and keeps clear of it on both sides. Its box does not.
  const boxes = {
    title: box(left + p, at, width - 2 * p, title),
    body: box(left + p, at + (step.title.text ? title + between : 0), width - 2 * p, body),
  };
  return { boxes, height: p + title + between + body + (shown.buttons ? 0 : p) };
}

function modal(shown: Shown): Boxes {
  const { scene } = shown;
  const { orientation, viewport } = scene;
  const { widthMax, minusInsets, heightMax, heightShare, button, close: cross } = scene.column.modal;
  const room = safe(scene);
  const sides = viewport.width - room.width;
  const wanted = viewport.width - MODAL.sideMargins - minusInsets * sides;
  const width = Math.min(viewport.width, Math.max(MODAL.widthMin, Math.min(wanted, widthMax[orientation])));
  const most = Math.min(heightMax, heightShare * viewport.height, room.height - HEIGHT_MARGINS);
  const shape = scene.platform === "pc_web" && shown.step.images.landscape.length === 0 ? "portrait" : orientation;
  const ratio = has(shown, "text") ? MODAL.imageRatioWithText : MODAL.imageRatio[shape];
  let picture = has(shown, "image") ? width / ratio : 0;
  let text = has(shown, "text") ? texts(shown, 0, 0, width).height : 0;
  const row = rowHeight(shown, button);
  // Too much: first the text gives way, down to its least height, then the picture.
  let over = Math.max(0, picture + text + row - most);
  const scrolled = Math.min(over, Math.max(0, text - MODAL.textHeightMin));
  text -= scrolled;
  over -= scrolled;
  picture -= over;
  const height = picture + text + row;
  const card = box(room.left + (room.width - width) / 2, room.top + (room.height - height) / 2, width, height);
  return {
    card,
    ...(has(shown, "image") ? image(shown, box(card.left, card.top, width, picture)) : {}),
    ...(has(shown, "text") ? { text: box(card.left, card.top + picture, width, text), ...texts(shown, card.left, card.top + picture, width).boxes } : {}),
    ...buttons(shown, button, card.left, width, card.top + height),
    ...close(shown, cross, card),
  };
}

function full(shown: Shown): Boxes {
  const { scene } = shown;
  const { button, close: cross } = scene.column.modal;
  const card = safe(scene);
  const width = Math.min(card.width, FULL.contentWidthMax);
  const left = card.left + (card.width - width) / 2;
  const row = rowHeight(shown, button);
  const text = has(shown, "text") ? texts(shown, left, 0, width).height : 0;
  const free = card.height - row - text;
  const top = card.top + (has(shown, "image") ? free : free / 2);
  return {
    card,
    ...(has(shown, "image") ? image(shown, box(card.left, card.top, card.width, free)) : {}),
    ...(has(shown, "text") ? { text: box(left, top, width, text), ...texts(shown, left, top, width).boxes } : {}),
    ...buttons(shown, button, left, width, card.top + card.height),
    ...close(shown, cross, card),
  };
}

function sheet(shown: Shown): Boxes {
  const room = safe(shown.scene);
  const width = Math.min(SHEET.widthMax, room.width);
  const row = rowHeight(shown, SHEET.button);
  const height = Math.min(room.height - HEIGHT_MARGINS, width / SHEET.imageRatio + row);
  const bottom = room.top + room.height;
  const card = box(room.left + (room.width - width) / 2, bottom - height, width, height);
  return {
    card,
    ...image(shown, box(card.left, card.top, width, height - row)),
    ...buttons(shown, SHEET.button, card.left, width, bottom),
    ...close(shown, SHEET.close, card),
  };
}

function banner(shown: Shown): Boxes {
  const { scene, step } = shown;
  const { top, bottom, plusInsets, close: cross } = scene.column.banner;
  const { insets } = scene.viewport;
  const room = safe(scene);
  const width = Math.min(BANNER.width, room.width - 2 * BANNER.sideMargin);
  const row = rowHeight(shown, BANNER.button);
  const [title, body] = [line(BANNER.font, scene), line(BANNER.font, scene)];
  const words = step.title.text ? title + body : body;
  const part = has(shown, "text") ? Math.max(BANNER.height, words + 2 * BANNER.padding) : width / BANNER.imageRatio;
  const height = part + row;
  const left = room.left + (room.width - width) / 2;
  const low = scene.viewport.height - bottom - plusInsets * insets.bottom;
  const card = box(left, step.anchor?.side === "top" ? top + plusInsets * insets.top : low - height, width, height);
  const ends = { ...buttons(shown, BANNER.button, left, width, card.top + height), ...close(shown, cross, card) };
  if (!has(shown, "text")) return { card, ...image(shown, box(left, card.top, width, part)), ...ends };
  const before = BANNER.padding + (has(shown, "image") ? BANNER.image + BANNER.gap : 0);
  const after = closes(shown) ? cross.size + cross.inset : BANNER.padding;
  const at = card.top + (part - words) / 2;
  const square = box(left + BANNER.padding, card.top + (part - BANNER.image) / 2, BANNER.image, BANNER.image);
  return {
    card,
    ...(has(shown, "image") ? image(shown, square) : {}),
    ...(step.title.text ? { title: box(left + before, at, width - before - after, title) } : {}),
    body: box(left + before, at + words - body, width - before - after, body),
    ...ends,
  };
}

/** Right to left: the ×, the badge, a banner's line and the buttons change sides, and nothing else moves. */
function mirrored(boxes: Boxes, { viewport: { width, insets } }: Scene): Boxes {
  // The safe areas at the sides are alike, or the axis would not be the viewport's middle.
  if (insets.left !== insets.right) throw new Error("the safe areas differ");
  return Object.fromEntries(Object.entries(boxes).map(([part, { left, ...rest }]) => [part, { ...rest, left: width - left - rest.width }]));
}

/** Where a tooltip must be, or `null` where it cannot; `lines` of its body as the engine broke it. */
export function tooltip({ step, scene, buttons: count }: Shown, target: Box, lines: number): Boxes | null {
  const { gap, edge, padding: p, widthMax, arrow, radius } = TOOLTIP;
  const { viewport } = scene;
  const width = Math.min(widthMax, viewport.width - 2 * edge);
  const title = step.title.text ? line(TOOLTIP.title, scene) + TOOLTIP.titleToBody : 0;
  const row = rowHeight({ step, scene, buttons: count, pictures: 0 }, TOOLTIP.button);
  const height = p + title + lines * line(TOOLTIP.body, scene) + (count ? 0 : p) + row;
  const middle = { x: target.left + target.width / 2, y: target.top + target.height / 2 };
  const clamp = (value: number, most: number) => Math.min(Math.max(value, edge), most);
  const slid = { left: clamp(middle.x - width / 2, viewport.width - edge - width), top: clamp(middle.y - height / 2, viewport.height - edge - height) };
  const places = {
    top: box(slid.left, target.top - gap - height, width, height),
    bottom: box(slid.left, target.top + target.height + gap, width, height),
    left: box(target.left - gap - width, slid.top, width, height),
    right: box(target.left + target.width + gap, slid.top, width, height),
  };
  const order = { top: "top bottom left right", bottom: "bottom top left right", left: "left right top bottom", right: "right left top bottom" };
  for (const side of order[step.anchor?.side ?? "bottom"].split(" ") as (keyof typeof places)[]) {
    const card = places[side];
    const inView = card.left >= edge && card.top >= edge && card.left + width <= viewport.width - edge && card.top + height <= viewport.height - edge;
    const upright = side === "top" || side === "bottom";
    // The arrow's tip stands on a straight piece of the card's edge, opposite the target's middle.
    const along = upright ? middle.x - card.left : middle.y - card.top;
    const least = radius + arrow;
    if (!inView || along < least || along > (upright ? width : height) - least) continue;
    const tip = { top: [middle.x, card.top + height], bottom: [middle.x, card.top], left: [card.left + width, middle.y], right: [card.left, middle.y] }[side];
    // A square on its tip is as wide as its diagonal.
    const diagonal = 2 * arrow * Math.SQRT2;
    const [x = 0, y = 0] = tip;
    return { card, arrow: box(x - diagonal / 2, y - diagonal / 2, diagonal, diagonal) };
  }
  return null;
}
