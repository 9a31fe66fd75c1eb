import { describe, expect, test } from "vitest";
import type { Step } from "../../contract/Step";
import { type Node, type Scene, imageRatio, modalHeightMax, modalWidth, render, sheetWidth, walk } from "../src/index";
import { ASSET_URL, button, custom, image, link, message, scene, step } from "./sample";

function part(tree: Node | null, name: string): Node | undefined {
  return tree ? walk(tree).find(({ part }) => part.split(" ")[0] === name) : undefined;
}

function labels(steps: readonly Step[], index: number): string[] {
  const tree = render(message(...steps), index, scene("pixel-8"));
  return tree ? walk(tree).filter(({ part }) => part.startsWith("label")).map(({ text }) => text) : [];
}

test.each<[Scene, number]>([
  [custom("android", 360, 800), 320],
  [custom("android", 393, 851), 329],
  [custom("android", 412, 915), 348],
  [custom("android", 800, 1280), 450],
  [custom("android", 915, 412), 360],
  [custom("ios", 393, 852), 329],
  [custom("ios", 430, 932), 366],
  [custom("ios", 834, 1194), 380],
  [custom("pc_web", 1440, 900), 450],
  [custom("mobile_web", 390, 664), 326],
  [custom("mobile_web", 350, 600), 320],
  [custom("mobile_web", 300, 600), 300],
  [scene("iphone-15", "landscape"), 380],
  [scene("iphone-se", "landscape"), 380],
])("a modal is as wide as the table says (%#)", (where, width) => {
  expect(modalWidth(where)).toBe(width);
});

test.each<[string, "portrait" | "landscape", number]>([
  ["iphone-15", "portrait", 720],
  ["iphone-se", "portrait", 615],
  ["iphone-15", "landscape", 340],
  ["pixel-8", "portrait", 835],
  ["android-small", "landscape", 256],
  ["laptop", "landscape", 648],
  ["mobile-web-small", "landscape", 324],
])("a modal on %s, %s, is at most so high", (device, orientation, height) => {
  expect(modalHeightMax(scene(device, orientation))).toBeCloseTo(height, 5);
});

test.each([
  ["pixel-8", "portrait", 412],
  ["pixel-8", "landscape", 540],
  ["iphone-15", "landscape", 540],
  ["laptop", "landscape", 540],
] as const)("a bottom sheet on %s, %s, is %d wide", (device, orientation, width) => {
  expect(sheetWidth(scene(device, orientation))).toBe(width);
});

test.each([
  ["modal", "image", "portrait", 2 / 3],
  ["modal", "image_button", "landscape", 3 / 2],
  ["modal", "image_text_button", "portrait", 2.9],
  ["bottom_sheet", "image", "portrait", 1.5],
  ["banner", "image", "portrait", 24 / 7],
  ["banner", "image_text", "landscape", 1],
  ["full_screen", "image_text_button", "portrait", 9 / 16],
] as const)("pictures of %s, %s, %s, are %f wide by 1 high", (layout, content, shape, ratio) => {
  expect(imageRatio(layout, content, shape)).toBeCloseTo(ratio, 9);
});

describe("buttons", () => {
  const plain = step({ name: "a" });
  const bare = step({ content: "image", cta: { name: "cta", label: "Go", url: "https://x.example" } });
  test.each<[string, readonly Step[], number, string[]]>([
    ["one step has its own", [plain], 0, ["See all"]],
    ["a step that goes on gets Next", [plain, plain], 0, ["See all", "Next"]],
    ["the last one gets Done", [plain, plain], 1, ["See all", "Done"]],
    ["unless a button does that", [step({ buttons: [button({ action: { type: "next" } })] }), plain], 0, ["See all"]],
    ["two are the most", [step({ buttons: [button(), button(), button()] })], 0, ["See all", "See all"]],
    ["Next counts in the two", [step({ buttons: [button({ text: "A" }), button({ text: "B" })] }), plain], 0, ["A", "Next"]],
    ["a content without buttons has its call to action", [bare], 0, ["Go"]],
    ["and goes on all the same", [bare, bare], 0, ["Go", "Next"]],
    ["no call, no button", [step({ content: "image" })], 0, []],
  ])("%s", (_, steps, index, expected) => {
    expect(labels(steps, index)).toEqual(expected);
  });
});

