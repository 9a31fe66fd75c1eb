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
import { HOST, type Measured, measure } from "./measure";

const ORIGIN = "http://preview.test";
const DIST = fileURLToPath(new URL("../../renderer/dist/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".ttf": "font/ttf" };

/** A page that holds the frame. */
export interface Stage {
  readonly page: Page;
  /** Shows a message in the device's viewport; answers when its pictures have come. */
  show(wanted: Show): Promise<Shown>;
  /** Shows many, one after the other. */
  measure(wanted: readonly Show[]): Promise<Measured[]>;
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
  return {
    page,
    show: async (wanted) => {
      const [measured] = await page.evaluate(measure, [wanted]);
      if (!measured) throw new Error("nothing was shown");
      return measured.shown;
    },
    measure: (wanted) => page.evaluate(measure, wanted),
    told: () =>
      page.evaluate(() => {
        const state = window as unknown as { told: { type: string }[] };
        return state.told.splice(0);
      }),
  };
}

/** A PNG of two colours, a field in a wide border, as a data address: one sees where it is cut. */
export function png(width: number, height: number): string {
  const image = new PNG({ width, height });
  const border = Math.min(width, height) / 10;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= border && y >= border && x < width - border && y < height - border;
      image.data.writeUInt32BE(inside ? 0xe9c9a8ff : 0xb07a4aff, (y * width + x) * 4);
    }
  }
  return `data:image/png;base64,${PNG.sync.write(image).toString("base64")}`;
}
