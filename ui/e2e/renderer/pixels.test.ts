/**
 * What is previewed is what ships: the preview frame and the SDK on a page, in the same engine,
 * viewport and ratio, differ in no pixel. That a pixel would be noticed is shown by renderers
 * in whose table one size is changed by 1 px.
 */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import { type Box, DEVICES, viewport } from "../../renderer/src/index";
import { executablePath, launch } from "./chromium";
import { type Change, changedRenderer } from "./changed";
import { ASSETS, show } from "./sample";
import { STEPS, active, different, steps } from "./shipped";

const ORIGIN = "http://shop.test";
const built = (path: string) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
const TYPES: Readonly<Record<string, string>> = { "": "text/html", ".html": "text/html", ".js": "text/javascript", ".ttf": "font/ttf" };
const AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";

const PLACES: readonly Place[] = [
  ["laptop", "landscape", 1],
  ["desktop", "landscape", 2],
  ["mobile-web", "portrait", 3],
  ["mobile-web-small", "landscape", 2.625],
];
type Place = readonly [device: string, orientation: Orientation, ratio: number];

/** Sizes of the table, each with a step in which 1 px of it must be seen. */
const CHANGES: readonly (readonly [step: string, change: Change])[] = [
  ["modal", { where: "export const MODAL", from: "textPadding: 16", to: "textPadding: 17" }],
  ["modal", { where: "export const MODAL", from: "radius: 8", to: "radius: 9" }],
  ["modal", { where: "export const MODAL", from: "sideMargins: 64", to: "sideMargins: 65" }],
  ["modal", { where: "export const MODAL", from: "title: 20", to: "title: 21" }],
  ["modal", { where: "export const WEB", from: "titleToBody: 8", to: "titleToBody: 9" }],
  ["modal", { where: "export const WEB", from: "glyph: 20", to: "glyph: 21" }],
  ["modal", { where: "const BUTTON:", from: "height: 48", to: "height: 49" }],
  ["modal", { where: "const BUTTON:", from: "gap: 8", to: "gap: 9" }],
  ["modal", { where: "BUTTON_BORDER", from: "BUTTON_BORDER = 1", to: "BUTTON_BORDER = 2" }],
  ["carousel", { where: "export const BADGE", from: "inset: 16", to: "inset: 17" }],
  ["bottom sheet", { where: "export const SHEET", from: "radius: 16", to: "radius: 17" }],
  ["banner", { where: "export const BANNER", from: "gap: 8", to: "gap: 9" }],
  ["banner", { where: "export const BANNER", from: "image: 60", to: "image: 61" }],
  ["tooltip", { where: "export const TOOLTIP", from: "gap: 16", to: "gap: 17" }],
];

