/** Messages and scenes for tests: everything has a sound value, each test changes what it is about. */
import type { Button } from "../../contract/Button";
import type { Message } from "../../contract/Message";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import { DEVICES, type Scene, metrics, viewport } from "../src/index";

/** A picture that `scene` knows, and its hash. */
export const ASSET = "a".repeat(64);
export const ASSET_URL = "https://assets.example/a.png";

export const image = { name: "image", asset: ASSET, alt: "A bowl of fruit", link: null };
export const link = { type: "link", url: "https://shop.example/sale", open_in: "same_window", dismiss_on_click: true } as const;

export function button(more: Partial<Button> = {}): Button {
  const colors = { text_color: "#ffffff", background: "#8a2552", border_color: "#8a2552" };
  return { name: "button_1", text: "See all", action: { type: "close" }, ...colors, ...more };
}

export function step(more: Partial<Step> = {}): Step {
  return {
    name: "step_1",
    layout: "modal",
    content: "image_text_button",
    images: { portrait: [image], landscape: [image] },
    title: { text: "Made slowly", color: "#3a1e3c" },
    body: { text: "Forty pieces for the table.", color: "#5d4a5f" },
    buttons: [button()],
    cta: null,
    background: "#fffaf5",
    close: { shown: true, color: "#3a1e3c" },
    anchor: null,
    ...more,
  };
}

export const message = (...steps: readonly Step[]): Message => ({ steps: [...steps] });

/** A preset in an orientation. */
export function scene(device: string, orientation: Orientation = "portrait", more: Partial<Scene> = {}): Scene {
  const preset = DEVICES.find(({ id }) => id === device);
  if (!preset) throw new Error(`no device ${device}`);
  const { platform } = preset;
  const looks = { platform, column: metrics.columnOf(platform), orientation, viewport: viewport(preset, orientation) };
  return { ...looks, assets: { [ASSET]: ASSET_URL }, fontScale: 1, direction: "ltr", ...more };
}

/** A viewport that is no preset's. */
export function custom(platform: Scene["platform"], width: number, height: number): Scene {
  const orientation = width > height ? "landscape" : "portrait";
  const insets = { top: 0, right: 0, bottom: 0, left: 0 };
  return { platform, column: metrics.columnOf(platform), orientation, viewport: { width, height, insets }, assets: {}, fontScale: 1, direction: "ltr" };
}
