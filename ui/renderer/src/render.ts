/**
 * A step of a message as a tree: pure, so that tables can hold it. One function per layout,
 * each reading its numbers from `metrics.ts`; what has no number is in `style.ts`.
 */
import type { Layout } from "../../contract/Layout";
import type { Message } from "../../contract/Message";
import { BANNER, MODAL, SHEET, TOOLTIP } from "./metrics";
import { type Draw, buttonRow, buttonsOf, closeButton, closes, media, paper, words } from "./parts";
import { safeText } from "./safety";
import { type Scene, bannerWidth, hasImage, hasText, heightFree, lineHeight, modalHeightMax, modalWidth, pictures, sheetWidth } from "./scene";
import { type Node, type Style, node, px } from "./tree";

const LAYOUTS: Readonly<Record<Layout, (draw: Draw) => Node>> = {
  modal,
  full_screen: fullScreen,
  bottom_sheet: sheet,
  banner,
  tooltip,
};

/** The step at `index` in a scene; `null` where there is no such step. */
export function render(message: Message, index: number, scene: Scene): Node | null {
  const step = message.steps[index];
  const buttons = step && buttonsOf(message, index, step);
  return step && buttons ? LAYOUTS[step.layout]({ step, scene, buttons, pictures: pictures(step, scene) }) : null;
}

/** Whether a layout leaves the page behind it usable. */
function letsThrough(layout: Layout): boolean {
  return layout === "banner" || layout === "tooltip";
}

/** What a screen reader calls the message. */
function label({ step: { content, title, body }, pictures: { images } }: Draw): string {
  const text = hasText(content) && (safeText(title.text) || safeText(body.text));
  return text || safeText(images[0]?.alt) || "Message";
}

/** The whole viewport with the card in it; the style is the stage's. */
function stage({ step, scene }: Draw, style: Style, card: Node): Node {
  const { top, right, bottom, left } = scene.viewport.insets;
  return node(`stage ${step.layout}`, {
    attrs: { dir: scene.direction },
    style: { "font-family": scene.column.fonts, padding: px(top, right, bottom, left), ...style },
    children: [card],
  });
}

function card(draw: Draw, style: Style, ...children: readonly (Node | null)[]): Node {
  const { step } = draw;
  return node("card", {
    attrs: { role: "dialog", "aria-label": label(draw), "aria-modal": `${!letsThrough(step.layout)}`, tabindex: "-1" },
    style: { background: paper(step), ...style },
    children,
  });
}

function modal(draw: Draw): Node {
  const { step, scene, pictures } = draw;
  const width = modalWidth(scene);
  const ratio = hasText(step.content) ? MODAL.imageRatioWithText : MODAL.imageRatio[pictures.shape];
  const style = { width, "max-height": modalHeightMax(scene), "border-radius": MODAL.radius };
  return column(draw, scene.column.scrim, style, { height: width / ratio });
}

/** Full screen: the image takes what texts and buttons leave. It lies on nothing, so it throws no shadow. */
function fullScreen(draw: Draw): Node {
  return column(draw, paper(draw.step), { width: "100%", height: "100%", "box-shadow": "none" }, { flex: "1 1 0" });
}

/** Image, texts and buttons below each other, with the × over them. */
function column(draw: Draw, background: string, style: Style, imageStyle: Style): Node {
  const { button, close } = draw.scene.column.modal;
  const image = hasImage(draw.step.content) ? media(draw, imageStyle) : null;
  const actions = buttonRow(draw, button);
  return stage(draw, { background }, card(draw, style, image, text(draw, image, actions), actions, closeButton(draw, close)));
}