describe.skipIf(executablePath === null)("preview and SDK", () => {
  let browser: Browser;
  let fonts = "";
  beforeAll(async () => {
    browser = await launch();
    fonts = (await built("renderer/dist/frame.html")).toString().match(/@font-face.*/g)?.join("") ?? "";
  });
  afterAll(() => browser?.close());

  /** A page of a device to which the network answers with these; nothing comes from outside. */
  async function open([device, orientation, ratio]: Place, files: Readonly<Record<string, () => Buffer | Promise<Buffer>>>): Promise<Page> {
    const preset = DEVICES.find(({ id }) => id === device);
    if (!preset) throw new Error(`no device ${device}`);
    const { width, height } = viewport(preset, orientation);
    const mobile = preset.platform === "mobile_web" ? { userAgent: AGENT } : {};
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: ratio, reducedMotion: "reduce", ...mobile });
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      if (route.request().method() === "POST") return route.fulfill({ json: { accepted: 1, duplicates: 0 } });
      const asset = ASSETS[pathname.split("/").at(-1) ?? ""];
      if (asset) return route.fulfill({ contentType: "image/png", body: Buffer.from(asset.split(",")[1] ?? "", "base64") });
      const body = await (files[pathname]?.() ?? built(`renderer/dist${pathname}`).catch(() => null));
      return body ? route.fulfill({ body, contentType: pathname.startsWith("/api/") ? "application/json" : (TYPES[extname(pathname)] ?? "text/plain") }) : route.fulfill({ status: 404 });
    });
    return page;
  }

  async function shot(page: Page): Promise<Buffer> {
    await page.locator(".card").waitFor();
    await page.evaluate(async () => {
      await Promise.all([...document.fonts].map((font) => font.load()));
      const root = [...document.querySelectorAll("*")].find(({ shadowRoot }) => shadowRoot)?.shadowRoot;
      await Promise.all([...(root?.querySelectorAll("img") ?? [])].map((image) => image.decode()));
    });
    return page.screenshot();
  }

  /** The frame on its own, drawn by the built renderer or another one. */
  async function frame(place: Place, renderer?: Buffer): Promise<Page> {
    const page = await open(place, renderer ? { "/renderer.js": () => renderer } : {});
    await page.goto(`${ORIGIN}/frame.html`);
    // The stand-in for a tooltip's target is the preview's own; a site has none to see.
    await page.addStyleTag({ content: "#target{opacity:0}" });
    return page;
  }

  async function previewed(page: Page, [device, orientation]: Place, name: string): Promise<Buffer> {
    await page.evaluate((wanted) => window.postMessage(wanted, "*"), show(device, orientation, steps(name), { background: "#ffffff" }));
    // Answered in order: what was posted before is drawn.
    await page.evaluate(() => new Promise((resolve) => (addEventListener("message", resolve, { once: true }), window.postMessage("next", "*"))));
    return shot(page);
  }

  /** A site with the SDK, and with a target where the preview has its stand-in. */
  async function site(place: Place): Promise<(name: string, target: Box) => Promise<Buffer>> {
    let body = "";
    let message: readonly Step[] = [];
    const page = await open(place, {
      "/": () => Buffer.from(body),
      "/sdk.js": () => built("sdk/dist/sdk.js"),
      "/api/v1/messages/active": () => Buffer.from(JSON.stringify(active(message))),
    });
    // Each message is a first visit: what the SDK keeps would bring the one before.
    await page.addInitScript(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()));
    return async (name, { left, top, width, height }) => {
      const target = `<div id="buy" style="position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px"></div>`;
      body = `<!doctype html><meta name="viewport" content="width=device-width"><style>${fonts}body{margin:0;background:#fff}</style>${target}<script src="/sdk.js" data-key="pk" data-anonymous></script>`;
      message = steps(name);
      await page.goto(`${ORIGIN}/`);
      return shot(page);
    };
  }

  async function target(page: Page): Promise<Box> {
    const found = await page.locator("#target").boundingBox();
    return { left: found?.x ?? 0, top: found?.y ?? 0, width: found?.width ?? 0, height: found?.height ?? 0 };
  }

  test("there are enough of them", () => {
    expect(PLACES.length * Object.keys(STEPS).length).toBeGreaterThanOrEqual(48);
  });

  describe.each(PLACES)("on %s, %s, at %d", (...place) => {
    let preview: Page;
    let shipped: Awaited<ReturnType<typeof site>>;
    beforeAll(async () => {
      [preview, shipped] = await Promise.all([frame(place), site(place)]);
    });
    afterAll(() => preview?.context().close());

    test.each(Object.keys(STEPS))("%s", async (name) => {
      const drawn = await previewed(preview, place, name);
      expect(different(drawn, await shipped(name, await target(preview)))).toBe(0);
    });
  });

  describe("1 px is seen", () => {
    const place: Place = ["mobile-web", "portrait", 1];
    let shipped: Awaited<ReturnType<typeof site>>;
    const shots = new Map<string, Buffer>();
    beforeAll(async () => {
      shipped = await site(place);
      const preview = await frame(place);
      for (const name of new Set(CHANGES.map(([name]) => name))) {
        await previewed(preview, place, name);
        shots.set(name, await shipped(name, await target(preview)));
      }
    });

    test.each(CHANGES.map(([name, change]) => [name, change.to, change] as const))("%s: %s", async (name, _, change) => {
      const preview = await frame(place, await changedRenderer(change));
      const drawn = await previewed(preview, place, name);
      await preview.context().close();
      expect(different(drawn, shots.get(name) as Buffer)).toBeGreaterThan(0);
    });
  });
});
