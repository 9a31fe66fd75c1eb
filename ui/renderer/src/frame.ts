/**
 * The preview page. Takes `show` from the window that holds it (the designer), or one initial
 * message from a script block (pictures made by a browser without a window), draws it with the
 * renderer, and says what came of it. Nothing leaves the page but those answers.
 *
 * How the two talk, so that nothing is lost however slow either is:
 * - The frame says `ready` until it hears its first `show`. The window that holds it answers
 *   each `ready` with its latest `show`, and sends a new one whenever something changes.
 * - A `show` has a `sequence` that counts up. One that was drawn already is not drawn again
 *   (a flow that is played does not start over); it is only answered again.
 * - Each `show` is answered by a `shown` with its `sequence`, after layout: `at` is when, on a
 *   clock that all windows share, so the time from a key to the picture is
 *   `at - (performance.timeOrigin + keyEvent.timeStamp)` of the window that heard the key.
 */
import { DEVICES, NO_INSETS, boxes, lint, metrics, mount, play, viewport } from "@rehearsal/renderer";
import type { Boxes, Drawn, FlowEvent, Insets, Lint, Playing, Scene, Surface, View } from "@rehearsal/renderer";
import type { Link } from "../../contract/Link";
import type { Message } from "../../contract/Message";
import type { Orientation } from "../../contract/Orientation";
import type { Platform } from "../../contract/Platform";
import { TARGET, drawPage } from "./page";

/** Asks the frame to show a step of a message. */
export interface Show {
  readonly type: "show";
  /** Counts up with every change. Left out: always drawn. */
  readonly sequence?: number;
  readonly message: Message;
  readonly step: number;
  readonly platform: Platform;
  readonly orientation: Orientation;
  /** The viewport as it is held now, in CSS px. Left out: the platform's first preset. */
  readonly device?: {
    readonly width: number;
    readonly height: number;
    readonly insets: Insets;
    /** Device pixels per CSS px, for what is sharp enough. Left out: this screen's. */
    readonly ratio?: number;
  };
  /** Addresses of pictures by SHA-256. */
  readonly assets: Readonly<Record<string, string>>;
  readonly theme: "light" | "dark";
  /** 0.85 to 2. */
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
  /** Of the `show` it answers; `null` where that had none. */
  readonly sequence: number | null;
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
/** How often the frame says that it is there until it is asked for something. */
const READY_EVERY_MS = 250;
const FONT_SCALE = { least: 0.85, most: 2 } as const;

let held: Surface | null = null;
let playing: Playing | null = null;
let last: Show | null = null;
/** What was told of `last`, to be told again. */
let answer: Shown | null = null;

function tell(told: Told): void {
  if (window.parent !== window) window.parent.postMessage(told, "*");
}

function scene({ platform, orientation, device, assets, fontScale, rtl }: Show): Scene {
  const preset = DEVICES.find((one) => one.platform === platform);
  const fallback = preset ? viewport(preset, orientation) : { width: innerWidth, height: innerHeight, insets: NO_INSETS };
  const scale = Number.isFinite(fontScale) ? Math.min(Math.max(fontScale, FONT_SCALE.least), FONT_SCALE.most) : 1;
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

/** Draws what is wanted, unless that is drawn already; answers in any case. */
function hear(wanted: Show): void {
  clearInterval(calling);
  if (answer && last && (wanted.sequence ?? Infinity) <= (last.sequence ?? -1)) return tell(answer);
  try {
    show(wanted);
  } catch (error) {
    // Not a `Show` at all: the window that holds the frame has a fault, and is told so.
    console.error("the preview could not be drawn:", error);
    clear();
    tell({ type: "shown", sequence: wanted.sequence ?? null, drawn: "malformed", boxes: {}, lint: [], font: "own", loading: 0, at: now() });
  }
}

function show(wanted: Show): ShadowRoot {
  last = wanted;
  answer = null;
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
  return wanted.interactive ? perform(wanted, view) : hold(wanted, view);
}

/** Plays the flow from its first step. */
function perform(wanted: Show, view: View): ShadowRoot {
  clear();
  let drawn: Drawn = "drawn";
  playing = play(view.message, view.scene, document.body, {
    event: ({ name, detail }) => {
      if (name === "in-app:message-error") drawn = detail.actionValue as Drawn;
      tell({ type: "event", name, detail });
    },
    open: (link) => tell({ type: "open", link }),
    ended: () => tell({ type: "ended" }),
  });
  const { root } = playing.surface;
  report(wanted, root, { ...view, step: 0 }, drawn);
  return root;
}

/** Holds one step, in place of what was held before. */
function hold(wanted: Show, view: View): ShadowRoot {
  held ??= still(mount(document.body, { gesture: () => {}, focus: "leave" }));
  const { root } = held;
  const drawn = held.draw(view);
  report(wanted, root, view, drawn);
  // Nothing old stays where there is nothing to show.
  if (drawn === "no_step" || drawn === "malformed") clear();
  return root;
}

function clear(): void {
  held?.unmount();
  held = null;
}

/** What is looked at and measured is the message at rest, from its first frame on; only playing moves. */
function still(surface: Surface): Surface {
  const rest = new CSSStyleSheet();
  rest.replaceSync("*{animation:none!important}");
  surface.root.adoptedStyleSheets.push(rest);
  return surface;
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function report(wanted: Show, root: ShadowRoot, view: View, drawn: Drawn): void {
  const measured = drawn === "drawn" ? boxes(root) : {};
  const at = now();
  const pictures = [...root.querySelectorAll<HTMLImageElement>(".picture")].filter(({ complete }) => !complete);
  const anchor = wanted.message.steps[wanted.step]?.anchor?.selector ?? "";
  const found = lint(root, view, { drawn, anchor, pixelRatio: wanted.device?.ratio ?? devicePixelRatio });
  const font = view.scene.platform === "ios" && !/^(?:Mac|iP)/.test(navigator.platform) ? "substitute" : "own";
  answer = { type: "shown", sequence: wanted.sequence ?? null, drawn, boxes: measured, lint: found, font, loading: pictures.length, at };
  tell(answer);
  const again = () => wanted === last && report(wanted, root, view, drawn);
  for (const picture of pictures) for (const type of ["load", "error"]) picture.addEventListener(type, again, { once: true });
}

addEventListener("message", (event: MessageEvent<Show>) => {
  if (event.source === window.parent && event.data?.type === "show") hear(event.data);
});

/** The page's own fonts, all of them: a text laid out before its font came is laid out wrong. */
const fonts = Promise.allSettled([...document.fonts].map((font) => font.load()));
void fonts.then(() => {
  if (last && answer && !last.interactive) show(last);
});

const ready = () => tell({ type: "ready" });
const calling = window.parent === window ? 0 : setInterval(ready, READY_EVERY_MS);
ready();

/** For pictures: the title says when everything, images and fonts too, is on the page. */
async function picture(wanted: Show): Promise<void> {
  await fonts;
  const images = [...show(wanted).querySelectorAll<HTMLImageElement>(".picture")];
  await Promise.allSettled(images.map((image) => image.decode()));
  document.title = "shown";
}

const initial = document.querySelector("#initial")?.textContent?.trim();
if (initial) void picture(JSON.parse(initial) as Show);
