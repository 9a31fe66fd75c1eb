/**
 * Hostile content in a real engine, without the policy that the hosts of the frame add: no
 * script runs, nothing is fetched, no element or attribute appears that the renderer did not
 * mean to, no error reaches the page.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Show, Shown } from "../../renderer/src/frame";
import { DEVICES } from "../../renderer/src/index";
import { ASSET } from "../../renderer/tests/sample";
import { hostile, strange } from "../../renderer/tests/hostile";
import { executablePath, launch } from "./chromium";
import { images, show } from "./sample";
import { type Stage, stage } from "./stage";

const MESSAGES = 500;
const CHUNK = 50;

/** One element, as the page tells it. */
interface Told {
  readonly tagName: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** Runs in the page: shows each message, uses its parts where it is played, and tells every element that was drawn. */
async function provoke(wanted: readonly Show[]): Promise<{ elements: Told[]; unanswered: number }> {
  const frame = document.querySelector("iframe");
  const inside = frame?.contentDocument;
  if (!frame || !inside) throw new Error("no frame");
  const counter = window as unknown as { sequence?: number };
  const seen = new Map<string, Told>();
  let unanswered = 0;
  for (const one of wanted) {
    frame.style.cssText = `width:${one.device?.width}px;height:${one.device?.height}px`;
    const sequence = (counter.sequence = (counter.sequence ?? 0) + 1);
    const answered = new Promise<boolean>((resolve) => {
      const hear = ({ data }: MessageEvent<Shown>) => {
        if (data.type !== "shown" || data.sequence !== sequence) return;
        removeEventListener("message", hear);
        resolve(true);
      };
      addEventListener("message", hear);
      setTimeout(() => resolve(false), 5_000);
    });
    frame.contentWindow?.postMessage({ ...one, sequence }, "*");
    if (!(await answered)) unanswered += 1;
    for (const host of [...inside.body.children].filter(({ shadowRoot }) => shadowRoot)) {
      for (const { tagName, attributes } of host.shadowRoot?.querySelectorAll("*") ?? []) {
        const told = { tagName, attributes: [...attributes].map(({ name, value }) => ({ name, value: value.length > 2_000 ? value.slice(0, 2_000) : value })) };
        seen.set(JSON.stringify(told), told);
      }
      if (one.interactive) for (const button of host.shadowRoot?.querySelectorAll("button") ?? []) button.click();
    }
  }
  return { elements: [...seen.values()], unanswered };
}

describe.skipIf(executablePath === null)("hostile content in Chromium", () => {
  let browser: Browser;
  let frame: Stage;
  beforeAll(async () => {
    browser = await launch();
    frame = await stage(browser);
  });
  afterAll(() => browser?.close());

  test("runs nothing, fetches nothing, adds nothing", { timeout: 120_000 }, async () => {
    const { page } = frame;
    const happened: string[] = [];
    page.on("dialog", (dialog) => (happened.push(`dialog ${dialog.message()}`), dialog.dismiss()));
    page.on("pageerror", ({ message }) => happened.push(`error ${message}`));
    page.on("request", (request) => request.url().startsWith("data:") || happened.push(`request ${request.url()}`));
    page.on("popup", (popup) => happened.push(`window ${popup.url()}`));
    page.on("framenavigated", (navigated) => happened.push(`navigation ${navigated.url()}`));

    const { step } = hostile(23);
    const known = images("square").images.portrait[0]?.asset ?? "";
    const wanted = Array.from({ length: MESSAGES }, (_, at): Show => {
      const { id, orientations } = DEVICES[at % DEVICES.length] as (typeof DEVICES)[number];
      const asked = show(id, orientations[0] ?? "landscape", [step(), step()], { interactive: at % 5 === 0, rtl: at % 7 === 0 });
      return { ...asked, assets: { [ASSET]: asked.assets[known] ?? "" } };
    });
    const src = wanted[0]?.assets[ASSET] ?? "";
    for (let at = 0; at < MESSAGES; at += CHUNK) {
      const { elements, unanswered } = await page.evaluate(provoke, wanted.slice(at, at + CHUNK));
      expect(unanswered).toBe(0);
      expect(elements.length).toBeGreaterThan(CHUNK);
      expect(elements.flatMap((element) => strange(element as unknown as Element, src))).toEqual([]);
    }
    const left = await page.frames()[1]?.evaluate(() => ({
      pwned: "pwned" in globalThis || "pwned" in parent,
      title: document.title,
      added: document.querySelectorAll("svg,iframe,base,meta[http-equiv],link,object,embed,math,details").length,
      scripts: document.scripts.length,
      // One style of the page, and nothing that a colour or a selector brought.
      styles: document.querySelectorAll("style").length,
    }));
    expect(left).toEqual({ pwned: false, title: "Preview", added: 0, scripts: 2, styles: 1 });
    expect(happened).toEqual([]);
  });
});
