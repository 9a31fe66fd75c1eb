/** The parts that layouts are put together from: pictures, texts, buttons, the ×. */
import type { Image } from "../../contract/Image";
import type { Message } from "../../contract/Message";
import type { Step } from "../../contract/Step";
import { BADGE, type ButtonMetrics, type CloseMetrics } from "./metrics";
import { assetUrl, safeColor, safeText } from "./safety";
import { type Pictures, type Scene, hasButtons, hasImage, lineHeight, pictures } from "./scene";
import { type Gesture, type Node, type Style, node, present } from "./tree";

/** Colours of what a designer left open. */
export const INK = "#1c1c1c";
const PAPER = "#ffffff";

/** A button as it is drawn: from the step, its call to action, or added for the flow. */
export interface Pressable {
  readonly label: string;
  readonly color: string;
  readonly background: string;
  readonly border: string;
  readonly gesture: Gesture;
}

/** Whether white or dark stands out on a colour, by its relative luminance. */
function inkOn(background: string): string {
  const hex = background.length < 6 ? background.replace(/[\da-f]/gi, "$&$&") : background;
  const [red = 1, green = 1, blue = 1] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.3 ? INK : PAPER;
}

/** The card's colour. */
export function paper(step: Step): string {
  return safeColor(step.background, PAPER);
}

function filled(step: Step, label: string, gesture: Gesture): Pressable {
  const background = inkOn(paper(step));
  return { label, color: background === INK ? PAPER : INK, background, border: background, gesture };
}

/**
 * The buttons of a step, two at most. A step of several ends with "Next" or "Done" unless a
 * button of its own does that; a content without buttons has its call to action instead.
 */
export function pressables(message: Message, index: number): readonly Pressable[] {
  const step = message.steps[index];
  if (!step) return [];
  const own = hasButtons(step.content)
    ? step.buttons.map(({ name, text, text_color, background, border_color, action }) => ({
        label: safeText(text),
        color: safeColor(text_color, INK),
        background: safeColor(background, "transparent"),
        border: safeColor(border_color, "transparent"),
        gesture: { type: "press" as const, name: safeText(name), action },
      }))
    : step.cta
      ? [filled(step, safeText(step.cta.label), callToAction(step.cta))]
      : [];
  if (message.steps.length < 2) return own.slice(0, 2);
  const onward = index < message.steps.length - 1 ? "next" : "done";
  if (own.some(({ gesture }) => gesture.type === "press" && gesture.action.type === onward)) return own.slice(0, 2);
  const label = onward === "next" ? "Next" : "Done";
  return [...own.slice(0, 1), filled(step, label, { type: "press", name: onward, action: { type: onward } })];
}

function callToAction({ name, url }: { name: string; url: string }): Gesture {
  return { type: "press", name: safeText(name) || "cta", action: { type: "link", url, open_in: "same_window", dismiss_on_click: true } };
}

/** A row of buttons of equal width; `null` where there are none. */
export function buttonRow(pressed: readonly Pressable[], metrics: ButtonMetrics, scene: Scene, row: Style): Node | null {
  if (pressed.length === 0) return null;
  const line = lineHeight(metrics.font, scene);
  const lines = Math.max(1, Math.floor((metrics.heightMax - 2 * metrics.paddingY) / line));
  const wraps = metrics.paddingY > 0;
  const buttons = pressed.map(({ label, color, background, border, gesture }) =>
    node("button", {
      tag: "button",
      attrs: { type: "button", "aria-label": label },
      gesture,
      style: {
        [wraps ? "min-height" : "height"]: metrics.height,
        "min-width": metrics.widthMin,
        padding: `${Math.max(0, metrics.paddingY - 1)}px ${Math.max(0, metrics.paddingX - 1)}px`,
        "border-radius": metrics.radius,
        "border-color": border,
        color,
        background,
        "font-size": metrics.font * scene.fontScale,
      },
      children: [node(wraps ? "label lines" : "label", { tag: "span", text: label, style: wraps ? { "-webkit-line-clamp": `${lines}` } : {} })],
    }),
  );
  return node("actions", { style: { gap: metrics.gap, ...row }, children: buttons });
}

/** Title or body; `null` where nothing is written. */
export function words(part: "title" | "body", step: Step, font: number, scene: Scene, style: Style = {}): Node | null {
  const { text, color } = step[part];
  if (!safeText(text)) return null;
  return node(part, { text: safeText(text), style: { "font-size": font * scene.fontScale, color: safeColor(color, INK), ...style } });
}

/** Whether the × is drawn: not over a carousel, whose badge stands in its place. */
export function closes(step: Step, scene: Scene): boolean {
  return step.close.shown && !(hasImage(step.content) && pictures(step, scene).images.length > 1);
}

/** The ×; `null` where it is not drawn. */
export function closeButton(step: Step, metrics: CloseMetrics, scene: Scene): Node | null {
  if (!closes(step, scene)) return null;
  return node("close", {
    tag: "button",
    attrs: { type: "button", "aria-label": "Close" },
    gesture: { type: "close" },
    style: { width: metrics.size, height: metrics.size, top: metrics.inset, "inset-inline-end": metrics.inset, color: safeColor(step.close.color, INK) },
    children: [node("glyph", { tag: "span", style: { width: metrics.glyph, height: metrics.glyph } })],
  });
}

function picture(image: Image | null, scene: Scene): Node {
  const url = image && assetUrl(scene.assets, image.asset);
  const alt = safeText(image?.alt);
  const drawn = url
    ? node("picture", { tag: "img", attrs: { src: url, alt, draggable: "false" } })
    : node("missing", { attrs: { role: "img", "aria-label": alt || "Missing image" } });
  const link = image?.link;
  if (!image || !link) return node("slide", { children: [drawn] });
  const gesture: Gesture = { type: "press", name: safeText(image.name), action: { type: "link", ...link } };
  return node("slide", { tag: "button", attrs: { type: "button", "aria-label": alt || "Image" }, gesture, children: [drawn] });
}

/** The picture box, a carousel where there are several, with its badge. */
export function media({ images }: Pictures, scene: Scene, fit: "contain" | "cover", style: Style): Node {
  const slides = (images.length > 0 ? images : [null]).map((image) => picture(image, scene));
  if (slides.length < 2) return node(`image ${fit}`, { style, children: slides });
  const track = node("track", { attrs: { tabindex: "0", role: "group", "aria-roledescription": "carousel" }, children: slides });
  const badge = node("badge", {
    text: `1 / ${slides.length}`,
    attrs: { "aria-hidden": "true" },
    style: {
      top: BADGE.inset,
      "inset-inline-end": BADGE.inset,
      width: BADGE.width,
      height: BADGE.height,
      "line-height": `${BADGE.height}px`,
      "font-size": BADGE.font,
      color: BADGE.color,
      background: BADGE.background,
    },
  });
  return node(`image ${fit}`, { style, children: present(track, badge) });
}