describe("the ×", () => {
  const several = { portrait: [image, image], landscape: [] };
  test.each<[string, Partial<Step>, boolean]>([
    ["is there", {}, true],
    ["is not there when it is off", { close: { shown: false, color: "#000000" } }, false],
    ["gives way to a carousel's badge", { images: several }, false],
    ["stays where the pictures are not shown", { images: several, content: "text_button" }, true],
  ])("%s", (_, more, shown) => {
    expect(part(render(message(step(more)), 0, scene("pixel-8")), "close") !== undefined).toBe(shown);
  });
});

test("a desktop shows the landscape pictures in their box, else the portrait ones in theirs", () => {
  const height = (images: Step["images"]) =>
    part(render(message(step({ content: "image_button", images })), 0, scene("desktop", "landscape")), "image")?.style["height"];
  expect(height({ portrait: [image], landscape: [image] })).toBe(300);
  expect(height({ portrait: [image], landscape: [] })).toBe(675);
});

test("a device held sideways borrows the portrait pictures where it has none", () => {
  const tree = render(message(step({ content: "image", images: { portrait: [image], landscape: [] } })), 0, scene("pixel-8", "landscape"));
  expect(part(tree, "picture")?.attrs["src"]).toBe(ASSET_URL);
  expect(part(tree, "image")?.style["height"]).toBe(240);
});

test("a picture that nobody chose leaves its box", () => {
  const tree = render(message(step({ images: { portrait: [], landscape: [] } })), 0, scene("pixel-8"));
  expect(part(tree, "missing")?.attrs["role"]).toBe("img");
});

test("a step that is not there is nothing", () => {
  expect(render(message(), 0, scene("pixel-8"))).toBeNull();
  expect(render(message(step()), 1, scene("pixel-8"))).toBeNull();
});

test("the font scale moves texts and lines, not boxes", () => {
  const tree = render(message(step({ layout: "modal" })), 0, scene("iphone-15", "portrait", { fontScale: 2 }));
  expect(part(tree, "title")?.style).toMatchObject({ "font-size": 40, "margin-bottom": 40 });
  expect(part(tree, "body")?.style).toMatchObject({ "font-size": 32 });
  expect(part(tree, "card")?.style).toMatchObject({ width: 329 });
});

test("a dialog says what it is", () => {
  const tree = render(message(step({ title: { text: "", color: "#000000" } })), 0, scene("pixel-8"));
  expect(part(tree, "card")?.attrs).toMatchObject({ role: "dialog", "aria-label": "Forty pieces for the table.", "aria-modal": "true" });
  expect(part(render(message(step({ layout: "banner", content: "text" })), 0, scene("pixel-8")), "card")?.attrs["aria-modal"]).toBe("false");
});

test("a picture with a link can be pressed", () => {
  const linked = { ...image, link: { url: link.url, open_in: link.open_in, dismiss_on_click: true } };
  const tree = render(message(step({ images: { portrait: [linked], landscape: [] } })), 0, scene("pixel-8"));
  expect(part(tree, "slide")).toMatchObject({ tag: "button", gesture: { name: "image", action: link } });
});

test("a banner stands at the bottom, or at the top where its anchor says so", () => {
  const at = (side: "top" | "bottom" | null) =>
    part(render(message(step({ layout: "banner", content: "text", anchor: side && { selector: "", side } })), 0, scene("pixel-8")), "stage")?.style;
  expect(at(null)).toMatchObject({ "align-items": "end", padding: "56px 0px 108px 0px" });
  expect(at("top")).toMatchObject({ "align-items": "start" });
});
