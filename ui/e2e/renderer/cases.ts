/** Every device and orientation × every layout with every content it may have, and what varies them. */
import type { Content } from "../../contract/Content";
import type { Layout } from "../../contract/Layout";
import type { Orientation } from "../../contract/Orientation";
import type { Side } from "../../contract/Side";
import type { Step } from "../../contract/Step";
import type { Show } from "../../renderer/src/frame";
import { DEVICES, type Device, type Scene, metrics } from "../../renderer/src/index";
import type { Shown } from "./oracle";
import { type Shape, picture, show, step } from "./sample";

/** The contents of each layout; a tooltip's are apart, since it needs a target. */
const CONTENTS: Readonly<Record<Exclude<Layout, "tooltip">, readonly Content[]>> = {
  modal: ["image_button", "image_text_button", "text_button", "image"],
  full_screen: ["image_button", "image_text_button", "text_button", "image"],
  bottom_sheet: ["image_button", "image"],
  banner: ["image_text", "text", "image"],
};
const SIDES: readonly Side[] = ["top", "bottom", "left", "right"];
const LONG = { text: "A tooltip says in a few words what the thing that it points at is good for.", color: "#1c1c1c" };

/** One message on one device. */
export interface Case {
  readonly name: string;
  readonly show: Show;
  readonly shown: Shown;
}

interface Place {
  readonly device: Device;
  readonly orientation: Orientation;
}

export const PLACES: readonly Place[] = DEVICES.flatMap((device) => device.orientations.map((orientation) => ({ device, orientation })));
const WEB_PLACES = PLACES.filter(({ device: { platform } }) => platform === "pc_web" || platform === "mobile_web");

function of({ device, orientation }: Place, what: string, steps: readonly Step[], more: Partial<Show> = {}): Case {
  const wanted = show(device.id, orientation, steps, more);
  const { platform, device: viewport, assets, fontScale, rtl } = wanted;
  const first = steps[0];
  if (!viewport || !first) throw new Error("nothing to show");
  const scene: Scene = { platform, column: metrics.columnOf(platform), orientation, viewport, assets, fontScale, direction: rtl ? "rtl" : "ltr" };
  const own = first.content.includes("button") ? first.buttons.length : first.cta ? 1 : 0;
  const buttons = steps.length > 1 ? Math.min(own + 1, 2) : own;
  const shape = platform === "pc_web" ? "landscape" : orientation;
  return { name: `${device.id}, ${orientation}: ${what}`, show: wanted, shown: { step: first, scene, buttons, pictures: first.images[shape].length } };
}

function images(...shapes: readonly Shape[]): Pick<Step, "images"> {
  const all = shapes.map(picture);
  return { images: { portrait: all, landscape: all } };
}

function linked(...shapes: readonly Shape[]): Pick<Step, "images"> {
  const link = { url: "https://shop.example", open_in: "new_tab", dismiss_on_click: true } as const;
  const all = shapes.map((shape) => ({ ...picture(shape), link }));
  return { images: { portrait: all, landscape: all } };
}

const told = (layout: Layout, content: Content) => `${layout} ${content}`.replaceAll("_", " ");

/** What is drawn everywhere: each layout with each content, and each thing that changes its boxes. */
function everywhere(place: Place): readonly Case[] {
  const modal = step();
  const cta = { name: "cta", label: "Go", url: "https://shop.example" };
  return [
    ...Object.entries(CONTENTS).flatMap(([layout, contents]) =>
      contents.map((content) => of(place, told(layout as Layout, content), [step({ layout: layout as Layout, content })])),
    ),
    of(place, "carousel", [step({ content: "image", ...images("tall", "wide", "broad") })]),
    of(place, "carousel in a full screen", [step({ layout: "full_screen", content: "image_button", ...images("tall", "wide") })]),
    of(place, "linked image", [step({ content: "image_button", ...linked("wide") })]),
    of(place, "linked carousel in a sheet", [step({ layout: "bottom_sheet", content: "image_button", ...linked("tall", "wide") })]),
    of(place, "without ×", [step({ content: "text_button", close: { shown: false, color: "#1c1c1c" } })]),
    of(place, "first of two steps", [step({ buttons: [] }), modal]),
    of(place, "banner at the top", [step({ layout: "banner", content: "text", anchor: { selector: "", side: "top" } })]),
    of(place, "banner with a call to action", [step({ layout: "banner", content: "image_text", cta })]),
    of(place, "sheet with a call to action", [step({ layout: "bottom_sheet", content: "image", cta })]),
    of(place, "right to left", [modal], { rtl: true }),
    of(place, "banner right to left", [step({ layout: "banner", content: "image_text" })], { rtl: true }),
    of(place, "texts at 85 %", [modal], { fontScale: 0.85 }),
    of(place, "texts at 200 %", [modal], { fontScale: 2 }),
    of(place, "banner at 200 %", [step({ layout: "banner", content: "text", cta })], { fontScale: 2 }),
  ];
}

export const CASES: readonly Case[] = PLACES.flatMap(everywhere);

/** Tooltips, on the web, for each preferred side. */
export const TOOLTIPS: readonly Case[] = WEB_PLACES.flatMap((place) =>
  SIDES.flatMap((side) => {
    const anchor = { selector: "#buy", side };
    return [
      of(place, `tooltip, ${side}`, [step({ layout: "tooltip", content: "text", body: LONG, anchor })]),
      of(place, `tooltip with buttons, ${side}`, [step({ layout: "tooltip", content: "text_button", body: LONG, anchor })]),
    ];
  }),
);
