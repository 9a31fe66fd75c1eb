/** The cases of `fixtures/geometry`, whose boxes were worked out by hand. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../../contract/Content";
import type { Layout } from "../../contract/Layout";
import type { Orientation } from "../../contract/Orientation";
import type { Side } from "../../contract/Side";
import type { Step } from "../../contract/Step";
import type { Show } from "../../renderer/src/frame";
import { NO_INSETS } from "../../renderer/src/index";
import type { Boxes } from "./oracle";
import { type Shape, button, picture, show, step } from "./sample";

const FOLDER = join(import.meta.dirname, "../../../fixtures/geometry");

/** A case as it is in the file. */
interface Written {
  readonly name: string;
  readonly device: string;
  readonly orientation: Orientation;
  readonly step: {
    readonly layout: Layout;
    readonly content: Content;
    readonly pictures?: Readonly<Record<Orientation, readonly Shape[]>>;
    readonly title_words?: number;
    readonly body_words?: number;
    readonly labels?: readonly string[];
    readonly side?: Side;
  };
  /** Another viewport than the device's, without safe areas. */
  readonly viewport?: readonly [width: number, height: number];
  readonly rtl?: boolean;
  readonly fontScale?: number;
  readonly boxes: Readonly<Record<string, readonly [left: number, top: number, width: number, height: number]>>;
  /** `what: 1 + 2 = 3` */
  readonly arithmetic: readonly string[];
}

/** A case to be shown. */
export interface ByHand {
  readonly name: string;
  readonly show: Show;
  readonly boxes: Boxes;
  readonly arithmetic: readonly string[];
}

const words = (count: number) => ({ text: "word ".repeat(count), color: "#1c1c1c" });

function stepOf({ layout, content, pictures, title_words, body_words, labels, side }: Written["step"]): Step {
  return step({
    layout,
    content,
    ...(pictures ? { images: { portrait: pictures.portrait.map(picture), landscape: pictures.landscape.map(picture) } } : {}),
    ...(title_words === undefined ? {} : { title: words(title_words) }),
    ...(body_words === undefined ? {} : { body: words(body_words) }),
    ...(labels ? { buttons: labels.map((label) => button(label)) } : {}),
    ...(side ? { anchor: { selector: "", side } } : {}),
  });
}

function read({ device, orientation, name, step, viewport, rtl = false, fontScale = 1, boxes, arithmetic }: Written): ByHand {
  const [width = 0, height = 0] = viewport ?? [];
  return {
    name: `${name} on ${device}, ${orientation}`,
    show: show(device, orientation, [stepOf(step)], { rtl, fontScale, ...(viewport ? { device: { width, height, insets: NO_INSETS } } : {}) }),
    boxes: Object.fromEntries(Object.entries(boxes).map(([part, [left, top, width, height]]) => [part, { left, top, width, height }])),
    arithmetic,
  };
}

export const HAND: readonly ByHand[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => (JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as { readonly cases: readonly Written[] }).cases)
  .map(read);

/** Whether `what: 1 + 2 = 3` is true, to the second decimal. */
export function holds(line: string): boolean {
  const found = /^[^:]+: ([\d\s.+*/()-]+) = (-?[\d.]+)$/.exec(line);
  if (!found) return false;
  // Numbers, operators and brackets only, from a file of ours.
  const value = Number(new Function(`return ${found[1]}`)());
  return Math.abs(value - Number(found[2])) < 0.011;
}
