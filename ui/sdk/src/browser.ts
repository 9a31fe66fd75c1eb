/** What the browser tells about itself, and how it opens a link. */
import type { Link } from "../../contract/Link";
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import type { Step } from "../../contract/Step";
import { NO_INSETS, type Scene, metrics } from "@rehearsal/renderer";

/** Which platform this is and how it is held. */
export function held(): { platform: Platform; orientation: Orientation } {
  const mobile = /Mobi|Android|iP(?:hone|ad|od)/.test(navigator.userAgent);
  return { platform: mobile ? "mobile_web" : "pc_web", orientation: innerWidth > innerHeight ? "landscape" : "portrait" };
}

/** The scene for a message's steps, their pictures served by `base`. */
export function scene(base: string, steps: readonly Step[]): Scene {
  const hashes = steps.flatMap(({ images }) => [...images.portrait, ...images.landscape]).map(({ asset }) => asset);
  return {
    ...held(),
    column: metrics.WEB,
    viewport: { width: innerWidth, height: innerHeight, insets: NO_INSETS },
    assets: Object.fromEntries(hashes.map((hash) => [hash, `${base}/api/v1/assets/${hash}`])),
    fontScale: 1,
    direction: getComputedStyle(document.documentElement).direction === "rtl" ? "rtl" : "ltr",
  };
}

/** Opens a link that the renderer found safe; the other window learns nothing of this one. */
export function open({ url, open_in }: Link): void {
  if (open_in === "same_window") location.assign(url);
  else window.open(url, "_blank", open_in === "new_window" ? "noopener,noreferrer,popup" : "noopener,noreferrer");
}
