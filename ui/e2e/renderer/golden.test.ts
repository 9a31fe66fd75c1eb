/**
 * Pictures of messages that were looked at and found right, kept in `golden/`: one engine, the
 * fonts that the preview brings. With the Chromium they were made with, every pixel must be the
 * same; with another, edges may not move by 1 px outside of texts.
 *
 * After a change that is meant to be seen: `REMAKE_GOLDEN=1 npx vitest run renderer/golden` in
 * `ui/e2e` writes them anew; look at each one that git says has changed, then commit it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import type { Show } from "../../renderer/src/frame";
import { type Box, DEVICES, viewport } from "../../renderer/src/index";
import { type Change, changedRenderer } from "./changed";
import { executablePath, launch } from "./chromium";
import { type Shape, button, images, picture, show, step } from "./sample";

const ORIGIN = "http://preview.test";
const DIST = join(import.meta.dirname, "../../renderer/dist");
const GOLDEN = join(import.meta.dirname, "golden");
const ENGINE = join(GOLDEN, "engine.json");
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".ttf": "font/ttf" };
const REMAKE = process.env["REMAKE_GOLDEN"] !== undefined;

/** A pixel is another one when a channel differs by more than this: half of a white edge on the scrim is 56. */
const SEEN = 40;
/** So many may be, with another Chromium: the rims of rounded corners and of the ×. */
const SEEN_MOST = 24;
/** Around a text, what is not compared with another Chromium. */
const TEXT_MARGIN_PX = 2;

const ink = "#1c1c1c";
const words = (title: string, body: string): Pick<Step, "title" | "body"> => ({ title: { text: title, color: ink }, body: { text: body, color: ink } });
const table = words("Made slowly, here briefly", "Forty pieces for the long table, from the wheel of one potter.");
const several = (...shapes: readonly Shape[]) => ({ images: { portrait: shapes.map(picture), landscape: shapes.map(picture) } });
const cta = { name: "cta", label: "See the table", url: "https://shop.example" };
const night = { background: "#2b1d3a", title: { text: "After dark", color: "#ffffff" }, body: { text: "The kiln is open until ten.", color: "#d8cfe0" }, close: { shown: true, color: "#ffffff" } };

type Case = readonly [name: string, device: string, orientation: Orientation, steps: readonly Partial<Step>[], more?: Partial<Show>];
const CASES: readonly Case[] = [
  ["modal-android", "pixel-8", "portrait", [table]],
  ["modal-ios", "iphone-15", "portrait", [table]],
  ["modal-ios-over-a-page", "iphone-15", "portrait", [table], { background: undefined }],
  ["modal-web", "laptop", "landscape", [table]],
  ["modal-web-dark-page", "laptop", "landscape", [table], { background: "#16161a" }],
  ["modal-android-landscape", "pixel-8", "landscape", [table]],
  ["modal-image-buttons-ios", "iphone-15", "portrait", [{ content: "image_button", ...images("tall", "wide") }]],
  ["modal-image-buttons-ios-landscape", "iphone-15", "landscape", [{ content: "image_button", ...images("tall", "wide") }]],
  ["modal-text-ios", "iphone-se", "portrait", [{ ...table, content: "text_button" }]],
  ["modal-carousel", "mobile-web", "portrait", [{ content: "image", ...several("tall", "tall", "tall") }]],
  ["modal-first-of-two", "mobile-web", "portrait", [{ ...table, buttons: [] }, {}]],
  ["modal-too-high", "android-small", "landscape", [{ ...words("A title", "word ".repeat(60)), buttons: [button("No"), button("A label that is much too long")] }]],
  ["modal-without-image", "mobile-web", "portrait", [{ ...table, images: { portrait: [], landscape: [] } }]],
  ["modal-right-to-left", "pixel-8", "portrait", [table], { rtl: true }],
  ["modal-large-text", "iphone-15", "portrait", [table], { fontScale: 2 }],
  ["full-ios", "iphone-15", "portrait", [{ ...table, layout: "full_screen", ...images("screen", "wide") }]],
  ["full-android-landscape", "pixel-8", "landscape", [{ ...table, layout: "full_screen", ...images("screen", "wide") }]],
  ["full-text-web", "laptop", "landscape", [{ ...night, layout: "full_screen", content: "text_button" }]],
  ["sheet-ios", "iphone-15", "portrait", [{ layout: "bottom_sheet", content: "image_button", ...images("wide") }]],
  ["sheet-android-landscape", "pixel-8", "landscape", [{ layout: "bottom_sheet", content: "image_button", ...images("wide") }]],
  ["sheet-call-to-action", "mobile-web-small", "portrait", [{ layout: "bottom_sheet", content: "image", cta, ...images("wide") }]],
  ["banner-android", "pixel-8", "portrait", [{ ...table, layout: "banner", content: "image_text", ...images("square") }]],
  ["banner-top-ios", "iphone-15", "portrait", [{ ...table, layout: "banner", content: "text", anchor: { selector: "", side: "top" } }]],
  ["banner-image", "mobile-web", "portrait", [{ layout: "banner", content: "image", ...images("strip") }]],
  ["banner-call-to-action", "mobile-web", "portrait", [{ ...table, layout: "banner", content: "image_text", cta, ...images("square") }]],
  ["tooltip-below", "laptop", "landscape", [{ ...table, layout: "tooltip", content: "text_button", anchor: { selector: "#buy", side: "bottom" } }]],
  ["tooltip-beside", "laptop", "landscape", [{ ...words("", "One is enough."), layout: "tooltip", content: "text", anchor: { selector: "#buy", side: "right" } }]],
];

