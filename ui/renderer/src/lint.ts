/** What is wrong with a message as it was laid out on one device. */
import type { Drawn, View } from "./mount";
import { hasImage, imageRatio, pictures } from "./scene";

/** One imperfection of a real layout. */
export interface Lint {
  readonly code:
    | "text_scrolls"
    | "text_cut"
    | "label_cut"
    | "part_cut"
    | "low_contrast"
    | "image_ratio"
    | "image_upscaled"
    | "image_missing"
    | "image_borrowed"
    | "layout_unsupported"
    | "anchor_unmatched"
    | "tooltip_no_room";
  /** The part, as named by `boxes`. */
  readonly part: string;
  readonly message: string;
}

/** What the layout alone does not tell. */
export interface Drawing {
  readonly drawn: Drawn;
  /** The selector of a tooltip's target as it was written; a preview points at a stand-in. */
  readonly anchor: string;
  /** Device pixels per CSS px of the device, not of the screen that it is previewed on. */
  readonly pixelRatio: number;
}

/** WCAG AA: 4.5 : 1, or 3 : 1 for large text (24 px, or 18.66 px bold) and for what is no text. */
const CONTRAST_LEAST = 4.5;
const CONTRAST_LEAST_LARGE = 3;
/** An image may differ this much from its box before it is called another ratio. */
const RATIO_TOLERANCE = 0.02;
/** Layout is in fractions of a pixel; nobody sees less than this. */
const SEEN_PX = 1;

/** Looks over a drawn message. */
export function lint(root: ShadowRoot, { message, step: index, scene }: View, { drawn, anchor, pixelRatio }: Drawing): readonly Lint[] {
  const step = message.steps[index];
  if (!step) return [];
  const found: Lint[] = [];
  if (step.layout === "tooltip") {
    if (scene.platform === "ios" || scene.platform === "android") {
      found.push({ code: "layout_unsupported", part: "card", message: "tooltips show on the web only" });
    } else if (drawn === "no_target" || !isSelector(anchor)) {
      found.push({ code: "anchor_unmatched", part: "card", message: anchor ? `nothing on the page matches "${anchor.slice(0, 40)}"` : "the tooltip has no target" });
    }
    if (drawn === "no_room") found.push({ code: "tooltip_no_room", part: "card", message: "no side of the target has room for the tooltip, so it is not shown" });
  }
  if (drawn !== "drawn") return found;
  found.push(...texts(root), ...labels(root), ...parts(root), ...contrasts(root));
  if (!hasImage(step.content) && step.layout !== "bottom_sheet") return found;
  const { images: shown, shape } = pictures(step, scene);
  const borrowed = shown.length > 0 && step.images[shape].length === 0;
  if (borrowed) {
    const message = `no ${scene.orientation} image: the other orientation's image stands in`;
    found.push({ code: "image_borrowed", part: "image", message });
  }
  const ratio = imageRatio(step.layout, step.content, shape);
  return [...found, ...images(root, borrowed ? null : ratio, pixelRatio)];
}

function isSelector(anchor: string): boolean {
  try {
    document.createDocumentFragment().querySelector(anchor);
    return true;
  } catch {
    return false;
  }
}

function texts(root: ShadowRoot): Lint[] {
  const text = root.querySelector<HTMLElement>(".text");
  if (!text) return [];
  const scrolls = text.scrollHeight > text.clientHeight + SEEN_PX && getComputedStyle(text).overflowY === "auto";
  const cut = [...text.children].filter((part) => part.scrollHeight > part.clientHeight + SEEN_PX || part.scrollWidth > part.clientWidth + SEEN_PX);
  return [
    ...(scrolls ? [{ code: "text_scrolls" as const, part: "text", message: "the text does not fit and has to be scrolled" }] : []),
    ...cut.map((part) => ({ code: "text_cut" as const, part: part.className, message: `the ${part.className} is cut off` })),
  ];
}

function labels(root: ShadowRoot): Lint[] {
  const found: Lint[] = [];
  root.querySelectorAll<HTMLElement>(".label").forEach((label, at) => {
    if (label.scrollWidth <= label.clientWidth && label.scrollHeight <= label.clientHeight + SEEN_PX) return;
    found.push({ code: "label_cut", part: `button${at}`, message: `the label "${(label.textContent ?? "").slice(0, 40)}" is cut off` });
  });
  return found;
}

