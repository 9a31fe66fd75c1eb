/** The parts that layouts are put together from: pictures, texts, buttons, the ×. */
import type { Button } from "../../contract/Button";
import type { Image } from "../../contract/Image";
import type { Message } from "../../contract/Message";
import type { Step } from "../../contract/Step";
import { BADGE, BUTTON_BORDER, type ButtonMetrics, type CloseMetrics } from "./metrics";
import { assetUrl, safeColor, safeText } from "./safety";
import { type Pictures, type Scene, hasButtons, hasImage, lineHeight } from "./scene";
import { type Gesture, type Node, type Style, node, px } from "./tree";

/** What a step is drawn with. */
export interface Draw {
  readonly step: Step;
  readonly scene: Scene;
  readonly pictures: Pictures;
  readonly buttons: readonly Button[];
}

/** Colours of what a designer left open. */
const INK = "#1c1c1c";
const PAPER = "#ffffff";

/** What the × and Escape do. */
export const CLOSE: Gesture = { name: null, action: { type: "close" } };

/** Whether white or dark stands out on a colour: by ten times its luma, 0 to 2550 (ITU-R BT.601, rounded). */
function inkOn(background: string): string {
  const hex = background.length < 6 ? background.replace(/\w/g, "$&$&") : background;
  const part = (at: number) => parseInt(hex.slice(at, at + 2), 16);
  return 3 * part(1) + 6 * part(3) + part(5) > 1500 ? INK : PAPER;
}

/** The card's colour. */
export function paper(step: Step): string {
  return safeColor(step.background, PAPER);
}

/** A button that no designer has coloured: it stands out on the card. */
function filled(step: Step, name: string, text: string, action: Button["action"]): Button {
  const background = inkOn(paper(step));
  return { name, text, action, background, border_color: background, text_color: background === INK ? PAPER : INK };
}

/**
 * The buttons of a step, two at most. A step of several ends with "Next" or "Done" unless a
 * button of its own does that; a content without buttons has its call to action instead.
 */
export function buttonsOf({ steps }: Message, index: number, step: Step): readonly Button[] {
  const { cta } = step;
  const action = { type: "link", url: cta?.url ?? "", open_in: "same_window", dismiss_on_click: true } as const;
  const own = hasButtons(step.content) ? step.buttons : cta ? [filled(step, cta.name || "cta", cta.label, action)] : [];
  const type = index + 1 < steps.length ? "next" : "done";
  if (steps.length < 2 || own.some((button) => button.action.type === type)) return own.slice(0, 2);
  return [...own.slice(0, 1), filled(step, type, type === "next" ? "Next" : "Done", { type })];
}

/** The row of buttons, of equal width; `null` where there are none. */
export function buttonRow({ buttons, scene }: Draw, metrics: ButtonMetrics): Node | null {
  if (buttons.length === 0) return null;
  const { height, heightMax, paddingX, paddingY, font, gap, row } = metrics;
  const lines = Math.max(1, Math.floor((heightMax - 2 * paddingY) / lineHeight(font, scene)));
  const children = buttons.map(({ name, text, text_color, background, border_color, action }) =>
    node("button", {
      tag: "button",
      gesture: { name, action },
      style: {
        "min-height": height,
        "min-width": metrics.widthMin,
        padding: px(Math.max(0, paddingY - BUTTON_BORDER), paddingX - BUTTON_BORDER),
        "border-radius": metrics.radius,
        "border-color": safeColor(border_color, "transparent"),
        color: safeColor(text_color, INK),
        background: safeColor(background, "transparent"),
        "font-size": font * scene.fontScale,
      },
      children: [node(heightMax ? "label lines" : "label", { tag: "span", text: safeText(text), style: heightMax ? { "-webkit-line-clamp": `${lines}` } : {} })],
    }),
  );
  return node("actions", { style: { gap, padding: row }, children });
}

/**
 * Title or body; `null` where nothing is written. WebKit lays lines out in whole pixels: the
 * rest of their height comes from raising the text in them.
 */
export function words({ step, scene }: Draw, part: "title" | "body", font: number, style: Style = {}): Node | null {
  const { text, color } = step[part];
  if (!safeText(text)) return null;
  const height = lineHeight(font, scene);
  const rest = height % 1;
  return node(part, {
    style: { "font-size": font * scene.fontScale, "line-height": height - rest, color: safeColor(color, INK), ...style },
    children: [node("words", { tag: "span", text, style: { "vertical-align": rest } })],
  });
}

/** Whether the × is drawn: not over a carousel, whose badge stands in its place. */
export function closes({ step, pictures }: Draw): boolean {
  return step.close.shown && !(hasImage(step.content) && pictures.images.length > 1);
}

/** The ×; `null` where it is not drawn. */
export function closeButton(draw: Draw, { size, glyph, inset }: CloseMetrics): Node | null {
  if (!closes(draw)) return null;
  return node("close", {
    tag: "button",
    attrs: { "aria-label": "Close" },
    gesture: CLOSE,
    style: { width: size, height: size, top: inset, "inset-inline-end": inset, color: safeColor(draw.step.close.color, INK) },
    children: [node("glyph", { tag: "span", style: { width: glyph, height: glyph } })],
  });
}

function picture(image: Image | null, scene: Scene): Node {
  const src = image && assetUrl(scene.assets, image.asset);
  const alt = safeText(image?.alt);
  const drawn = src
    ? node("picture", { tag: "img", attrs: { src, alt } })
    : node("missing", { attrs: { role: "img", "aria-label": alt || "Image" } });
  const link = image?.link;
  if (!link) return node("slide", { children: [drawn] });
  const gesture: Gesture = { name: image.name, action: { type: "link", ...link } };
  return node("slide", { tag: "button", attrs: { "aria-label": alt || "Image" }, gesture, children: [drawn] });
}

/** The picture box, a carousel where there are several, with its badge. */
export function media({ pictures: { images }, scene }: Draw, style: Style): Node {
  const slides = (images.length > 0 ? images : [null]).map((image) => picture(image, scene));
  if (slides.length < 2) return node("image", { style, children: slides });
  const { inset, font, height, width, color, background } = BADGE;
  return node("image", {
    style,
    children: [
      node("track", { attrs: { tabindex: "0", role: "group", "aria-label": "Images" }, children: slides }),
      node("badge", {
        text: `1 / ${slides.length}`,
        style: { top: inset, "inset-inline-end": inset, width, height, "line-height": `${height}px`, "font-size": font, color, background },
      }),
    ],
  });
}