/** Changes of the table that must be seen even with another Chromium. */
const CHANGES: readonly (readonly [name: string, change: Change])[] = [
  ["modal-web", { where: "export const WEB", from: "portrait: 450, landscape: 450", to: "portrait: 451, landscape: 451" }],
  ["modal-web", { where: "const BUTTON:", from: "height: 48", to: "height: 49" }],
  ["modal-web", { where: "const BUTTON:", from: "gap: 8", to: "gap: 9" }],
  ["modal-web", { where: "export const WEB", from: "glyph: 20", to: "glyph: 21" }],
  ["banner-android", { where: "export const BANNER", from: "image: 60", to: "image: 61" }],
  ["sheet-ios", { where: "export const SHEET", from: "height: 44", to: "height: 45" }],
];

/** A change that is none, to show that the others are seen for what they change. */
const NO_CHANGE: Change = { where: "export const MODAL", from: "title: 20", to: "title: 20.0" };

/** A picture, and where its texts are. */
interface Taken {
  readonly file: Buffer;
  readonly texts: readonly Box[];
}

/** How many pixels differ: at all, and to be seen outside of the texts. */
function compare(file: Buffer, { file: other, texts }: Taken): { any: number; seen: number } {
  const [left, right] = [PNG.sync.read(file), PNG.sync.read(other)];
  if (left.width !== right.width || left.height !== right.height) return { any: Infinity, seen: Infinity };
  const within = (x: number, y: number) =>
    texts.some(({ left, top, width, height }) => {
      const [dx, dy] = [x - left + TEXT_MARGIN_PX, y - top + TEXT_MARGIN_PX];
      return dx >= 0 && dy >= 0 && dx < width + 2 * TEXT_MARGIN_PX && dy < height + 2 * TEXT_MARGIN_PX;
    });
  let [any, seen] = [0, 0];
  for (let at = 0; at < left.data.length; at += 4) {
    if (left.data.readUInt32LE(at) === right.data.readUInt32LE(at)) continue;
    any += 1;
    const far = [0, 1, 2].some((channel) => Math.abs((left.data[at + channel] ?? 0) - (right.data[at + channel] ?? 0)) > SEEN);
    const pixel = at / 4;
    if (far && !within(pixel % left.width, Math.floor(pixel / left.width))) seen += 1;
  }
  return { any, seen };
}

