/**
 * A step of a message as a tree: pure, so that tables can hold it. One function per layout,
 * each reading its numbers from `metrics.ts`; what has no number here is in `style.ts`.
 */
import type { Message } from "../../contract/Message";
import type { Step } from "../../contract/Step";
import { BANNER, FONTS, FULL, type Family, LINE_HEIGHT, MODAL, SCRIM, SHEET, TOOLTIP, family } from "./metrics";
import { buttonRow, closeButton, closes, media, paper, pressables, words } from "./parts";
import { safeText } from "./safety";
import {
  type Scene,
  bannerWidth,
  hasImage,
  hasText,
  imageRatio,
  lineHeight,
  modalHeightMax,
  modalWidth,
  pictures,
  sheetHeightMax,
  sheetWidth,
} from "./scene";
import { type Node, type Style, node, present } from "./tree";

/** What a layout draws with. */
interface Draw {
  readonly message: Message;
  readonly index: number;
  readonly step: Step;
  readonly scene: Scene;
  readonly column: Family;
}

const LAYOUTS: Readonly<Record<Step["layout"], (draw: Draw) => Node>> = {
  modal,
  full_screen: fullScreen,
  bottom_sheet: sheet,
  banner,
  tooltip,
};

/** The step at `index` (the nearest there is) in a scene; `null` for a message without steps. */
export function render(message: Message, index: number, scene: Scene): Node | null {
  const at = Math.min(Math.max(0, Math.trunc(index) || 0), message.steps.length - 1);
  const step = message.steps[at];
  return step ? LAYOUTS[step.layout]({ message, index: at, step, scene, column: family(scene.platform) }) : null;
}

/** Whether a layout leaves the page behind it usable. */
export function letsThrough(layout: Step["layout"]): boolean {
  return layout === "banner" || layout === "tooltip";
}

/** What a screen reader calls the message. */
function label(step: Step): string {
  const alt = [...step.images.portrait, ...step.images.landscape].map((image) => safeText(image.alt)).find(Boolean);
  return (hasText(step.content) && (safeText(step.title.text) || safeText(step.body.text))) || alt || "Message";
}

function stage({ step, scene, column }: Draw, style: Style, card: Node): Node {
  const { insets } = scene.viewport;
  return node(`stage ${step.layout}`, {
    attrs: { dir: scene.direction },
    style: {
      "font-family": FONTS[column],
      "line-height": `${LINE_HEIGHT}`,
      padding: `${insets.top}px ${insets.right}px ${insets.bottom}px ${insets.left}px`,
      ...style,
    },
    children: [card],
  });
}

function card({ step }: Draw, style: Style, children: readonly Node[]): Node {
  return node("card", {
    attrs: { role: "dialog", "aria-label": label(step), "aria-modal": `${!letsThrough(step.layout)}`, tabindex: "-1" },
    style: { background: paper(step), ...style },
    children,
  });
}

function modal(draw: Draw): Node {
  const { step, scene, column } = draw;
  const width = modalWidth(scene);
  const shown = pictures(step, scene);
  const image = hasImage(step.content)
    ? media(shown, scene, "contain", { height: width / imageRatio("modal", step.content, shown.shape) })
    : null;
  const metrics = MODAL.button[column];
  const actions = buttonRow(pressables(draw.message, draw.index), metrics, scene, { padding: metrics.row });
  return stage(
    draw,
    { background: SCRIM[column] },
    card(
      draw,
      { width, "max-height": modalHeightMax(scene), "border-radius": MODAL.radius },
      present(image, textBlock(draw, !image, !actions), actions, closeButton(step, MODAL.close[column], scene)),
    ),
  );
}

/** Title and body of a modal or full screen. Beside an × without a picture they keep clear of it. */
function textBlock({ step, scene, column }: Draw, besideClose: boolean, last: boolean): Node | null {
  if (!hasText(step.content)) return null;
  const clear = besideClose && closes(step, scene) ? MODAL.close[column].size - MODAL.textPadding : 0;
  const padding = (part: "title" | "body") => ({ "padding-inline": part === "title" || !step.title.text ? clear : 0 });
  const between = MODAL.titleToBody[column] + MODAL.titleToBodyLines[column] * lineHeight(MODAL.body, scene);
  const title = words("title", step, MODAL.title, scene, { ...padding("title"), "margin-bottom": step.body.text ? between : 0 });
  const body = words("body", step, MODAL.body, scene, padding("body"));
  if (!title && !body) return null;
  const oneLine = lineHeight(title ? MODAL.title : MODAL.body, scene);
  return node("text", {
    style: {
      padding: `${MODAL.textPadding}px ${MODAL.textPadding}px ${last ? MODAL.textPadding : 0}px`,
      "min-height": Math.min(MODAL.textHeightMin, MODAL.textPadding + (title && body ? MODAL.textHeightMin : oneLine)),
    },
    children: present(title, body),
  });
}

