/**
 * The one table of sizes. The renderer draws from it, the geometry tests compare with it and
 * the documentation quotes it; a number that is not here is not a size of a message.
 *
 * It has three columns. What they share is in the constants `MODAL`, `SHEET`, …; where the
 * platforms differ the number is in the columns `IOS`, `ANDROID` and `WEB`. Android and iOS
 * carry the numbers of the public SDKs; nobody publishes any for the web, so that column is ours.
 *
 * Units are CSS pixels (1 dp = 1 pt = 1 CSS px), times are milliseconds.
 */
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";

/** A number per orientation. */
export type PerOrientation = Readonly<Record<Orientation, number>>;

/** How the buttons of one layout look; their label is bold. */
export interface ButtonMetrics {
  readonly font: number;
  /** The least height: what a label of one line makes higher at a large text size grows. */
  readonly height: number;
  /** A label wraps until the button is this high; 0 where it never wraps. */
  readonly heightMax: number;
  readonly widthMin: number;
  readonly paddingX: number;
  readonly paddingY: number;
  readonly radius: number;
  readonly gap: number;
  /** Padding of the row around the buttons, as CSS has it. */
  readonly row: string;
}

/** The × in the corner: its box, the glyph in it, its distance from the corner. */
export interface CloseMetrics {
  readonly size: number;
  readonly glyph: number;
  readonly inset: number;
}

/** What differs between platforms. */
export interface Column {
  /** System fonts first; Inter and Roboto are brought by the preview page where they are missing. */
  readonly fonts: string;
  /** What lies between the page and a message that takes the whole attention. */
  readonly scrim: string;
  readonly modal: {
    readonly widthMax: PerOrientation;
    /** 1 where the safe areas at the sides come off the width, else 0. */
    readonly minusInsets: number;
    /** Limits on the height beside the safe areas: an absolute one and a share of the viewport. */
    readonly heightMax: number;
    readonly heightShare: number;
    /** Between title and body: a distance, and lines of the body, which grow with the font. */
    readonly titleToBody: number;
    readonly titleToBodyLines: number;
    readonly button: ButtonMetrics;
    readonly close: CloseMetrics;
  };
  readonly banner: {
    /** From the viewport's edge; `plusInsets` is 1 where the safe area is added, else 0. */
    readonly top: number;
    readonly bottom: number;
    readonly plusInsets: number;
    readonly close: CloseMetrics;
  };
}

const BUTTON: ButtonMetrics = { font: 14, height: 48, heightMax: 0, widthMin: 0, paddingX: 8, paddingY: 0, radius: 4, gap: 8, row: "16px" };
const SMALL_CLOSE: CloseMetrics = { size: 32, glyph: 14, inset: 0 };
const UNLIMITED = 1e6;

export const IOS: Column = {
  fonts: '-apple-system,BlinkMacSystemFont,"SF Pro Text",Inter,"Helvetica Neue",Arial,sans-serif',
  scrim: "#1c1c1c80",
  modal: {
    widthMax: { portrait: 380, landscape: 380 },
    minusInsets: 1,
    heightMax: 720,
    heightShare: 1,
    titleToBody: 0,
    titleToBodyLines: 1,
    button: { font: 16, height: 36, heightMax: 56, widthMin: 80, paddingX: 16, paddingY: 8, radius: 4, gap: 8, row: "16px" },
    close: { size: 52, glyph: 20, inset: 0 },
  },
  banner: { top: 84, bottom: 84, plusInsets: 0, close: { size: 20, glyph: 12, inset: 6 } },
};

export const ANDROID: Column = {
  fonts: 'Roboto,"Noto Sans",Arial,sans-serif',
  scrim: "#1c1c1c80",
  modal: {
    widthMax: { portrait: 450, landscape: 360 },
    minusInsets: 0,
    heightMax: UNLIMITED,
    heightShare: 1,
    titleToBody: 0,
    titleToBodyLines: 0,
    button: BUTTON,
    close: { size: 40, glyph: 16, inset: 0 },
  },
  banner: { top: 32, bottom: 84, plusInsets: 1, close: SMALL_CLOSE },
};

export const WEB: Column = {
  fonts: '-apple-system,BlinkMacSystemFont,"Segoe UI",Inter,Roboto,"Helvetica Neue",Arial,sans-serif',
  scrim: "#1c1c1c80",
  modal: {
    widthMax: { portrait: 450, landscape: 450 },
    minusInsets: 0,
    heightMax: UNLIMITED,
    heightShare: 0.9,
    titleToBody: 8,
    titleToBodyLines: 0,
    button: { ...BUTTON, font: 16 },
    close: { size: 40, glyph: 20, inset: 0 },
  },
  banner: { top: 24, bottom: 24, plusInsets: 1, close: SMALL_CLOSE },
};

/** The column that a platform reads: both web platforms share one. */
export function columnOf(platform: Platform): Column {
  return platform === "ios" ? IOS : platform === "android" ? ANDROID : WEB;
}

/** Around every button, as part of its padding. */
export const BUTTON_BORDER = 1;

/** Line height as a multiple of the font size, for every text. */
export const LINE_HEIGHT = 1.25;

/** Kept free above and below a message that is as high as can be, both together. */
export const HEIGHT_MARGINS = 32;

export const MODAL = {
  /** The card keeps this much of the viewport's width free, both sides together. */
  sideMargins: 64,
  widthMin: 320,
  radius: 8,
  /** At the top and the sides; at the bottom too where no buttons follow. */
  textPadding: 16,
  /** A text that has to scroll keeps at least this height. */
  textHeightMin: 48,
  title: 20,
  body: 16,
  /** Width : height of the image box, without texts and with them. */
  imageRatio: { portrait: 2 / 3, landscape: 3 / 2 },
  imageRatioWithText: 29 / 10,
  fade_ms: 100,
} as const;

export const SHEET = {
  widthMax: 540,
  radius: 16,
  imageRatio: 3 / 2,
  button: { ...BUTTON, height: 44, radius: 0, gap: 0, row: "0" },
  close: { size: 52, glyph: 20, inset: 0 },
  slide_ms: 300,
} as const;

export const FULL = {
  /** Texts and buttons stay readable on a wide screen: they are centred in this width. */
  contentWidthMax: 540,
} as const;

/** Width : height that pictures of a full screen should have; they fill what texts and buttons leave, and are cropped to it. */
export const FULL_IMAGE_RATIO: PerOrientation = { portrait: 9 / 16, landscape: 16 / 9 };

export const BANNER = {
  width: 340,
  height: 84,
  /** Kept free on each side where the viewport is narrower than the banner. */
  sideMargin: 8,
  radius: 8,
  padding: 12,
  /** Width : height of a banner that is all image. */
  imageRatio: 288 / 84,
  /** Side of the square image beside a text. */
  image: 60,
  imageRadius: 4,
  gap: 8,
  font: 14,
  linesMax: 3,
  /** A banner with a call to action or a next step gets a row below its 84 px. */
  button: { ...BUTTON, height: 32, paddingX: 12, row: "0 12px 12px" },
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
  button: { ...BUTTON, height: 36, paddingX: 12 },
  close: SMALL_CLOSE,
} as const;

export const BADGE = { width: 46, height: 20, inset: 16, font: 10, color: "#ffffff", background: "#1c1c1c80" } as const;