const path = (name: string) => join(GOLDEN, `${name}.png`);

describe.skipIf(executablePath === null)("golden pictures", () => {
  let browser: Browser;
  /** Whether this is the Chromium that made them. */
  let same = false;
  beforeAll(async () => {
    browser = await launch();
    const chromium = Number(browser.version().split(".")[0]);
    if (REMAKE) {
      mkdirSync(GOLDEN, { recursive: true });
      writeFileSync(ENGINE, `${JSON.stringify({ chromium })}\n`);
    }
    same = existsSync(ENGINE) && (JSON.parse(readFileSync(ENGINE, "utf8")) as { chromium: number }).chromium === chromium;
  });
  afterAll(() => browser?.close());

  async function open(renderer?: Buffer): Promise<Page> {
    const page = await browser.newPage({ deviceScaleFactor: 1, reducedMotion: "reduce" });
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      let body = pathname === "/renderer.js" && renderer ? renderer : await readFile(join(DIST, pathname));
      // The fonts that the preview brings, even where the machine has its own.
      if (pathname === "/frame.html") body = Buffer.from(body.toString().replaceAll(/local\([^)]*\),/g, ""));
      return route.fulfill({ body, contentType: TYPES[extname(pathname)] ?? "text/plain" });
    });
    await page.goto(`${ORIGIN}/frame.html`);
    await page.evaluate(() => Promise.all([...document.fonts].map((font) => font.load())));
    return page;
  }

  async function take(page: Page, [, device, orientation, steps, more]: Case): Promise<Taken> {
    const preset = DEVICES.find(({ id }) => id === device);
    if (!preset) throw new Error(`no device ${device}`);
    await page.setViewportSize(viewport(preset, orientation));
    const wanted = show(device, orientation, steps.map((each) => step(each)), { background: "#ffffff", ...more });
    const texts = await page.evaluate(async (wanted) => {
      // The frame hears itself first: by the time that this hears, it has drawn.
      const drawn = new Promise((resolve) => addEventListener("message", resolve, { once: true }));
      window.postMessage(wanted, "*");
      await drawn;
      const roots = [...document.body.children].flatMap(({ shadowRoot }) => shadowRoot ?? []);
      const all = (selector: string) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
      await Promise.all(all("img").map((image) => (image as HTMLImageElement).decode()));
      return [...all(".words,.label,.badge"), ...document.querySelectorAll("#target.named")].map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return { left, top, width, height };
      });
    }, wanted);
    return { file: await page.screenshot(), texts };
  }

  describe("are still drawn", () => {
    let page: Page;
    beforeAll(async () => {
      page = await open();
    });

    test.each(CASES.map((one) => [one[0], one] as const))("%s", async (name, one) => {
      const taken = await take(page, one);
      if (REMAKE) writeFileSync(path(name), taken.file);
      const { any, seen } = compare(readFileSync(path(name)), taken);
      if (same) expect(any).toBe(0);
      else expect(seen).toBeLessThanOrEqual(SEEN_MOST);
    });
  });

  test.each(CHANGES.map(([name, change]) => [name, change.to, change] as const))("%s with %s is another one to any Chromium", async (name, _, change) => {
    const page = await open(await changedRenderer(change));
    const taken = await take(page, CASES.find(([each]) => each === name) as Case);
    expect(compare(readFileSync(path(name)), taken).seen).toBeGreaterThan(SEEN_MOST);
    await page.context().close();
  });

  test("a table that is the same gives the same picture", async () => {
    const [one] = CASES;
    if (!one) throw new Error("there are no cases");
    const page = await open(await changedRenderer(NO_CHANGE));
    expect(compare(readFileSync(path(one[0])), await take(page, one)).seen).toBeLessThanOrEqual(same ? 0 : SEEN_MOST);
    await page.context().close();
  });
});
