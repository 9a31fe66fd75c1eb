/**
 * Every screen of the designer, read by axe for what keeps people out: names, roles, focus and
 * contrast, in the light and the dark theme.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launch } from "../renderer/chromium";
import { rehearsal, serve, type Serving } from "./programs";

/** A folder in which a picture of every screen is kept, to be looked at. */
const shots = process.env["REHEARSAL_SHOTS"];

const NAME = "Spring table collection";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  // The preview's frame is of another origin, and the message in it is the person's own.
  iframes: false,
  resultTypes: ["violations"],
};

const SECTIONS = [
  "Info",
  "Type",
  "Message",
  "Experiment",
  "Trigger",
  "Audience",
  "Frequency",
  "Period",
  "Test devices",
  "Run",
];

type Screen = readonly [name: string, show: (page: Page) => Promise<unknown>];

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const rail = (name: string): Screen => [name, (page) => page.locator("nav").getByText(name, { exact: true }).click()];
const escape = (page: Page) => page.keyboard.press("Escape");
const palette = async (page: Page, command: string) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").locator("input").fill(command);
  await page.keyboard.press("Enter");
};

/** In the order in which they are walked through. */
const SCREENS: readonly Screen[] = [
  ["Campaigns", (page) => page.getByText(NAME).waitFor()],
  ["Selected campaigns", (page) => page.getByLabel(`Select ${NAME}`).click()],
  [
    "New campaign",
    async (page) => {
      await escape(page);
      await button(page, "New campaign").click();
    },
  ],
  [
    "Command palette",
    async (page) => {
      await escape(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor();
    },
  ],
  [
    "Recently deleted",
    async (page) => {
      await escape(page);
      await palette(page, "Recently deleted");
    },
  ],
  [
    "Keyboard shortcuts",
    async (page) => {
      await escape(page);
      await palette(page, "Keyboard shortcuts");
    },
  ],
  [
    "Import campaigns",
    async (page) => {
      await escape(page);
      await palette(page, "Import campaigns");
    },
  ],
  [
    "Logs",
    async (page) => {
      await escape(page);
      await rail("Logs")[1](page);
    },
  ],
  rail("Activity"),
  rail("Settings"),
  [
    "Editor",
    async (page) => {
      await rail("Campaigns")[1](page);
      await page.locator("[data-open]", { hasText: NAME }).click();
      await page.getByTestId("preview-frame").waitFor();
    },
  ],
  [
    "Preview in large",
    async (page) => {
      await page.getByLabel("Text size").click();
      await page.getByRole("option", { name: "Text 200%" }).click();
      await page.getByLabel("Zoom").click();
      await page.getByRole("option", { name: "150%" }).click();
      await button(page, "Right to left").click();
    },
  ],
  ...SECTIONS.map(
    (name): Screen => [
      `Section ${name}`,
      (page) => page.getByLabel("Sections").getByRole("button", { name }).click(),
    ],
  ),
  ["Forecast", (page) => button(page, "Forecast").click()],
  [
    "Publish",
    async (page) => {
      await escape(page);
      await button(page, "Publish").click();
    },
  ],
  [
    "Versions",
    async (page) => {
      await escape(page);
      await palette(page, "Versions");
    },
  ],
];

describe.skipIf(executablePath === null || rehearsal === null)("the designer for everybody", () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-axe-"));
  let browser: Browser;
  let designer: Serving;

  beforeAll(async () => {
    designer = await serve(["design", join(folder, "axe.rehearsal"), "--browser", "--json"]);
    browser = await launch();
    const page = await browser.newPage();
    await page.goto(designer.said["url"] ?? "");
    await button(page, "Open the sample workspace").click();
    await page.getByText(NAME).waitFor();
    await page.close();
  });

  afterAll(async () => {
    await browser?.close();
    await designer?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(["light", "dark"] as const)("keeps nobody out of a screen in the %s theme", async (theme) => {
    // Motion is off, so that nothing is read while it fades in.
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    await page.goto(designer.said["url"] ?? "");
    await page.evaluate(AXE);
    const found: string[] = [];
    for (const [name, show] of SCREENS) {
      await show(page);
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${theme}-${name.replaceAll(" ", "-")}.png`) });
      found.push(...(await read(page)).map((words) => `${name}: ${words}`));
    }
    await page.close();
    expect(found).toEqual([]);
  });
});

/** What axe finds on the page, a line for each element. */
async function read(page: Page): Promise<string[]> {
  const results = await page.evaluate(
    (rules) => (globalThis as unknown as { axe: { run(rules: RunOptions): Promise<AxeResults> } }).axe.run(rules),
    RULES,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id} ${node.target.join(" ")}: ${node.failureSummary?.replaceAll(/\s+/g, " ") ?? ""}`),
  );
}