/** Title and body of a modal or full screen. Beside an × without a picture they keep clear of it. */
function text(draw: Draw, image: Node | null, actions: Node | null): Node | null {
  const { step, scene } = draw;
  if (!hasText(step.content)) return null;
  const { textPadding } = MODAL;
  const { titleToBody, titleToBodyLines, close } = scene.column.modal;
  const clear = { "padding-inline": !image && closes(draw) ? close.size - textPadding : 0 };
  const body = words(draw, "body", MODAL.body, step.title.text ? {} : clear);
  const between = body ? titleToBody + titleToBodyLines * lineHeight(MODAL.body, scene) : 0;
  const title = words(draw, "title", MODAL.title, { ...clear, "margin-bottom": between });
  if (!title && !body) return null;
  return node("text", {
    style: {
      padding: px(textPadding, textPadding, actions ? 0 : textPadding),
      // A single line is less than the least height and never scrolls away.
      "min-height": title && body ? MODAL.textHeightMin : textPadding + lineHeight(title ? MODAL.title : MODAL.body, scene),
    },
    children: [title, body],
  });
}

function sheet(draw: Draw): Node {
  const { step, scene } = draw;
  const width = sheetWidth(scene);
  const { bottom } = scene.viewport.insets;
  const style = {
    width,
    "max-height": heightFree(scene),
    "border-radius": px(SHEET.radius, SHEET.radius, 0, 0),
    // The sheet's colour goes on below the safe area, as system sheets do.
    "box-shadow": `0 ${bottom}px 0 ${paper(step)}`,
  };
  const image = media(draw, { height: width / SHEET.imageRatio });
  return stage(draw, { background: scene.column.scrim }, card(draw, style, image, buttonRow(draw, SHEET.button), closeButton(draw, SHEET.close)));
}

/** A banner stands at the bottom; an anchor whose side is `top` puts it at the top. */
function banner(draw: Draw): Node {
  const { step, scene } = draw;
  const width = bannerWidth(scene);
  const { insets } = scene.viewport;
  const { top, bottom, plusInsets, close } = scene.column.banner;
  const line = step.content === "image" ? media(draw, { height: width / BANNER.imageRatio }) : bannerLine(draw);
  return stage(
    draw,
    {
      "align-items": step.anchor?.side === "top" ? "start" : "end",
      padding: px(top + plusInsets * insets.top, insets.right, bottom + plusInsets * insets.bottom, insets.left),
    },
    card(draw, { width, "border-radius": BANNER.radius }, line, buttonRow(draw, BANNER.button), closeButton(draw, close)),
  );
}

function bannerLine(draw: Draw): Node {
  const { gap, padding, font, linesMax, height, image: side, imageRadius } = BANNER;
  const { size, inset } = draw.scene.column.banner.close;
  const title = words(draw, "title", font);
  const body = words(draw, "body", font, { "-webkit-line-clamp": `${linesMax - (title ? 1 : 0)}` });
  const square = { width: side, height: side, "border-radius": imageRadius, flex: "none" };
  return node("line", {
    style: { "min-height": height, gap, padding, "padding-inline-end": closes(draw) ? size + inset : padding },
    children: [hasImage(draw.step.content) ? media(draw, square) : null, node("text", { children: [title, body] })],
  });
}

/** A tooltip is placed by `mount`, which knows where its target is. */
function tooltip(draw: Draw): Node {
  const { step, scene } = draw;
  const { padding, edge, arrow, radius, close, widthMax } = TOOLTIP;
  const actions = buttonRow(draw, TOOLTIP.button);
  const text = node("text", {
    style: { padding: px(padding, padding, actions ? 0 : padding), "padding-inline-end": closes(draw) ? close.size : padding },
    children: [
      words(draw, "title", TOOLTIP.title, { "margin-bottom": step.body.text ? TOOLTIP.titleToBody : 0 }),
      words(draw, "body", TOOLTIP.body),
    ],
  });
  const tip = node("arrow", { style: { width: arrow * 2, height: arrow * 2, background: paper(step) } });
  const style = { "max-width": Math.min(widthMax, scene.viewport.width - 2 * edge), "border-radius": radius };
  return stage(draw, { padding: 0 }, card(draw, style, tip, text, actions, closeButton(draw, close)));
}