/** Parts that reach over the card's edge, or over the screen's, on a screen too small for them. */
function parts(root: ShadowRoot): Lint[] {
  const card = root.querySelector(".card")?.getBoundingClientRect();
  if (!card) return [];
  const [width, height] = [innerWidth, innerHeight];
  const edges = {
    left: Math.max(card.left, 0) - SEEN_PX,
    top: Math.max(card.top, 0) - SEEN_PX,
    right: Math.min(card.right, width) + SEEN_PX,
    bottom: Math.min(card.bottom, height) + SEEN_PX,
  };
  return ["image", "text", "actions", "close"].flatMap((part) => {
    const box = root.querySelector(`.${part}`)?.getBoundingClientRect();
    const within = !box || (box.left >= edges.left && box.top >= edges.top && box.right <= edges.right && box.bottom <= edges.bottom);
    return within ? [] : [{ code: "part_cut" as const, part, message: `there is no room for the ${NAMES[part] ?? part}` }];
  });
}

const NAMES: Readonly<Record<string, string>> = { actions: "buttons", close: "×" };

function images(root: ShadowRoot, ratio: number | null, pixelRatio: number): Lint[] {
  const found: Lint[] = [];
  if (root.querySelector(".missing,.broken")) found.push({ code: "image_missing", part: "image", message: "there is no image to show" });
  root.querySelectorAll<HTMLImageElement>(".picture").forEach((image, at) => {
    const { naturalWidth: width, naturalHeight: height } = image;
    if (!width || !height) return;
    const part = `slide${at}`;
    if (ratio && Math.abs(width / height / ratio - 1) > RATIO_TOLERANCE) {
      found.push({ code: "image_ratio", part, message: `the image is ${width}×${height}, its box wants ${spoken(ratio)}` });
    }
    const scales = [image.clientWidth / width, image.clientHeight / height];
    const covers = getComputedStyle(image).objectFit === "cover";
    const scale = (covers ? Math.max(...scales) : Math.min(...scales)) * pixelRatio;
    if (scale > 1.01) {
      found.push({ code: "image_upscaled", part, message: `the image is enlarged ${scale.toFixed(1)} times on this screen` });
    }
  });
  return found;
}

const SPOKEN: readonly (readonly [number, string])[] = [
  [2 / 3, "2:3"],
  [3 / 2, "3:2"],
  [29 / 10, "29:10"],
  [288 / 84, "24:7"],
  [1, "1:1"],
  [9 / 16, "9:16"],
  [16 / 9, "16:9"],
];

function spoken(ratio: number): string {
  return SPOKEN.find(([value]) => Math.abs(value - ratio) < 1e-9)?.[1] ?? ratio.toFixed(2);
}

function contrasts(root: ShadowRoot): Lint[] {
  const card = root.querySelector(".card");
  if (!card) return [];
  // A card that lets the page through is judged on a white one.
  const paper = over(rgba(getComputedStyle(card).backgroundColor), WHITE);
  const found: Lint[] = [];
  const seen = (part: string, element: Element, behind: Rgba, least: number) => {
    const value = contrast(over(rgba(getComputedStyle(element).color), behind), behind);
    if (value >= least) return;
    const name = NAMES[part] ?? part.replace(/(\d+)$/, " $1");
    found.push({ code: "low_contrast", part, message: `contrast of the ${name} is ${value.toFixed(1)}, AA wants ${least}` });
  };
  for (const part of ["title", "body"]) {
    const element = root.querySelector(`.${part}`);
    if (element) seen(part, element, paper, leastFor(element));
  }
  root.querySelectorAll(".button").forEach((button, at) => {
    const fill = over(rgba(getComputedStyle(button).backgroundColor), paper);
    seen(`button${at}`, button, fill, leastFor(button));
  });
  // What lies under an × over a picture is not known.
  const close = root.querySelector(".close");
  if (close && !root.querySelector(".card>.image")) seen("close", close, paper, CONTRAST_LEAST_LARGE);
  return found;
}

/** How much contrast a text needs: less where it is large. */
function leastFor(element: Element): number {
  const { fontSize, fontWeight } = getComputedStyle(element);
  const size = parseFloat(fontSize);
  return size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700) ? CONTRAST_LEAST_LARGE : CONTRAST_LEAST;
}

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];
const WHITE: Rgba = [255, 255, 255, 1];

function rgba(css: string): Rgba {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

function over([red, green, blue, alpha]: Rgba, behind: Rgba): Rgba {
  const mix = (front: number, back: number) => front * alpha + back * (1 - alpha);
  return [mix(red, behind[0]), mix(green, behind[1]), mix(blue, behind[2]), 1];
}

/** Contrast ratio of WCAG 2.2. */
function contrast(one: Rgba, other: Rgba): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance([red, green, blue]: Rgba): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
