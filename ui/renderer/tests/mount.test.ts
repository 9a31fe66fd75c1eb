// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Link } from "../../contract/Link";
import type { Step } from "../../contract/Step";
import { type FlowEvent, type Playing, type Surface, mount, play } from "../src/index";
import { button, image, link, message, scene, step } from "./sample";

const where = scene("mobile-web");
const one = <E extends Element = HTMLElement>(surface: Surface, selector: string) => surface.root.querySelector<E>(selector);

function shown(...steps: readonly Step[]): { playing: Playing; events: FlowEvent[]; opened: Link[]; ended: () => void } {
  const events: FlowEvent[] = [];
  const opened: Link[] = [];
  const ended = vi.fn();
  const playing = play(message(...steps), where, document.body, { event: (event) => events.push(event), open: (link) => opened.push(link), ended });
  return { playing, events, opened, ended };
}

function press(key: string, more: KeyboardEventInit = {}): void {
  document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more }));
}

beforeEach(() => {
  document.body.innerHTML = '<input id="before">';
});
afterEach(() => {
  document.body.replaceChildren();
});

test("what stays is changed in place", () => {
  const surface = mount(document.body, { gesture: () => {}, focus: "leave" });
  surface.draw({ message: message(step()), step: 0, scene: where });
  const [title, picture] = [one(surface, ".title"), one(surface, ".picture")];
  surface.draw({ message: message(step({ title: { text: "Changed", color: "#112233" } })), step: 0, scene: where });
  expect(one(surface, ".title")).toBe(title);
  expect(one(surface, ".picture")).toBe(picture);
  expect(title?.textContent).toBe("Changed");
  expect(title?.style.color).toBe("rgb(17, 34, 51)");
  surface.unmount();
});

test("parts come and go without moving those that stay", () => {
  const surface = mount(document.body, { gesture: () => {}, focus: "leave" });
  const draw = (more: Partial<Step>) => surface.draw({ message: message(step(more)), step: 0, scene: where });
  const order = () => [...(one(surface, ".card")?.children ?? [])].map((part) => part.className);
  draw({});
  const actions = one(surface, ".actions");
  draw({ content: "text_button" });
  expect(order()).toEqual(["text", "actions", "close"]);
  draw({ close: { shown: false, color: "#000000" } });
  expect(order()).toEqual(["image", "text", "actions"]);
  draw({ title: { text: "", color: "" }, body: { text: "", color: "" } });
  expect(order()).toEqual(["image", "actions", "close"]);
  expect(one(surface, ".actions")).toBe(actions);
  surface.unmount();
  expect(document.body.children).toHaveLength(1);
});

test("a dialog takes the focus, keeps it and gives it back", () => {
  const before = document.querySelector<HTMLInputElement>("#before");
  before?.focus();
  const { playing } = shown(step({ buttons: [button(), button({ name: "button_2" })] }));
  const { root } = playing.surface;
  expect(root.activeElement?.className).toBe("card");
  press("Tab");
  expect(root.activeElement?.className).toBe("button");
  press("Tab", { shiftKey: true });
  expect(root.activeElement?.className).toBe("close");
  press("Tab");
  expect(root.activeElement?.className).toBe("button");
  press("Escape");
  expect(document.activeElement).toBe(before);
});

test("a new step is read from its start; the same one keeps the focus", () => {
  const { playing } = shown(step({ buttons: [] }), step({ buttons: [] }));
  const next = one(playing.surface, ".button");
  next?.focus();
  playing.resize(scene("mobile-web", "landscape"));
  expect(playing.surface.root.activeElement).toBe(next);
  next?.click();
  expect(playing.surface.root.activeElement?.className).toBe("card");
});

test("a text that has to scroll can be reached with the keyboard, another not", () => {
  const { playing } = shown(step());
  const text = one(playing.surface, ".text");
  expect(text?.tabIndex).toBe(-1);
  Object.defineProperties(text, { clientHeight: { value: 48 }, scrollHeight: { value: 200 } });
  playing.resize(where);
  press("Tab");
  expect(playing.surface.root.activeElement).toBe(text);
});

test("a banner leaves the focus where it is", () => {
  document.querySelector<HTMLInputElement>("#before")?.focus();
  const { events } = shown(step({ layout: "banner", content: "text" }));
  expect(document.activeElement?.id).toBe("before");
  press("Escape");
  expect(events.map(({ name }) => name)).toEqual(["message_impression", "in-app:message-opened"]);
});

