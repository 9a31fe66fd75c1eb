/**
 * What is previewed is what ships: the preview frame and the SDK on a page, in the same engine,
 * viewport and ratio, differ in no pixel.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import type { ActiveMessage, ActiveMessages } from "../../sdk/src/index";
import { DEVICES, viewport } from "../../renderer/src/index";
import { executablePath, launch } from "./chromium";
import { ASSETS, images, picture, show, step } from "./sample";

const ORIGIN = "http://shop.test";
const built = (path: string) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
const AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";

const STEPS: Readonly<Record<string, Partial<Step>>> = {
  modal: {},
  "modal with image": { content: "image_button", ...images("tall", "wide") },
  carousel: { content: "image", images: { portrait: [picture("tall"), picture("tall")], landscape: [] } },
  "full screen": { layout: "full_screen", ...images("screen", "wide") },
  "bottom sheet": { layout: "bottom_sheet", content: "image_button", ...images("wide") },
  banner: { layout: "banner", content: "image_text", ...images("square") },
};
const PLACES: readonly (readonly [device: string, orientation: Orientation, ratio: number])[] = [
  ["laptop", "landscape", 1],
  ["desktop", "landscape", 2],
  ["mobile-web", "portrait", 3],
  ["mobile-web-small", "landscape", 2.625],
];
const CASES = PLACES.flatMap((place) => Object.keys(STEPS).map((name) => [...place, name] as const));

function active(shown: Step): ActiveMessages {
  const variant = { messageId: "spring:A", group: "A", steps: [shown], delaySeconds: null, urlRegex: null };
  const message: ActiveMessage = {
    id: "spring",
    experimentId: null,
    assigned: "A",
    testDevice: false,
    variants: { A: variant },
    priority: 0,
    platforms: ["pc_web", "mobile_web"],
    orientations: ["portrait", "landscape"],
    triggers: [{ event: "$pageview", filters: [] }],
    urlRegex: null,
    pageRules: [],
    delay: { seconds: 0, check_again: false },
    frequency: { per_session: null, per_device: null, per_user: null, per_user_window: null, counts: "display", window: "rolling" },
    period: { type: "permanent", start: "", end: "", time_zone: "UTC" },
    timetable: [],
  };
  return { autoRender: true, messages: [message] };
}

/** How many pixels differ. The same pixels make the same file: only others are worth a look. */
function different(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return 0;
  const [left, right] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (left.width !== right.width || left.height !== right.height) return Infinity;
  let count = 0;
  for (let at = 0; at < left.data.length; at += 4) if (left.data.readUInt32LE(at) !== right.data.readUInt32LE(at)) count++;
  return count;
}

describe.skipIf(executablePath === null)("preview and SDK", () => {
  let browser: Browser;
  let fonts = "";
  beforeAll(async () => {
    browser = await launch();
    fonts = (await built("renderer/dist/frame.html")).toString().match(/@font-face.*/g)?.join("") ?? "";
  });
  afterAll(() => browser?.close());

  async function open(device: string, orientation: Orientation, ratio: number, shown: Step): Promise<Page> {
    const preset = DEVICES.find(({ id }) => id === device);
    if (!preset) throw new Error(`no device ${device}`);
    const { width, height } = viewport(preset, orientation);
    const mobile = preset.platform === "mobile_web" ? { userAgent: AGENT } : {};
    const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: ratio, reducedMotion: "reduce", ...mobile });
    const body = `<!doctype html><style>${fonts}body{margin:0;background:#fff}</style><script src="/sdk.js" data-key="pk" data-anonymous></script>`;
    await page.route("**/*", async (route) => {
      const { pathname } = new URL(route.request().url());
      const asset = ASSETS[pathname.split("/").at(-1) ?? ""];
      if (asset) return route.fulfill({ contentType: "image/png", body: Buffer.from(asset.split(",")[1] ?? "", "base64") });
      if (pathname === "/") return route.fulfill({ contentType: "text/html", body });
      if (pathname === "/sdk.js") return route.fulfill({ contentType: "text/javascript", body: await built("sdk/dist/sdk.js") });
      if (pathname === "/api/v1/messages/active") return route.fulfill({ json: active(shown) });
      if (route.request().method() === "POST") return route.fulfill({ json: { accepted: 1, duplicates: 0 } });
      const file = await built(`renderer/dist${pathname}`).catch(() => null);
      return file ? route.fulfill({ body: file, contentType: pathname.endsWith(".html") ? "text/html" : "text/javascript" }) : route.fulfill({ status: 404 });
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

  test.each(CASES)("on %s, %s, at %d: %s", async (device, orientation, ratio, name) => {
    const shown = step(STEPS[name]);
    const page = await open(device, orientation, ratio, shown);
    await page.goto(`${ORIGIN}/`);
    const shipped = await shot(page);
    await page.goto(`${ORIGIN}/frame.html`);
    await page.evaluate((wanted) => window.postMessage(wanted, "*"), show(device, orientation, [shown], { background: "#ffffff" }));
    const previewed = await shot(page);
    await page.close();
    expect(different(shipped, previewed)).toBe(0);
  });
});
