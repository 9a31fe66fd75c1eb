/** The devices a message is previewed on: viewport in CSS px, pixel ratio and safe areas. */
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";

/** Safe areas of a viewport in CSS px. */
export interface Insets {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** One device; `width` × `height` as it is held upright (a desktop has only that). */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS px; the first is the usual one. */
  readonly ratios: readonly number[];
  readonly orientations: readonly Orientation[];
  readonly insets: Readonly<Record<Orientation, Insets>>;
}

/** A device in one orientation, as the renderer needs it. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
  readonly insets: Insets;
}

export const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

const inset = (top: number, bottom: number, side = 0): Insets => ({ top, right: side, bottom, left: side });
const BOTH: readonly Orientation[] = ["portrait", "landscape"];
const BARE = { portrait: NO_INSETS, landscape: NO_INSETS };
const NOTCH = { portrait: inset(59, 34), landscape: inset(0, 21, 59) };

export const DEVICES: readonly Device[] = [
  { id: "desktop", name: "Desktop 1440", platform: "pc_web", width: 1440, height: 900, ratios: [1, 2], orientations: ["landscape"], insets: BARE },
  { id: "laptop", name: "Laptop 1280", platform: "pc_web", width: 1280, height: 720, ratios: [1], orientations: ["landscape"], insets: BARE },
  { id: "mobile-web-small", name: "Mobile web, small", platform: "mobile_web", width: 360, height: 640, ratios: [3], orientations: BOTH, insets: BARE },
  { id: "mobile-web", name: "Mobile web, iPhone size", platform: "mobile_web", width: 390, height: 664, ratios: [3], orientations: BOTH, insets: BARE },
  { id: "iphone-se", name: "iPhone SE", platform: "ios", width: 375, height: 667, ratios: [2], orientations: BOTH, insets: { portrait: inset(20, 0), landscape: NO_INSETS } },
  { id: "iphone-15", name: "iPhone 15", platform: "ios", width: 393, height: 852, ratios: [3], orientations: BOTH, insets: NOTCH },
  { id: "iphone-15-pro-max", name: "iPhone 15 Pro Max", platform: "ios", width: 430, height: 932, ratios: [3], orientations: BOTH, insets: NOTCH },
  { id: "ipad-11", name: "iPad 11\"", platform: "ios", width: 834, height: 1194, ratios: [2], orientations: BOTH, insets: { portrait: inset(24, 20), landscape: inset(24, 20) } },
  { id: "android-small", name: "Android small", platform: "android", width: 360, height: 640, ratios: [2], orientations: BOTH, insets: { portrait: inset(24, 48), landscape: inset(24, 48) } },
  { id: "pixel-8", name: "Pixel 8", platform: "android", width: 412, height: 915, ratios: [2.625], orientations: BOTH, insets: { portrait: inset(24, 24), landscape: inset(24, 24) } },
  { id: "android-tablet", name: "Android tablet", platform: "android", width: 800, height: 1280, ratios: [2], orientations: BOTH, insets: { portrait: inset(24, 48), landscape: inset(24, 48) } },
];

/** The device turned to an orientation; one that has no other keeps its own. */
export function viewport(device: Device, orientation: Orientation): Viewport {
  const turned = orientation === "landscape" && device.orientations.includes("portrait");
  return {
    width: turned ? device.height : device.width,
    height: turned ? device.width : device.height,
    insets: device.insets[orientation],
  };
}
