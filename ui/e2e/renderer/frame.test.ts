/** The preview frame in a real engine: what it tells, what it plays, what it keeps from happening. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import { NO_INSETS } from "../../renderer/src/index";
import { executablePath, launch } from "./chromium";
import { button, images, picture, show, step } from "./sample";
import { type Stage, stage } from "./stage";

const LONG = { text: "word ".repeat(80), color: "#1c1c1c" };

describe.skipIf(executablePath === null)("the preview frame", () => {
  let browser: Browser;
  let frame: Stage;
  beforeAll(async () => {
    browser = await launch();
    frame = await stage(browser);
  });
  beforeEach(() => frame.told());
  afterAll(() => browser?.close());

  test.each<[string, Orientation, Partial<Step>, string[]]>([
    ["pixel-8", "portrait", {}, []],
    ["pixel-8", "portrait", { buttons: [button("A label that is much too long"), button("Yes")] }, ["label_cut button0"]],
    ["pixel-8", "portrait", { title: { text: "Pale", color: "#e0e0e0" } }, ["low_contrast title"]],
    ["pixel-8", "portrait", { title: { text: "Large text may be paler", color: "#8a8a8a" } }, []],
    ["pixel-8", "portrait", { body: { text: "Small text may not", color: "#8a8a8a" } }, ["low_contrast body"]],
    ["pixel-8", "portrait", { buttons: [button("No"), button("Yes", { text_color: "#b04070" })] }, ["low_contrast button1"]],
    ["mobile-web-small", "landscape", { body: LONG }, ["text_scrolls text"]],
    ["pixel-8", "portrait", { layout: "banner", content: "text", title: { text: "", color: "" }, body: LONG }, ["text_cut body"]],
    ["pixel-8", "portrait", images("tall"), ["image_ratio slide0"]],
    ["pixel-8", "landscape", { content: "image", images: { ...images("wide").images, landscape: [] } }, ["image_borrowed image"]],
    ["pixel-8", "portrait", { images: { portrait: [], landscape: [] } }, ["image_missing image"]],
    ["pixel-8", "portrait", { content: "text_button", background: "#00000008", close: { shown: true, color: "#c8c8c8" } }, ["low_contrast close"]],
    ["pixel-8", "portrait", { close: { shown: true, color: "#c8c8c8" } }, []],
    ["pixel-8", "portrait", { content: "text_button", background: "#1c1c1cc0" }, ["low_contrast title", "low_contrast body", "low_contrast close"]],
    ["pixel-8", "portrait", { layout: "banner", content: "text", title: { text: "A title that is much too long for the one line that it has", color: "#1c1c1c" } }, ["text_cut title"]],
    ["iphone-15", "portrait", { buttons: [button("A label that takes all of its two lines and more"), button("Yes")] }, ["label_cut button0"]],
    ["iphone-15", "portrait", { buttons: [button("A label of two lines"), button("Yes")] }, []],
    ["pixel-8", "portrait", { layout: "full_screen", ...images("screen") }, []],
    ["pixel-8", "portrait", { layout: "bottom_sheet", content: "image", ...images("square") }, ["image_ratio slide0"]],
    ["pixel-8", "landscape", { images: { portrait: [picture("broad")], landscape: [] } }, ["image_borrowed image"]],
    ["pixel-8", "portrait", { layout: "tooltip", content: "text", anchor: { selector: "#buy", side: "top" } }, ["layout_unsupported card"]],
    ["laptop", "landscape", { layout: "tooltip", content: "text", anchor: { selector: "#buy", side: "top" } }, []],
    ["laptop", "landscape", { layout: "tooltip", content: "text", anchor: null }, ["anchor_unmatched card"]],
    ["laptop", "landscape", { layout: "tooltip", content: "text", anchor: { selector: "..no selector", side: "top" } }, ["anchor_unmatched card"]],
    ["mobile-web-small", "landscape", { layout: "tooltip", content: "text", body: { text: "word ".repeat(200), color: "#1c1c1c" }, anchor: { selector: "#buy", side: "top" } }, ["tooltip_no_room card"]],
  ])("the lint on %s, %s (%#)", async (device, orientation, more, expected) => {
    const { lint } = await frame.show(show(device, orientation, [step(more)]));
    expect(lint.map(({ code, part }) => `${code} ${part}`)).toEqual(expected);
  });

  test("a screen too small for its parts cuts them", async () => {
    const low = { device: { width: 360, height: 120, insets: NO_INSETS } };
    const { lint } = await frame.show(show("android-small", "landscape", [step()], low));
    expect(lint.map(({ code, part }) => `${code} ${part}`)).toEqual(["text_scrolls text", "part_cut actions"]);
  });

  test("an image is upscaled by the device's ratio, not by this screen's", async () => {
    const sharp = show("pixel-8", "portrait", [step({ content: "image", ...images("tall") })]);
    const on = async (ratio: number) => (await frame.show({ ...sharp, device: { ...sharp.device!, ratio } })).lint.map(({ message }) => message);
    expect(await on(3)).toEqual([]);
    expect(await on(4)).toEqual(["the image is enlarged 1.2 times on this screen"]);
  });

  test("an image is upscaled where the screen is finer than it", async () => {
    const fine = await stage(browser, 3);
    const sharp = { content: "image" as const, ...images("square") };
    const { lint } = await fine.show(show("pixel-8", "portrait", [step(sharp)]));
    expect(lint.map(({ code }) => code)).toEqual(["image_ratio", "image_upscaled"]);
    await fine.page.close();
  });

  test("a tooltip points at the stand-in for its target", async () => {
    const { drawn, boxes } = await frame.show(show("laptop", "landscape", [step({ layout: "tooltip", content: "text", anchor: { selector: "#buy", side: "bottom" } })]));
    expect(drawn).toBe("drawn");
    expect(boxes["arrow"]).toBeDefined();
  });

  test("a step that is not there is said, not thrown, and nothing old stays", async () => {
    await frame.show(show("laptop", "landscape", [step()]));
    expect((await frame.show(show("laptop", "landscape", [step()], { step: 4 }))).drawn).toBe("no_step");
    expect(await frame.page.frameLocator("iframe").locator(".card").count()).toBe(0);
    expect((await frame.show({ ...show("laptop", "landscape", []), message: null as never })).drawn).toBe("malformed");
    expect((await frame.show(show("laptop", "landscape", [step()]))).drawn).toBe("drawn");
  });

  test("it says that it is there until it is asked for something, and not after", async () => {
    const quiet = await stage(browser);
    const readies = async () => (await quiet.told()).filter(({ type }) => type === "ready").length;
    await quiet.page.waitForFunction(() => (window as unknown as { told: { type: string }[] }).told.filter(({ type }) => type === "ready").length > 2);
    await quiet.show(show("laptop", "landscape", [step()]));
    await readies();
    // Longer than it waits between two.
    await quiet.page.waitForTimeout(600);
    expect(await readies()).toBe(0);
    await quiet.page.close();
  });

  test("what was drawn already is answered, not drawn again", async () => {
    const own = await stage(browser);
    const { shown, impressions } = await own.page.evaluate(async (wanted) => {
      const inside = document.querySelector("iframe")?.contentWindow;
      const shown: { sequence: number; at: number }[] = [];
      let impressions = 0;
      const all = new Promise<void>((resolve) =>
        addEventListener("message", ({ data }) => {
          if (data.name === "message_impression") impressions += 1;
          if (data.type === "shown" && shown.push({ sequence: data.sequence, at: data.at }) === 4) resolve();
        }),
      );
      for (const sequence of [8, 8, 7, 9]) inside?.postMessage({ ...wanted, sequence }, "*");
      await all;
      return { shown, impressions };
    }, show("laptop", "landscape", [step({ content: "text_button" })], { interactive: true }));
    await own.page.close();
    expect(shown.map(({ sequence }) => sequence)).toEqual([8, 8, 8, 9]);
    expect(new Set(shown.map(({ at }) => at)).size).toBe(2);
    expect(impressions).toBe(2);
  });

  test("it says when layout was done, on a clock that both windows share", async () => {
    const quick = await stage(browser);
    const before = await quick.page.evaluate(() => performance.timeOrigin + performance.now());
    const { at } = await quick.show(show("laptop", "landscape", [step()]));
    const after = await quick.page.evaluate(() => performance.timeOrigin + performance.now());
    await quick.page.close();
    expect(at).toBeGreaterThanOrEqual(before - 1);
    expect(at).toBeLessThanOrEqual(after + 1);
  });

  test("it plays a flow and tells both vocabularies; nothing leaves the page", async () => {
    const requests: string[] = [];
    frame.page.on("request", (request) => requests.push(request.url()));
    const link = { type: "link", url: "https://shop.example/sale", open_in: "new_tab", dismiss_on_click: true } as const;
    const steps = [step({ name: "one", buttons: [] }), step({ name: "two", buttons: [button("Go", { action: link })] })];
    await frame.show(show("laptop", "landscape", steps, { interactive: true }));
    const inside = frame.page.frameLocator("iframe");
    await inside.getByRole("button", { name: "Next" }).click();
    await inside.getByRole("button", { name: "Go" }).click();
    await frame.page.waitForFunction(() => (window as unknown as { told: { type: string }[] }).told.some(({ type }) => type === "ended"));
    const told = (await frame.told()).filter(({ type }) => type !== "shown").map(({ type, name }) => name ?? type);
    expect(told).toEqual([
      "message_impression",
      "in-app:message-opened",
      "in-app:message-changed",
      "message_cta_click",
      "in-app:message-action",
      "in-app:message-dismissed",
      "open",
      "ended",
    ]);
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([]);
    expect(frame.page.context().pages()).toHaveLength(1);
  });

  test("only playing moves, and not for who wants less motion", async () => {
    const moving = async (interactive: boolean) => {
      await frame.show(show("laptop", "landscape", [step()], { interactive }));
      return frame.page.frames()[1]?.evaluate(() => [...document.body.children].flatMap(({ shadowRoot }) => shadowRoot?.getAnimations() ?? []).length);
    };
    expect(await moving(false)).toBe(0);
    expect(await moving(true)).toBeGreaterThan(0);
    await frame.page.emulateMedia({ reducedMotion: "reduce" });
    expect(await moving(true)).toBe(0);
    await frame.page.emulateMedia({ reducedMotion: null });
  });

  test("held still, it takes no focus and does nothing when clicked", async () => {
    await frame.page.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { id: "typing" })));
    await frame.page.focus("#typing");
    await frame.show(show("laptop", "landscape", [step()]));
    expect(await frame.page.evaluate(() => document.activeElement?.id)).toBe("typing");
    await frame.page.frameLocator("iframe").getByRole("button", { name: "Yes" }).click();
    expect((await frame.told()).filter(({ type }) => type === "event" || type === "ended")).toEqual([]);
  });

  test("typing changes the text and keeps the elements", async () => {
    await frame.show(show("laptop", "landscape", [step()]));
    const title = await frame.page.frameLocator("iframe").locator(".title").elementHandle();
    await frame.show(show("laptop", "landscape", [step({ title: { text: "Hello there", color: "#1c1c1c" } })]));
    expect(await title?.evaluate((element) => `${element.isConnected} ${element.textContent}`)).toBe("true Hello there");
  });

  test("another window's messages are not heard", async () => {
    await frame.show(show("laptop", "landscape", [step()]));
    const text = await frame.page.frames()[1]?.evaluate((wanted) => {
      dispatchEvent(new MessageEvent("message", { data: wanted, source: window }));
      return [...document.body.children].find(({ shadowRoot }) => shadowRoot)?.shadowRoot?.querySelector(".title")?.textContent;
    }, show("laptop", "landscape", [step({ title: { text: "Forged", color: "" } })]));
    expect(text).toBe("Hello");
  });

  test("markup in texts is text", async () => {
    const bad = "<img src=x onerror=document.title='pwned'><script>document.title='pwned'</script>";
    const text = { text: bad, color: "#1c1c1c" };
    await frame.show(show("laptop", "landscape", [step({ title: text, body: text, buttons: [button(bad)] })]));
    const inside = frame.page.frames()[1];
    expect(await inside?.title()).toBe("Preview");
    expect(await frame.page.frameLocator("iframe").locator(".title").textContent()).toBe(bad);
  });
});
