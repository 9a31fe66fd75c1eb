/** Where a step is shown, and the sizes that follow from it: arithmetic only. */
import type { Content } from "../../contract/Content";
import type { Image } from "../../contract/Image";
import type { Layout } from "../../contract/Layout";
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import type { Step } from "../../contract/Step";
import type { Viewport } from "./devices";
import { BANNER, HEIGHT_MARGINS, IMAGE_RATIO, LINE_HEIGHT, MODAL, SHEET, family } from "./metrics";

/** Everything about the screen that a message's looks depend on. */
export interface Scene {
  readonly platform: Platform;
  readonly orientation: Orientation;
  readonly viewport: Viewport;
  /** Addresses of pictures by their hash. */
  readonly assets: Readonly<Record<string, string>>;
  /** 1 to 2: the person's text size. */
  readonly fontScale: number;
  readonly direction: "ltr" | "rtl";
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);

/** Height that is free between the safe areas, less the margins a message keeps. */
function heightFree({ viewport: { height, insets } }: Scene): number {
  return Math.max(0, height - insets.top - insets.bottom - HEIGHT_MARGINS);
}

/** Width of a modal's card. */
export function modalWidth({ platform, orientation, viewport: { width, insets } }: Scene): number {
  const column = family(platform);
  const sides = column === "ios" ? insets.left + insets.right : 0;
  const widthMax = MODAL.widthMax[column][orientation];
  return Math.min(width, clamp(width - MODAL.sideMargins - sides, MODAL.widthMin, widthMax));
}

/** Height that a modal's card may have at most. */
export function modalHeightMax(scene: Scene): number {
  const column = family(scene.platform);
  return Math.min(MODAL.heightMax[column], scene.viewport.height * MODAL.heightShare[column], heightFree(scene));
}

/** Width of a bottom sheet. */
export function sheetWidth({ viewport: { width, insets } }: Scene): number {
  return Math.min(SHEET.widthMax, width - insets.left - insets.right);
}

/** Height that a bottom sheet may have at most. */
export function sheetHeightMax(scene: Scene): number {
  return heightFree(scene);
}

/** Width of a banner. */
export function bannerWidth({ viewport: { width, insets } }: Scene): number {
  return Math.min(BANNER.width, width - insets.left - insets.right - 2 * BANNER.sideMargin);
}

/** The pictures of a step in this orientation, and the orientation their box is made for. */
export interface Pictures {
  readonly images: readonly Image[];
  readonly shape: Orientation;
  /** Whether pictures made for the other orientation stand in. */
  readonly borrowed: boolean;
}

/**
 * Picks the pictures: those of the orientation, else those of the other one. A desktop has no
 * orientation: it takes the landscape pictures with their box where there are any.
 */
export function pictures({ images }: Step, { platform, orientation }: Scene): Pictures {
  if (platform === "pc_web") {
    const shape = images.landscape.length > 0 ? "landscape" : "portrait";
    return { images: images[shape], shape, borrowed: false };
  }
  const own = images[orientation];
  const other = images[orientation === "portrait" ? "landscape" : "portrait"];
  const borrowed = own.length === 0 && other.length > 0;
  return { images: borrowed ? other : own, shape: orientation, borrowed };
}

const WITH_IMAGE: readonly Content[] = ["image", "image_button", "image_text_button", "image_text"];
const WITH_TEXT: readonly Content[] = ["image_text_button", "text_button", "image_text", "text"];
const WITH_BUTTONS: readonly Content[] = ["image_button", "image_text_button", "text_button"];

/** Whether a content has a picture. */
export const hasImage = (content: Content): boolean => WITH_IMAGE.includes(content);
/** Whether a content has texts. */
export const hasText = (content: Content): boolean => WITH_TEXT.includes(content);
/** Whether a content has buttons of its own. */
export const hasButtons = (content: Content): boolean => WITH_BUTTONS.includes(content);

/** Width : height that a picture of this step should have in this orientation. */
export function imageRatio(layout: Layout, content: Content, shape: Orientation): number {
  if (layout === "bottom_sheet") return IMAGE_RATIO.bottom_sheet[shape];
  if (layout === "full_screen") return IMAGE_RATIO.full_screen[shape];
  if (layout === "banner") return (content === "image" ? IMAGE_RATIO.banner : IMAGE_RATIO.square)[shape];
  const { image, image_button, image_text_button } = IMAGE_RATIO.modal;
  return (content === "image" ? image : content === "image_button" ? image_button : image_text_button)[shape];
}

/** Height of one line of a text of this size. */
export function lineHeight(font: number, { fontScale }: Scene): number {
  return font * fontScale * LINE_HEIGHT;
}
