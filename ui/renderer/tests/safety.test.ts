// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Content } from "../../contract/Content";
import type { Layout } from "../../contract/Layout";
import type { Step } from "../../contract/Step";
import { mount, safeColor, safeUrl } from "../src/index";
import { ASSET, ASSET_URL, message, scene } from "./sample";

test.each([
  "https://example.com/a?b=c#d",
  "http://localhost:8080",
  "HTTPS://EXAMPLE.COM/ä",
  "myapp://cart/42",
  "my-app.beta:open",
  "tel:+4930",
])("%s may be opened", (url) => {
  expect(safeUrl(url)).toBe(url);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  " javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "java\tscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "blob:https://example.com/1",
  "file:///etc/passwd",
  "view-source:https://example.com",
  "about:blank",
  "filesystem:https://example.com/x",
  "//example.com",
  "/relative",
  "example.com",
  "https://",
  "https://exa mple.com",
  ":",
  "",
  undefined,
  null,
  {},
])("%j may not", (url) => {
  expect(safeUrl(url)).toBeNull();
});

test.each(["#fff", "#FFFAF5", "#fffaf580"])("%s is a colour", (color) => {
  expect(safeColor(color, "x")).toBe(color);
});

test.each(["red", "#ffff", "#ggg", "#fff;color:red", "url(x)", "var(--x)", "#fff\n", "expression(1)", "", null])("%j is none", (color) => {
  expect(safeColor(color, "#123456")).toBe("#123456");
});

/** A generator with a seed: the same inputs in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

const PIECES = [
  "<script>globalThis.pwned=1</script>", "<img src=x onerror=globalThis.pwned=1>", "\"><svg onload=globalThis.pwned=1>", "javascript:globalThis.pwned=1",
  "</style><script>", "{{constructor}}", "${7*7}", "\u202e\u2066\u2069", "\u200b\u200d\ufeff", "\u0000\u001b[31m", "&lt;b&gt;", "a".repeat(1_000),
  "👩‍👩‍👧‍👦", "العربية", "\ud800", "url(https://evil.example)", "#fff;background:url(//evil.example)", "expression(alert(1))", "data:text/html,x", "--><!--", "\r\n", "' onclick='x",
  "__proto__", "constructor", "#ffffff", "https://example.com", "",
];
const LAYOUTS: readonly Layout[] = ["modal", "full_screen", "bottom_sheet", "banner", "tooltip"];
const CONTENTS: readonly Content[] = ["image_button", "image_text_button", "text_button", "image", "image_text", "text"];
const TAGS = new Set(["DIV", "SPAN", "BUTTON", "IMG", "STYLE"]);
const ATTRIBUTES = new Set(["class", "style", "dir", "role", "aria-label", "aria-modal", "tabindex", "type", "alt", "src", "hidden"]);

function hostile(roll: () => number): Step {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;
  const text = () => pick(PIECES) + pick(PIECES) + (roll() < 0.01 ? "x".repeat(1_000_000) : "");
  const link = () => ({ url: text(), open_in: "new_tab" as const, dismiss_on_click: roll() < 0.5 });
  const image = () => ({ name: text(), asset: roll() < 0.3 ? ASSET : text(), alt: text(), link: roll() < 0.5 ? link() : null });
  const images = () => Array.from({ length: Math.floor(roll() * 3) }, image);
  const button = () => ({ name: text(), text: text(), text_color: text(), background: text(), border_color: text(), action: { type: "link" as const, ...link() } });
  return {
    name: text(),
    layout: pick(LAYOUTS),
    content: pick(CONTENTS),
    images: { portrait: images(), landscape: images() },
    title: { text: text(), color: text() },
    body: { text: text(), color: text() },
    buttons: [button(), button()],
    cta: { name: text(), label: text(), url: text() },
    background: text(),
    close: { shown: true, color: text() },
    anchor: { selector: text(), side: "top" },
  };
}

/** What an element of the renderer does not have. */
function strange({ tagName, attributes }: Element): string[] {
  const found = [...attributes].filter(
    ({ name, value }) =>
      !ATTRIBUTES.has(name) || (name === "src" && value !== ASSET_URL) || (name === "style" && /url\(|expression|evil/.test(value)),
  );
  return [...(TAGS.has(tagName) ? [] : [tagName]), ...found.map(({ name, value }) => `${name}=${value}`)];
}

test("hostile content adds no element, no attribute, no address, and never throws", { timeout: 60_000 }, () => {
  const roll = random(7);
  const surface = mount(document.body, { gesture: () => {}, focus: "leave" });
  for (let round = 0; round < 300; round++) {
    const bad = hostile(roll);
    surface.draw({ message: message(bad), step: 0, scene: scene(roll() < 0.5 ? "pixel-8" : "laptop") });
    expect([...surface.root.querySelectorAll("*")].flatMap(strange)).toEqual([]);
    const title = surface.root.querySelector(".title");
    if (title) expect(title.textContent).toBe(bad.title.text);
  }
  expect("pwned" in globalThis).toBe(false);
  expect(document.querySelectorAll("script,svg,iframe")).toHaveLength(0);
  surface.unmount();
});

test("a message with parts of the wrong kind is drawn without them", () => {
  const surface = mount(document.body, { gesture: () => {}, focus: "leave" });
  const broken = JSON.parse(
    '{"name":1,"layout":"modal","content":"image_text_button","images":{"portrait":[{"asset":{},"alt":5}],"landscape":[]},"title":{"text":{"a":1},"color":[]},"body":{"text":null},"buttons":[{"text":7,"action":{"type":"close"}}],"cta":null,"background":false,"close":{"shown":true}}',
  ) as Step;
  expect(surface.draw({ message: message(broken), step: 0, scene: scene("pixel-8") })).toBe("drawn");
  expect(surface.root.querySelector(".title")).toBeNull();
  surface.unmount();
});
