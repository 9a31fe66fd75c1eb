/**
 * The whole job in a browser, on the loopback host: sample, title, preview, undo, forecast,
 * publish. What the window shows is compared with what the programs below it kept.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launch } from "../renderer/chromium";
import { rehearsal, serve, type Serving } from "./programs";

const NAME = "Spring table collection";

describe.skipIf(executablePath === null || rehearsal === null)("the designer in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-journey-"));
  const problems: string[] = [];
  let browser: Browser;
  let page: Page;
  let designer: Serving;
  let server: Serving;

  beforeAll(async () => {
    designer = await serve(["design", join(folder, "journey.rehearsal"), "--browser", "--json"]);
    server = await serve(["serve", "--data", join(folder, "server"), "--listen", "127.0.0.1:0", "--json"]);
    browser = await launch();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(designer.said["url"] ?? "");
  });

  afterAll(async () => {
    await browser?.close();
    await designer?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const title = () => page.getByLabel("Title", { exact: true });
  const preview = () => page.frameLocator("[data-testid=preview-frame]");
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  it("opens the sample workspace from the empty state", async () => {
    await button("Open the sample workspace").click();
    await page.getByText(NAME).waitFor();
    expect(await page.locator("[data-open]").count()).toBe(3);
  });

  it("shows a new title in the preview as it is typed", async () => {
    await page.locator("[data-open]", { hasText: NAME }).click();
    await title().fill("Plates for a long table");
    await preview().getByText("Plates for a long table").waitFor();
  });

  it("saves, undoes and redoes", async () => {
    await page.getByRole("status", { name: "Save state" }).getByText("Saved").waitFor();
    await page.keyboard.press("Control+z");
    await preview().getByText("Made slowly, here briefly").waitFor();
    expect(await title().inputValue()).toBe("Made slowly, here briefly");
    await page.keyboard.press("Control+Shift+Z");
    await preview().getByText("Plates for a long table").waitFor();
  });

  it("keeps the edit over a reload", async () => {
    await page.reload();
    await page.locator("[data-open]", { hasText: NAME }).click();
    expect(await title().inputValue()).toBe("Plates for a long table");
    expect(await button("Undo").isEnabled()).toBe(true);
  });

  it("names a finding under its field", async () => {
    await title().fill("A title that is far longer than thirty characters");
    await page.getByRole("button", { name: "2 findings", exact: true }).click();
    await page.keyboard.press("Escape");
    expect(await title().getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => document.querySelector("[aria-invalid=true]") === null);
  });

  it("forecasts and says where impressions are lost", async () => {
    await button("Forecast").click();
    await button("Run forecast").click();
    const impressions = page.getByTestId("impressions");
    await impressions.waitFor();
    expect(Number((await impressions.textContent())?.replaceAll(/\D/g, ""))).toBeGreaterThan(0);
    expect(await page.getByTestId("biggest-loss").textContent()).toMatch(/holds back the most/);
    await page.keyboard.press("Escape");
  });

  it("publishes to a server", async () => {
    await button("Publish").click();
    await page.getByLabel("Server address").fill(server.said["listening"] ?? "");
    const keys = JSON.parse(readFileSync(server.said["keys"] ?? "", "utf8")) as { token: string };
    await page.getByLabel("Token").fill(keys.token);
    await button("Connect").click();
    await button("Publish now").click();
    await button("Done").waitFor();
    expect(await page.getByTestId("outcome-published").count()).toBe(3);
    const kept = await fetch(`${server.said["listening"]}/api/v1/campaigns/spring-table`, {
      headers: { authorization: `Bearer ${keys.token}` },
    });
    expect(await kept.text()).toContain("Plates for a long table");
    await button("Done").click();
    await page.getByText("All published").waitFor();
  });

  it("raises no error in the page", () => {
    expect(problems).toEqual([]);
  });
});
