/**
 * The laid-out boxes against numbers worked out by hand from the table of sizes, ± 0.5 px, on
 * all platforms and in both orientations. A box is left, top, width, height.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Orientation } from "../../contract/Orientation";
import type { Step } from "../../contract/Step";
import type { Show } from "../../renderer/src/frame";
import { executablePath, launch } from "./chromium";
import { button, images, picture, show, step } from "./sample";
import { type Stage, stage } from "./stage";

type Box = readonly [left: number, top: number, width: number, height: number];
type Case = readonly [device: string, orientation: Orientation, boxes: Readonly<Record<string, Box>>];

const TOLERANCE = 0.5;
const LONG = { text: "word ".repeat(80), color: "#1c1c1c" };

describe.skipIf(executablePath === null)("boxes in Chromium", () => {
  let browser: Browser;
  let frame: Stage;
  beforeAll(async () => {
    browser = await launch();
    frame = await stage(browser);
  });
  afterAll(() => browser?.close());

  async function check(wanted: Show, expected: Readonly<Record<string, Box>>): Promise<void> {
    const { drawn, boxes } = await frame.show(wanted);
    expect(drawn).toBe("drawn");
    for (const [part, box] of Object.entries(expected)) {
      const { left = NaN, top = NaN, width = NaN, height = NaN } = boxes[part] ?? {};
      const off = [left, top, width, height].map((value, at) => Math.abs(value - (box[at] ?? NaN)));
      if (!off.every((value) => value <= TOLERANCE)) expect({ [part]: [left, top, width, height] }).toEqual({ [part]: box });
    }
  }
  const table = (name: string, more: Partial<Step>, cases: readonly Case[]) =>
    test.each(cases)(`${name} on %s, %s`, (device, orientation, expected) => check(show(device, orientation, [step(more)]), expected));

  table("modal with image, text and buttons", {}, [
    ["pixel-8", "portrait", {
      card: [32, 327, 348, 261], image: [32, 327, 348, 120], title: [48, 463, 316, 25], body: [48, 488, 316, 20],
      button0: [48, 524, 154, 48], button1: [210, 524, 154, 48], close: [340, 327, 40, 40], glyph: [352, 339, 16, 16],
    }],
    ["iphone-15", "portrait", {
      card: [32, 307.28, 329, 262.45], image: [32, 307.28, 329, 113.45], title: [48, 436.72, 297, 25], body: [48, 481.72, 297, 20],
      button0: [48, 517.72, 144.5, 36], button1: [200.5, 517.72, 144.5, 36], close: [309, 307.28, 52, 52], glyph: [325, 323.28, 20, 20],
    }],
    ["laptop", "landscape", {
      card: [415, 207.91, 450, 304.17], image: [415, 207.91, 450, 155.17], title: [431, 379.09, 418, 25], body: [431, 412.09, 418, 20],
      button0: [431, 448.09, 205, 48], button1: [644, 448.09, 205, 48], close: [825, 207.91, 40, 40], glyph: [835, 217.91, 20, 20],
    }],
    ["mobile-web", "portrait", { card: [32, 201.29, 326, 261.41], close: [318, 201.29, 40, 40] }],
    ["mobile-web-small", "landscape", { card: [95, 27.91, 450, 304.17] }],
    ["desktop", "landscape", { card: [495, 297.91, 450, 304.17] }],
    ["pixel-8", "landscape", { card: [277.5, 73.43, 360, 265.14], image: [277.5, 73.43, 360, 124.14] }],
    ["iphone-15", "landscape", { card: [236, 45.98, 380, 280.03], image: [236, 45.98, 380, 131.03] }],
    ["iphone-15-pro-max", "portrait", { card: [32, 340.9, 366, 275.21] }],
    ["iphone-se", "landscape", { card: [143.5, 47.48, 380, 280.03] }],
    ["ipad-11", "portrait", { card: [227, 458.98, 380, 280.03] }],
    ["android-small", "portrait", { card: [20, 182.33, 320, 251.34] }],
    ["android-tablet", "portrait", { card: [175, 479.91, 450, 296.17] }],
    ["android-tablet", "landscape", { card: [460, 255.43, 360, 265.14] }],
  ]);

  table("modal with image and buttons", { content: "image_button", ...images("tall", "wide") }, [
    ["pixel-8", "portrait", { card: [32, 156.5, 348, 602], image: [32, 156.5, 348, 522] }],
    ["iphone-15", "portrait", { card: [32, 157.75, 329, 561.5], image: [32, 157.75, 329, 493.5] }],
    ["laptop", "landscape", { card: [415, 170, 450, 380], image: [415, 170, 450, 300] }],
    ["iphone-15", "landscape", { card: [236, 25.33, 380, 321.33], image: [236, 25.33, 380, 253.33] }],
    ["android-small", "landscape", { card: [140, 40, 360, 256], image: [140, 40, 360, 176], button0: [156, 232, 160, 48] }],
    ["mobile-web-small", "landscape", { card: [95, 18, 450, 324], image: [95, 18, 450, 244] }],
  ]);

  table("modal with image", { content: "image", ...images("tall", "wide") }, [
    ["pixel-8", "portrait", { card: [32, 196.5, 348, 522], image: [32, 196.5, 348, 522] }],
    ["ipad-11", "landscape", { card: [407, 292.33, 380, 253.33] }],
  ]);

  table("modal with text and buttons", { content: "text_button" }, [
    ["pixel-8", "portrait", { card: [32, 387, 348, 141], title: [48, 403, 316, 25], body: [48, 428, 316, 20] }],
    ["iphone-se", "portrait", { card: [27.5, 269, 320, 149] }],
    ["desktop", "landscape", { card: [495, 375.5, 450, 149], close: [905, 375.5, 40, 40] }],
  ]);

  table("carousel", { content: "image", images: { portrait: [picture("tall"), picture("tall")], landscape: [] } }, [
    ["pixel-8", "portrait", { badge: [318, 212.5, 46, 20], slide0: [32, 196.5, 348, 522], slide1: [380, 196.5, 348, 522] }],
  ]);

  table("bottom sheet", { layout: "bottom_sheet", content: "image_button", ...images("wide") }, [
    ["pixel-8", "portrait", {
      card: [0, 572.33, 412, 318.67], image: [0, 572.33, 412, 274.67], button0: [0, 847, 206, 44], button1: [206, 847, 206, 44], close: [360, 572.33, 52, 52],
    }],
    ["iphone-15", "portrait", { card: [0, 512, 393, 306] }],
    ["iphone-15", "landscape", { card: [156, 32, 540, 340], image: [156, 32, 540, 296] }],
    ["pixel-8", "landscape", { card: [187.5, 56, 540, 332], image: [187.5, 56, 540, 288] }],
    ["laptop", "landscape", { card: [370, 316, 540, 404], close: [858, 316, 52, 52] }],
    ["mobile-web", "portrait", { card: [0, 360, 390, 304] }],
  ]);

  table("banner with image and text", { layout: "banner", content: "image_text", ...images("square") }, [
    ["pixel-8", "portrait", { card: [36, 723, 340, 84], image: [48, 735, 60, 60], title: [116, 747.5, 228, 17.5], body: [116, 765, 228, 17.5], close: [344, 723, 32, 32] }],
    ["pixel-8", "landscape", { card: [287.5, 220, 340, 84] }],
    ["iphone-15", "portrait", { card: [26.5, 684, 340, 84], close: [340.5, 690, 20, 20] }],
    ["iphone-15", "landscape", { card: [256, 225, 340, 84] }],
    ["mobile-web-small", "portrait", { card: [10, 532, 340, 84] }],
    ["laptop", "landscape", { card: [470, 612, 340, 84] }],
  ]);

  table("banner with three lines and more", { layout: "banner", content: "text", title: { text: "", color: "" }, body: LONG }, [
    ["pixel-8", "portrait", { card: [36, 723, 340, 84], body: [48, 738.75, 296, 52.5] }],
  ]);

  table("banner image", { layout: "banner", content: "image", ...images("strip") }, [
    ["pixel-8", "portrait", { card: [36, 707.83, 340, 99.17] }],
    ["laptop", "landscape", { card: [470, 596.83, 340, 99.17] }],
  ]);

  table("full screen", { layout: "full_screen", ...images("screen", "wide") }, [
    ["pixel-8", "portrait", { card: [0, 24, 412, 867], image: [0, 24, 412, 726] }],
    ["pixel-8", "landscape", { card: [0, 24, 915, 364], image: [0, 24, 915, 223] }],
    ["iphone-15", "portrait", { card: [0, 59, 393, 759], image: [0, 59, 393, 610] }],
    ["iphone-15", "landscape", { card: [59, 0, 734, 372], image: [59, 0, 734, 223] }],
    ["mobile-web", "portrait", { card: [0, 0, 390, 664], image: [0, 0, 390, 515] }],
    ["laptop", "landscape", { card: [0, 0, 1280, 720], image: [0, 0, 1280, 571], button0: [386, 656, 250, 48] }],
  ]);

  table("a text too long scrolls before the image gives way", { body: LONG }, [
    ["mobile-web-small", "landscape", { card: [95, 18, 450, 324], image: [95, 18, 450, 155.17], text: [95, 173.17, 450, 88.83] }],
    ["android-small", "landscape", { card: [140, 40, 360, 256], text: [140, 164.14, 360, 51.86] }],
  ]);

  test("then the image loses height, and the buttons none", () => {
    const none = { top: 0, right: 0, bottom: 0, left: 0 };
    const low = { device: { width: 640, height: 280, insets: none } };
    return check(show("android-small", "landscape", [step({ body: LONG })], low), {
      card: [140, 16, 360, 248], image: [140, 16, 360, 120], text: [140, 136, 360, 48], button0: [156, 200, 160, 48],
    });
  });

  test("the × of a message from right to left is at the left", () =>
    check(show("pixel-8", "portrait", [step()], { rtl: true }), { close: [32, 327, 40, 40], button0: [210, 524, 154, 48] }));

  test("twice the text size makes twice the lines, and the buttons stay", () =>
    check(show("pixel-8", "portrait", [step()], { fontScale: 2 }), { title: [48, 440.5, 316, 50], body: [48, 490.5, 316, 40], button0: [48, 546.5, 154, 48] }));

  test("a long label of iOS takes two lines, one of Android none more", async () => {
    const long = step({ buttons: [button("A label that is much too long"), button("Yes")] });
    await check(show("iphone-15", "portrait", [long]), { button0: [48, 507.72, 144.5, 56], button1: [200.5, 507.72, 144.5, 56] });
    await check(show("pixel-8", "portrait", [long]), { button0: [48, 524, 154, 48] });
  });
});
