/**
 * The preview page. Takes `show` from the window that holds it (the designer), or one initial
 * message from a script block (pictures made by a browser without a window), draws it with the
 * renderer, and says what came of it. Nothing leaves the page but those answers.
 */
import { DEVICES, boxes, lint, metrics, mount, play, viewport } from "@rehearsal/renderer";
import type { Boxes, Drawn, FlowEvent, Insets, Lint, Playing, Scene, Surface, View } from "@rehearsal/renderer";
import type { Link } from "../../contract/Link";
import type { Message } from "../../contract/Message";
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import { TARGET, drawPage } from "./page";

/** Asks the frame to show a step of a message. */
export interface Show {
  readonly type: "show";
  readonly message: Message;
  readonly step: number;
  readonly platform: Platform;
  readonly orientation: Orientation;
  /** The viewport as it is held now, in CSS px. Left out: the platform's first preset. */
  readonly device?: { readonly width: number; readonly height: number; readonly insets: Insets };
  /** Addresses of pictures by SHA-256. */
  readonly assets: Readonly<Record<string, string>>;
  readonly theme: "light" | "dark";
  /** 1 to 2. */
  readonly fontScale: number;
  readonly rtl: boolean;
  /** Plays the flow from its first step instead of holding `step`. */
  readonly interactive: boolean;
  /** A colour, or the address of a picture of one's own page. */
  readonly background?: string;
}

/** What came of it. Told again when a picture has come, which is when it can be judged. */
export interface Shown {
  readonly type: "shown";
  readonly drawn: Drawn;
  readonly boxes: Boxes;
  readonly lint: readonly Lint[];
  /** `substitute`: iOS without Apple's font, drawn in Inter. */
  readonly font: "own" | "substitute";
  /** Pictures that are still on their way. */
  readonly loading: number;
  /** When layout was done, in milliseconds since 1970. */
  readonly at: number;
}

/** What the frame tells the window that holds it. */
export type Told =
  | { readonly type: "ready" }
  | Shown
  | { readonly type: "event"; readonly name: FlowEvent["name"]; readonly detail: FlowEvent["detail"] }
  | { readonly type: "open"; readonly link: Link }
  | { readonly type: "ended" };

const page = document.querySelector<HTMLElement>("#page") ?? document.body;
let held: Surface | null = null;
let playing: Playing | null = null;
let last: Show | null = null;

function tell(told: Told): void {
  if (window.parent !== window) window.parent.postMessage(told, "*");
}

function scene({ platform, orientation, device, assets, fontScale, rtl }: Show): Scene {
  const preset = DEVICES.find((one) => one.platform === platform);
  const fallback = preset ? viewport(preset, orientation) : { width: innerWidth, height: innerHeight, insets: { top: 0, right: 0, bottom: 0, left: 0 } };
  const scale = Number.isFinite(fontScale) ? Math.min(Math.max(fontScale, 1), 2) : 1;
  return { platform, column: metrics.columnOf(platform), orientation, viewport: device ?? fallback, assets: assets ?? {}, fontScale: scale, direction: rtl ? "rtl" : "ltr" };
}

/** Tooltips point at the stand-in: the page they are written for is not here. */
function anchored(message: Message): Message {
  return {
    steps: message.steps.map((step) =>
      step.layout === "tooltip" ? { ...step, anchor: { side: step.anchor?.side ?? "bottom", selector: TARGET } } : step,
    ),
  };
}

function show(wanted: Show): Surface {
  last = wanted;
  const view: View = { message: anchored(wanted.message), step: wanted.step, scene: scene(wanted) };
  const step = wanted.message.steps[wanted.step];
  drawPage(document, page, {
    platform: wanted.platform,
    theme: wanted.theme,
    direction: view.scene.direction,
    insets: view.scene.viewport.insets,
    background: wanted.background,
    target: step?.layout === "tooltip" ? (step.anchor?.selector ?? "") : null,
  });
  playing?.stop();
  playing = null;
  if (wanted.interactive) {
    held?.unmount();
    held = null;
    playing = play(view.message, view.scene, document.body, {
      event: ({ name, detail }) => tell({ type: "event", name, detail }),
      open: (link) => tell({ type: "open", link }),
      ended: () => tell({ type: "ended" }),
    });
    report(playing.surface, { ...view, step: 0 }, "drawn");
    return playing.surface;
  }
  held ??= mount(document.body, { gesture: () => {}, focus: "leave" });
  report(held, view, held.draw(view));
  return held;
}

function report(surface: Surface, view: View, drawn: Drawn): void {
  const { root } = surface;
  // What is looked at and measured is the message at rest; only playing moves.
  if (!playing) for (const animation of root.getAnimations()) animation.finish();
  const pictures = [...root.querySelectorAll<HTMLImageElement>(".picture")].filter(({ complete }) => !complete);
  const measured = drawn === "drawn" ? boxes(root) : {};
  const found = lint(root, view, devicePixelRatio);
  const font = view.scene.platform === "ios" && !/^(?:Mac|iP)/.test(navigator.platform) ? "substitute" : "own";
  const at = performance.timeOrigin + performance.now();
  tell({ type: "shown", drawn, boxes: measured, lint: found, font, loading: pictures.length, at });
  const shown = last;
  const again = () => shown === last && report(surface, view, drawn);
  for (const picture of pictures) for (const type of ["load", "error"]) picture.addEventListener(type, again, { once: true });
}

addEventListener("message", (event: MessageEvent<Show>) => {
  if (event.source === window.parent && event.data?.type === "show") show(event.data);
});

/** The page's own fonts, all of them: a text laid out before its font came is laid out wrong. */
const fonts = Promise.allSettled([...document.fonts].map((font) => font.load()));
void fonts.then(() => {
  if (last && !last.interactive) show(last);
});
tell({ type: "ready" });

/** For pictures: the title says when everything, images and fonts too, is on the page. */
async function picture(wanted: Show): Promise<void> {
  await fonts;
  const { root } = show(wanted);
  const images = [...root.querySelectorAll<HTMLImageElement>(".picture")];
  await Promise.allSettled(images.map((image) => image.decode()));
  document.title = "shown";
}

const initial = document.querySelector("#initial")?.textContent?.trim();
if (initial) void picture(JSON.parse(initial) as Show);