test("Escape does nothing where there is no ×", () => {
  const { events } = shown(step({ close: { shown: false, color: "#000000" } }));
  press("Escape");
  expect(events).toHaveLength(2);
});

test("a flow is played to its end", () => {
  const { playing, events, ended } = shown(step({ name: "a" }), step({ name: "b", buttons: [] }));
  const click = () => [...playing.surface.root.querySelectorAll<HTMLElement>(".button")].at(-1)?.click();
  click();
  expect(playing.flow().step).toBe(1);
  click();
  expect(events.map(({ name }) => name)).toEqual([
    "message_impression",
    "in-app:message-opened",
    "in-app:message-changed",
    "message_complete",
    "in-app:message-action",
    "in-app:message-dismissed",
  ]);
  expect(ended).toHaveBeenCalledOnce();
  expect(document.body.children).toHaveLength(1);
});

test("a link is handed over, and the message goes with it unless it stays", () => {
  const { playing, opened, ended } = shown(step({ buttons: [button({ action: { ...link, dismiss_on_click: false } })] }));
  const pressed = one(playing.surface, ".button");
  pressed?.click();
  pressed?.click();
  expect(opened.map(({ url }) => url)).toEqual([link.url, link.url]);
  expect(ended).not.toHaveBeenCalled();
});

test("a tooltip without its target is an error, not an impression", () => {
  for (const selector of ["#nowhere", "", "..not a selector"]) {
    const { events, ended } = shown(step({ layout: "tooltip", content: "text", anchor: { selector, side: "top" } }));
    expect(events).toEqual([{ name: "in-app:message-error", detail: { step: "step_1", actionValue: "no_target" } }]);
    expect(ended).toHaveBeenCalledOnce();
  }
});

test("what no draft can hold is an error and leaves nothing", () => {
  const { events } = shown(step({ layout: "hologram" as never }));
  expect(events.map(({ detail }) => detail.actionValue)).toEqual(["malformed"]);
  expect(document.body.children).toHaveLength(1);
});

test("stopping leaves no trace and tells nobody", () => {
  const { playing, events, ended } = shown(step());
  playing.stop();
  playing.resize(where);
  expect(document.body.children).toHaveLength(1);
  expect(events).toHaveLength(2);
  expect(ended).not.toHaveBeenCalled();
});

test("a picture that does not load leaves its box", () => {
  const { playing } = shown(step());
  const picture = one(playing.surface, ".picture");
  picture?.dispatchEvent(new Event("error"));
  expect(picture?.parentElement?.classList.contains("broken")).toBe(true);
  picture?.dispatchEvent(new Event("load"));
  expect(picture?.parentElement?.classList.contains("broken")).toBe(false);
});

test("a carousel counts its pictures", () => {
  const { playing } = shown(step({ images: { portrait: [image, image, image], landscape: [] } }));
  const track = one(playing.surface, ".track");
  expect(one(playing.surface, ".badge")?.textContent).toBe("1 / 3");
  Object.defineProperties(track, { clientWidth: { value: 300 }, scrollLeft: { value: -610 } });
  track?.dispatchEvent(new Event("scroll"));
  expect(one(playing.surface, ".badge")?.textContent).toBe("3 / 3");
});

test("a click leafs through a carousel, from the last picture to the first; a link is a link", () => {
  const { playing, opened } = shown(step({ images: { portrait: [image, image, { ...image, link: { ...link, dismiss_on_click: false } }], landscape: [] } }));
  const slides = [...playing.surface.root.querySelectorAll<HTMLElement>(".slide")];
  const leaved: number[] = [];
  slides.forEach((slide, at) => (slide.scrollIntoView = () => leaved.push(at)));
  for (const slide of slides) slide.querySelector<HTMLElement>(".picture")?.click();
  expect(leaved).toEqual([1, 2]);
  expect(opened).toHaveLength(1);
  playing.stop();
  const { playing: plain } = shown(step({ images: { portrait: [image, image], landscape: [] } }));
  const [first, last] = plain.surface.root.querySelectorAll<HTMLElement>(".slide");
  if (first) first.scrollIntoView = () => leaved.push(0);
  last?.click();
  expect(leaved).toEqual([1, 2, 0]);
});
