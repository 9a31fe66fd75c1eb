/**
 * The one table of sizes. The renderer draws from it, the geometry tests compare with it and
 * the documentation quotes it; a number that is not here is not a size of a message.
 *
 * Units are CSS pixels (1 dp = 1 pt = 1 CSS px), times are milliseconds. Android and iOS carry
 * the numbers of the public SDKs; nobody publishes any for the web, so that column is ours.
 */
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";

/** The column of the table: both web platforms share one. */
export type Family = "ios" | "android" | "web";

/** Width : height of an image box, per orientation. */
export type Ratio = Readonly<Record<Orientation, number>>;

/** The column that a platform reads. */
export function family(platform: Platform): Family {
  return platform === "ios" || platform === "android" ? platform : "web";
}

const NEVER_PX = 1e6;

/** Line height as a multiple of the font size, for every text. */
export const LINE_HEIGHT = 1.25;

/** What is kept free above and below a message that is as high as can be, beside the insets. */
export const HEIGHT_MARGINS = 32;

/** System fonts first; Inter and Roboto are brought by the preview page where they are missing. */
export const FONTS: Readonly<Record<Family, string>> = {
  ios: '-apple-system,BlinkMacSystemFont,"SF Pro Text",Inter,"Helvetica Neue",Arial,sans-serif',
  android: 'Roboto,"Noto Sans",Arial,sans-serif',
  web: '-apple-system,BlinkMacSystemFont,"Segoe UI",Inter,Roboto,"Helvetica Neue",Arial,sans-serif',
};

/** What lies between the page and a message that takes the whole attention. */
export const SCRIM: Readonly<Record<Family, string>> = {
  ios: "rgba(28,28,28,.5)",
  android: "#1c1c1c80",
  web: "rgba(28,28,28,.5)",
};

/** How buttons of one layout look on one platform. */
export interface ButtonMetrics {
  /** Font size, always bold. */
  readonly font: number;
  /** Fixed height, or the least where a label may take several lines. */
  readonly height: number;
  /** A label wraps until the button is this high; equal to `height` where it never wraps. */
  readonly heightMax: number;
  readonly widthMin: number;
  readonly paddingX: number;
  readonly paddingY: number;
  readonly radius: number;
  readonly gap: number;
  /** Padding of the row around the buttons. */
  readonly row: number;
}

/** The × in the corner: its box, the glyph in it, its distance from the corner. */
export interface CloseMetrics {
  readonly size: number;
  readonly glyph: number;
  readonly inset: number;
}

const MODAL_BUTTON = { height: 48, heightMax: 48, widthMin: 0, paddingX: 8, paddingY: 0, radius: 4, gap: 8, row: 16 };

export const MODAL = {
  /** The card keeps this much of the viewport's width free, both sides together. */
  sideMargins: 64,
  widthMin: 320,
  widthMax: {
    ios: { portrait: 380, landscape: 380 },
    android: { portrait: 450, landscape: 360 },
    web: { portrait: 450, landscape: 450 },
  } satisfies Record<Family, Ratio>,
  /** Limits on the height beside the insets: an absolute one and a share of the viewport. */
  heightMax: { ios: 720, android: NEVER_PX, web: NEVER_PX },
  heightShare: { ios: 1, android: 1, web: 0.9 },
  radius: 8,
  textPadding: 16,
  /** A text that has to scroll keeps at least this height. */
  textHeightMin: 48,
  title: 20,
  body: 16,
  /** Between title and body; on iOS one blank line of the body, which grows with the font. */
  titleToBody: { ios: 0, android: 0, web: 8 },
  titleToBodyLines: { ios: 1, android: 0, web: 0 },
  button: {
    ios: { ...MODAL_BUTTON, font: 16, height: 36, heightMax: 56, widthMin: 80, paddingX: 16, paddingY: 8 },
    android: { ...MODAL_BUTTON, font: 14 },
    web: { ...MODAL_BUTTON, font: 16 },
  } satisfies Record<Family, ButtonMetrics>,
  close: {
    ios: { size: 52, glyph: 20, inset: 0 },
    android: { size: 40, glyph: 16, inset: 0 },
    web: { size: 40, glyph: 20, inset: 0 },
  } satisfies Record<Family, CloseMetrics>,
  fade_ms: 100,
} as const;

export const SHEET = {
  widthMax: 540,
  radius: 16,
  button: { font: 14, height: 44, heightMax: 44, widthMin: 0, paddingX: 8, paddingY: 0, radius: 0, gap: 0, row: 0 },
  close: { size: 52, glyph: 20, inset: 0 },
  slide_ms: 300,
} as const;

export const FULL = {
  /** Texts and buttons stay readable on a wide screen: they are centred in this width. */
  contentWidthMax: 540,
} as const;

export const BANNER = {
  width: 340,
  height: 84,
  /** Kept free on each side where the viewport is narrower than the banner. */
  sideMargin: 8,
  radius: 8,
  padding: 12,
  image: 60,
  imageRadius: 4,
  gap: 8,
  font: 14,
  linesMax: 3,
  close: {
    ios: { size: 20, glyph: 12, inset: 6 },
    android: { size: 32, glyph: 14, inset: 0 },
    web: { size: 32, glyph: 14, inset: 0 },
  } satisfies Record<Family, CloseMetrics>,
  /** From the viewport's edge; `plusInset` adds the safe area. */
  margin: {
    ios: { top: 84, bottom: 84, plusInset: 0 },
    android: { top: 32, bottom: 84, plusInset: 1 },
    web: { top: 24, bottom: 24, plusInset: 1 },
  },
  /** A banner with a call to action or a next step gets a row below its 84 px. */
  button: { font: 14, height: 32, heightMax: 32, widthMin: 0, paddingX: 12, paddingY: 0, radius: 4, gap: 8, row: 12 },
} as const;

export const TOOLTIP = {
  widthMax: 280,
  radius: 8,
  padding: 16,
  title: 16,
  body: 14,
  titleToBody: 4,
  /** Between the target and the tooltip; the arrow stands in it. */
  gap: 16,
  arrow: 8,
  /** Least distance from the viewport's edge. */
  edge: 4,
  button: { font: 14, height: 36, heightMax: 36, widthMin: 0, paddingX: 12, paddingY: 0, radius: 4, gap: 8, row: 16 },
  close: { size: 32, glyph: 14, inset: 0 },
} as const;

export const BADGE = { width: 46, height: 20, inset: 16, font: 10, color: "#ffffff", background: "#1c1c1c80" } as const;

const TALL: Ratio = { portrait: 2 / 3, landscape: 3 / 2 };
const both = (ratio: number): Ratio => ({ portrait: ratio, landscape: ratio });

/** Width : height of the image box; full screen gives the image what is left. */
export const IMAGE_RATIO = {
  modal: { image: TALL, image_button: TALL, image_text_button: both(29 / 10) },
  bottom_sheet: both(3 / 2),
  banner: both(288 / 84),
  full_screen: { portrait: 9 / 16, landscape: 16 / 9 } as Ratio,
  square: both(1),
} as const;
