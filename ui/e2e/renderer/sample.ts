/** The message whose boxes are known: one line of title, one of body, two buttons, an ×. */
import type { Button } from "../../contract/Button";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import type { Show } from "../../renderer/src/frame";
import { DEVICES, viewport } from "../../renderer/src/index";
import { png } from "./stage";

const SHAPES = { tall: [200, 300], wide: [300, 200], broad: [290, 100], square: [60, 60], strip: [240, 70], screen: [90, 160] } as const;
export type Shape = keyof typeof SHAPES;

const HASHES = Object.fromEntries(Object.keys(SHAPES).map((name, at) => [name, `${at}`.repeat(64)])) as Record<Shape, string>;
export const ASSETS = Object.fromEntries(Object.entries(SHAPES).map(([name, [width, height]]) => [HASHES[name as Shape], png(width * 6, height * 6)]));

export const picture = (shape: Shape) => ({ name: "image", asset: HASHES[shape], alt: shape, link: null });

export function button(text: string, more: Partial<Button> = {}): Button {
  const colors = { text_color: "#ffffff", background: "#8a2552", border_color: "#8a2552" };
  return { name: text, text, action: { type: "close" }, ...colors, ...more };
}

export function step(more: Partial<Step> = {}): Step {
  return {
    name: "step_1",
    layout: "modal",
    content: "image_text_button",
    images: { portrait: [picture("broad")], landscape: [picture("broad")] },
    title: { text: "Hello", color: "#1c1c1c" },
    body: { text: "Short text.", color: "#1c1c1c" },
    buttons: [button("No"), button("Yes")],
    cta: null,
    background: "#ffffff",
    close: { shown: true, color: "#1c1c1c" },
    anchor: null,
    ...more,
  };
}

export function images(portrait: Shape, landscape: Shape = portrait): Pick<Step, "images"> {
  return { images: { portrait: [picture(portrait)], landscape: [picture(landscape)] } };
}

/** A request to show a step on a preset. */
export function show(device: string, orientation: Orientation, steps: readonly Step[], more: Partial<Show> = {}): Show {
  const preset = DEVICES.find(({ id }) => id === device);
  if (!preset) throw new Error(`no device ${device}`);
  const how = { theme: "light", fontScale: 1, rtl: false, interactive: false } as const;
  const where = { platform: preset.platform, orientation, device: viewport(preset, orientation), assets: ASSETS };
  return { type: "show", message: { steps: [...steps] }, step: 0, ...where, ...how, ...more };
}
