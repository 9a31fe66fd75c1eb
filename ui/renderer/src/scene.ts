/** Where a step is shown, and the sizes that follow from it: arithmetic only. */
import type { Content } from "../../contract/Content";
import type { Image } from "../../contract/Image";
import type { Layout } from "../../contract/Layout";
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import type { Step } from "../../contract/Step";
import type { Viewport } from "./devices";
import { BANNER, type Column, FULL_IMAGE_RATIO, HEIGHT_MARGINS, LINE_HEIGHT, MODAL, SHEET } from "./metrics";

/** Everything about the screen that a message's looks depend on. */
export interface Scene {
  readonly platform: Platform;
  /** The platform's sizes: `columnOf(platform)`. */
  readonly column: Column;
  readonly orientation: Orientation;
  readonly viewport: Viewport;
  /** Addresses of pictures by their hash. */
  readonly assets: Readonly<Record<string, string>>;
  /** 1 to 2: the person's text size. */
  readonly fontScale: number;
  readonly direction: "ltr" | "rtl";
}

/** Height between the safe areas, less the margins a message keeps. */
export function heightFree({ viewport: { height, insets } }: Scene): number {
  return height - insets.top - insets.bottom - HEIGHT_MARGINS;
}

/** Width of a modal's card. */
export function modalWidth({ column: { modal }, orientation, viewport: { width, insets } }: Scene): number {
  const sides = MODAL.sideMargins + modal.minusInsets * (insets.left + insets.right);
  return Math.min(width, Math.max(Math.min(width - sides, modal.widthMax[orientation]), MODAL.widthMin));
}

/** Height that a modal's card may have at most. */
export function modalHeightMax(scene: Scene): number {
  const { heightMax, heightShare } = scene.column.modal;
  return Math.min(heightMax, scene.viewport.height * heightShare, heightFree(scene));
}

/** Width of a bottom sheet. */
export function sheetWidth({ viewport: { width, insets } }: Scene): number {
  return Math.min(SHEET.widthMax, width - insets.left - insets.right);
}

/** Width of a banner. */
export function bannerWidth({ viewport: { width, insets } }: Scene): number {
  return Math.min(BANNER.width, width - insets.left - insets.right - 2 * BANNER.sideMargin);
}

/** The pictures of a step in this orientation, and the orientation their box is made for. */
export interface Pictures {
  readonly images: readonly Image[];
  readonly shape: Orientation;
}

/**
 * Picks the pictures: those of the orientation, else those of the other one. A desktop has no
 * orientation: it takes the landscape pictures with their box where there are any.
 */
export function pictures({ images }: Step, { platform, orientation }: Scene): Pictures {
  const { portrait, landscape } = images;
  const shape = platform !== "pc_web" ? orientation : landscape.length > 0 ? "landscape" : "portrait";
  return { images: images[shape].length > 0 ? images[shape] : [...portrait, ...landscape], shape };
}

// A content is named by its parts.
/** Whether a content has a picture. */
export const hasImage = (content: Content): boolean => /image/.test(content);
/** Whether a content has texts. */
export const hasText = (content: Content): boolean => /text/.test(content);
/** Whether a content has buttons of its own. */
export const hasButtons = (content: Content): boolean => /button/.test(content);

/** Width : height that a picture of this step should have in this orientation. */
export function imageRatio(layout: Layout, content: Content, shape: Orientation): number {
  if (layout === "full_screen") return FULL_IMAGE_RATIO[shape];
  if (layout === "bottom_sheet") return SHEET.imageRatio;
  if (layout === "banner") return hasText(content) ? 1 : BANNER.imageRatio;
  return hasText(content) ? MODAL.imageRatioWithText : MODAL.imageRatio[shape];
}

/** Height of one line of a text of this size. */
export function lineHeight(font: number, { fontScale }: Scene): number {
  return font * fontScale * LINE_HEIGHT;
}
