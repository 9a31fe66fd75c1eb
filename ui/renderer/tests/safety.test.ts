// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { Link } from "../../contract/Link";
import type { Step } from "../../contract/Step";
import { mount, play, safeColor, safeUrl } from "../src/index";
import { hostile, strange } from "./hostile";
import { ASSET_URL, message, scene } from "./sample";

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

const MESSAGES = 600;
const VALUES_LEAST = 10_000;

test("hostile content adds no element, no attribute, no address, and never throws", { timeout: 120_000 }, () => {
  const { step, values } = hostile(7);
  const surface = mount(document.body, { gesture: () => {}, focus: "leave" });
  let drawn = 0;
  for (let round = 0; round < MESSAGES; round++) {
    const bad = step();
    const came = surface.draw({ message: message(bad, step()), step: 0, scene: scene(round % 2 ? "pixel-8" : "laptop") });
    expect(["drawn", "no_target", "no_room", "malformed"]).toContain(came);
    const found = [...surface.root.querySelectorAll("*")].flatMap((element) => strange(element, ASSET_URL));
    if (found.length > 0) expect(found).toEqual([]);
    if (came !== "drawn") continue;
    drawn += 1;
    const title = surface.root.querySelector(".title");
    if (title && title.textContent !== bad.title.text) expect(title.textContent).toBe(bad.title.text);
  }
  surface.unmount();
  expect(values()).toBeGreaterThanOrEqual(VALUES_LEAST);
  expect(drawn).toBeGreaterThan(MESSAGES / 2);
  expect("pwned" in globalThis).toBe(false);
  expect(document.querySelectorAll("script,svg,iframe,style,base,meta[http-equiv]")).toHaveLength(0);
});

test("hostile links open only what may be opened", { timeout: 120_000 }, () => {
  const { step } = hostile(11);
  const opened: string[] = [];
  // What a listener throws does not come back to the click.
  const failures: string[] = [];
  const failed = ({ message }: ErrorEvent) => failures.push(message);
  addEventListener("error", failed);
  const handlers = { event: () => {}, open: ({ url }: Link) => opened.push(url), ended: () => {} };
  for (let round = 0; round < MESSAGES; round++) {
    const playing = play(message(step()), scene("laptop"), document.body, handlers);
    for (const pressed of playing.surface.root.querySelectorAll<HTMLElement>("button")) if (pressed.className !== "close") pressed.click();
    playing.stop();
  }
  removeEventListener("error", failed);
  expect(failures).toEqual([]);
  expect(opened.length).toBeGreaterThan(10);
  const schemes = new Set(opened.map((url) => new URL(url).protocol));
  for (const refused of ["javascript:", "data:", "vbscript:", "blob:", "file:", "about:", "filesystem:", "view-source:"]) expect(schemes).not.toContain(refused);
  expect("pwned" in globalThis).toBe(false);
  expect(document.body.children).toHaveLength(0);
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
