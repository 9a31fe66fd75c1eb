/**
 * The preview frame in a page of its own, as the designer holds it: built files answered from
 * disk under a name that no network knows, one iframe with the device's exact viewport.
 */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { PNG } from "pngjs";
import type { Show, Shown } from "../../renderer/src/frame";

const ORIGIN = "http://preview.test";
const DIST = fileURLToPath(new URL("../../renderer/dist/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".ttf": "font/ttf" };
const HOST = `<!doctype html><style>*{margin:0;border:0}</style><iframe src="frame.html"></iframe>`;

/** A page that holds the frame. */
export interface Stage {
  readonly page: Page;
  /** Shows a message in the device's viewport; answers when its pictures have come. */
  show(wanted: Show): Promise<Shown>;
  /** Events that the frame told since it was asked last. */
  told(): Promise<readonly { readonly type: string; readonly name?: string }[]>;
}

/** Opens the frame; `ratio`: device pixels per CSS px. */
export async function stage(browser: Browser, ratio = 1): Promise<Stage> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1400 }, deviceScaleFactor: ratio });
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== ORIGIN) return route.abort();
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: HOST });
    const body = await readFile(DIST + pathname.slice(1)).catch(() => null);
    return body ? route.fulfill({ contentType: TYPES[extname(pathname)] ?? "text/plain", body }) : route.fulfill({ status: 404 });
  });
  await page.goto(`${ORIGIN}/`);
  await page.evaluate(() => {
    const state = window as unknown as { told: unknown[] };
    state.told = [];
    addEventListener("message", ({ data }) => state.told.push(data));
  });
  await page.frames()[1]?.waitForFunction(() => [...document.fonts].every(({ status }) => status !== "unloaded" && status !== "loading"));
  return {
    page,
    show: (wanted) => page.evaluate(ask, wanted),
    told: () =>
      page.evaluate(() => {
        const state = window as unknown as { told: { type: string }[] };
        return state.told.splice(0);
      }),
  };
}

/** Runs in the page: posts a message and waits for the frame's answer. */
function ask(wanted: Show): Promise<Shown> {
  const frame = document.querySelector("iframe");
  if (!frame || !wanted.device) throw new Error("no frame, or no device");
  frame.style.width = `${wanted.device.width}px`;
  frame.style.height = `${wanted.device.height}px`;
  return new Promise((resolve) => {
    const hear = ({ data }: MessageEvent<Shown>) => {
      if (data.type !== "shown" || data.loading > 0) return;
      removeEventListener("message", hear);
      resolve(data);
    };
    addEventListener("message", hear);
    frame.contentWindow?.postMessage(wanted, "*");
  });
}

/** A grey PNG as a data address: pictures for tests without files. */
export function png(width: number, height: number): string {
  const image = new PNG({ width, height });
  image.data.fill(Buffer.from([0xb0, 0x90, 0x70, 0xff]));
  return `data:image/png;base64,${PNG.sync.write(image).toString("base64")}`;
}