function fullScreen(draw: Draw): Node {
  const { step, scene, column } = draw;
  const image = hasImage(step.content) ? media(pictures(step, scene), scene, "cover", { flex: "1 1 0" }) : null;
  const metrics = MODAL.button[column];
  const actions = buttonRow(pressables(draw.message, draw.index), metrics, scene, { padding: metrics.row });
  const text = textBlock(draw, !image, !actions);
  const narrow = (part: Node | null, more: Style = {}) =>
    part && { ...part, style: { ...part.style, ...more, width: "100%", "max-width": FULL.contentWidthMax, "align-self": "center" } };
  return stage(
    draw,
    { background: paper(step) },
    card(
      draw,
      { width: "100%", height: "100%" },
      present(image, narrow(text, image ? {} : { "margin-block": "auto" }), narrow(actions), closeButton(step, MODAL.close[column], scene)),
    ),
  );
}

function sheet(draw: Draw): Node {
  const { step, scene, column } = draw;
  const width = sheetWidth(scene);
  const shown = pictures(step, scene);
  const image = media(shown, scene, "contain", { height: width / imageRatio("bottom_sheet", step.content, shown.shape) });
  const actions = buttonRow(pressables(draw.message, draw.index), SHEET.button, scene, {});
  const { bottom } = scene.viewport.insets;
  return stage(
    draw,
    { background: SCRIM[column] },
    card(
      draw,
      {
        width,
        "max-height": sheetHeightMax(scene),
        "border-radius": `${SHEET.radius}px ${SHEET.radius}px 0 0`,
        // The sheet's colour goes on below the safe area, as system sheets do.
        "box-shadow": bottom ? `0 ${bottom}px 0 ${paper(step)}` : "none",
      },
      present(image, actions, closeButton(step, SHEET.close, scene)),
    ),
  );
}

/** A banner stands at the bottom; an anchor whose side is `top` puts it at the top. */
function banner(draw: Draw): Node {
  const { step, scene, column } = draw;
  const width = bannerWidth(scene);
  const { insets } = scene.viewport;
  const { top, bottom, plusInset } = BANNER.margin[column];
  const edge = step.anchor?.side === "top" ? "top" : "bottom";
  const actions = buttonRow(pressables(draw.message, draw.index), BANNER.button, scene, {
    padding: `0 ${BANNER.button.row}px ${BANNER.button.row}px`,
  });
  const shown = pictures(step, scene);
  const line = step.content === "image"
    ? media(shown, scene, "contain", { height: width / imageRatio("banner", "image", shown.shape) })
    : bannerLine(draw);
  return stage(
    draw,
    {
      "align-items": edge === "top" ? "flex-start" : "flex-end",
      padding: `${top + plusInset * insets.top}px ${insets.right}px ${bottom + plusInset * insets.bottom}px ${insets.left}px`,
    },
    card(draw, { width, "border-radius": BANNER.radius }, present(line, actions, closeButton(step, BANNER.close[column], scene))),
  );
}

function bannerLine({ step, scene, column }: Draw): Node {
  const close = BANNER.close[column];
  const end = closes(step, scene) ? close.size + close.inset : BANNER.padding;
  const title = words("title", step, BANNER.font, scene);
  const body = words("body", step, BANNER.font, scene, { "-webkit-line-clamp": `${BANNER.linesMax - (title ? 1 : 0)}` });
  const side = { width: BANNER.image, height: BANNER.image, "border-radius": BANNER.imageRadius, flex: "none" };
  const image = step.content === "image_text" ? media(pictures(step, scene), scene, "contain", side) : null;
  const { padding, gap } = BANNER;
  return node("line", {
    style: { "min-height": BANNER.height, gap, padding: `${padding}px`, "padding-inline-end": end },
    children: present(image, node("text", { children: present(title, body) })),
  });
}

/** A tooltip is placed by `mount`, which knows where its target is. */
function tooltip(draw: Draw): Node {
  const { step, scene } = draw;
  const { padding } = TOOLTIP;
  const actions = buttonRow(pressables(draw.message, draw.index), TOOLTIP.button, scene, { padding: TOOLTIP.button.row });
  const end = closes(step, scene) ? TOOLTIP.close.size : padding;
  const title = words("title", step, TOOLTIP.title, scene, { "margin-bottom": step.body.text ? TOOLTIP.titleToBody : 0 });
  const body = words("body", step, TOOLTIP.body, scene);
  const text = node("text", {
    style: { padding: `${padding}px ${padding}px ${actions ? 0 : padding}px`, "padding-inline-end": end },
    children: present(title, body),
  });
  const widthMax = Math.min(TOOLTIP.widthMax, scene.viewport.width - 2 * TOOLTIP.edge);
  const arrow = node("arrow", { style: { width: TOOLTIP.arrow * 2, height: TOOLTIP.arrow * 2, background: paper(step) } });
  return stage(
    draw,
    { padding: 0 },
    card(
      draw,
      { "max-width": widthMax, "border-radius": TOOLTIP.radius },
      present(arrow, text, actions, closeButton(step, TOOLTIP.close, scene)),
    ),
  );
}
