// @vitest-environment jsdom
// @vitest-environment-options {"url": "https://shop.example/sale/42"}
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ActiveMessage, type Heard, type Rehearsal, type Track, type SiteEvent, start } from "../src/index";
import { NOW_MS, active, step, variant } from "./sample";

const HOST = "https://messages.example";
let campaigns: ActiveMessage[] = [];
let network: "up" | "down" = "up";
let asked: URL[] = [];
let events: SiteEvent[] = [];
let tracks: Track[] = [];

async function server(address: string, init?: RequestInit): Promise<Response> {
  if (network === "down") throw new TypeError("no network");
  const url = new URL(address);
  if (url.pathname === "/api/v1/messages/active") {
    asked.push(url);
    return Response.json({ autoRender: true, messages: campaigns });
  }
  const body = JSON.parse(String(init?.body)) as { batch: SiteEvent[] } & Track;
  if (url.pathname === "/e") events.push(...body.batch);
  else tracks.push(body);
  return Response.json({ accepted: 1, duplicates: 0 });
}

const settle = () => vi.advanceTimersByTimeAsync(1_000);
const root = () => [...document.documentElement.children].flatMap(({ shadowRoot }) => shadowRoot ?? [])[0];
const press = (selector: string) => root()?.querySelector<HTMLElement>(selector)?.click();
const names = () => events.map(({ event }) => event).filter((name) => name.startsWith("message_"));

async function begin(...list: ActiveMessage[]): Promise<Rehearsal> {
  campaigns = list;
  const api = start({ key: "pk", host: HOST });
  api.identify("u1", { plan: "pro" });
  await settle();
  return api;
}

/** Ends what a client listens to: a page has one, this file many. */
let page = new AbortController();

beforeEach(() => {
  page = new AbortController();
  for (const target of [window, document]) {
    const listen = target.addEventListener.bind(target) as EventTarget["addEventListener"];
    vi.spyOn(target, "addEventListener").mockImplementation((type: string, listener: unknown, options?: unknown) => {
      const given = typeof options === "object" ? options : { capture: options === true };
      listen(type, listener as EventListener, { signal: page.signal, ...given });
    });
  }
  vi.useFakeTimers({ now: NOW_MS });
  vi.spyOn(console, "debug").mockReturnValue();
  vi.stubGlobal("fetch", vi.fn(server));
  [asked, events, tracks, network] = [[], [], [], "up"];
});
afterEach(() => {
  page.abort();
  vi.restoreAllMocks();
  for (const { shadowRoot, remove } of [...document.documentElement.children]) if (shadowRoot) remove.call(shadowRoot.host);
  vi.unstubAllGlobals();
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

test("nobody is asked about, and nothing shown, before somebody is identified", async () => {
  campaigns = [active()];
  start({ key: "pk", host: HOST });
  await settle();
  expect(asked).toEqual([]);
  expect(root()).toBeUndefined();
  expect(events.map(({ event }) => event)).toEqual(["$session_start", "$pageview"]);
});

test("people who are not identified see messages where the site wants it", async () => {
  campaigns = [active()];
  start({ key: "pk", host: HOST, anonymous: true });
  await settle();
  expect(root()).toBeDefined();
  expect(asked[0]?.searchParams.get("distinct_id")).toBe(asked[0]?.searchParams.get("device_id"));
});

test("an event shows a message, and what became of it is told twice under one id", async () => {
  const api = await begin(active({ triggers: [{ event: "cart_viewed", filters: [] }] }));
  expect(root()).toBeUndefined();
  api.track("cart_viewed", { total: 40, cart: { items: 2 }, bad: () => 1 });
  await settle();
  expect(root()?.querySelector(".title")?.textContent).toBe("Hello");
  press(".close");
  await settle();
  expect(root()).toBeUndefined();
  expect(events.find(({ event }) => event === "cart_viewed")?.properties).toEqual({ total: 40, "cart.items": 2 });
  expect(names()).toEqual(["message_impression", "message_dismiss"]);
  expect(tracks.map(({ event }) => event)).toEqual(names());
  expect(tracks.map(({ event_id }) => event_id)).toEqual(events.filter(({ event }) => event.startsWith("message_")).map(({ event_id }) => event_id));
  expect(tracks[1]).toMatchObject({ distinct_id: "u1", at_ms: expect.any(Number) as number });
});

test("listeners hear the other vocabulary, with what was clicked", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  campaigns = [active()];
  const api = start({ key: "pk", host: HOST });
  const heard: [string, unknown][] = [];
  const types: Heard[] = ["in-app:message-opened", "in-app:message-action", "in-app:message-dismissed"];
  for (const type of types) api.on(type, ({ detail }) => heard.push([type, detail]));
  api.identify("u1");
  api.page("sale");
  await settle();
  press(".button:last-child");
  const about = { messageId: "spring:A", deliveryId: expect.any(String) as string };
  expect(heard).toMatchObject([
    ["in-app:message-opened", about],
    ["in-app:message-action", { ...about, actionName: "go", actionValue: "https://shop.example/sale" }],
    ["in-app:message-dismissed", about],
  ]);
  expect(open).toHaveBeenCalledWith("https://shop.example/sale", "_blank", "noopener,noreferrer");
});

test("an empty name names no page: the URL counts", async () => {
  const api = await begin(active({ pageRules: [{ match: "contains", value: "/sale" }] }));
  api.page("");
  await settle();
  expect(root()).toBeDefined();
});

test("a session's cap holds over a reload, a day's hiding over a session", async () => {
  const list = [active({ frequency: { ...active().frequency, per_session: 1 } }), active({ id: "second", priority: 1, variants: { A: variant({ messageId: "second:A" }) } })];
  const api = await begin(...list);
  api.page();
  await settle();
  press(".close");
  api.page();
  await settle();
  press(".button");
  await settle();
  expect(events.filter(({ event }) => event === "message_impression").map(({ properties }) => properties["campaign"])).toEqual(["spring", "second"]);
  const reloaded = await begin(...list);
  reloaded.page();
  await settle();
  expect(root()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(31 * 60_000);
  reloaded.page();
  await settle();
  expect(names().filter((name) => name === "message_impression")).toHaveLength(3);
  press(".close");
});

test("a campaign whose lasting cap moved waits for the server's next word", async () => {
  const api = await begin(active({ frequency: { ...active().frequency, per_user: 1, counts: "terminal" } }));
  api.page();
  await settle();
  press(".close");
  api.page();
  await settle();
  expect(root()).toBeUndefined();
  expect(asked).toHaveLength(1);
});

test("one message at a time", async () => {
  const api = await begin(active(), active({ id: "other", priority: -1 }));
  api.page();
  api.page();
  await settle();
  expect(names()).toEqual(["message_impression"]);
});

test("a delayed message comes when it is due, and not to somebody else", async () => {
  const api = await begin(active({ delay: { seconds: 5, check_again: true } }));
  api.page();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(root()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(root()).toBeDefined();
  press(".close");
  api.page();
  await settle();
  api.identify("u2");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(root()).toBeUndefined();
});

test("the list is asked for at most every five minutes", async () => {
  const api = await begin(active({ triggers: [] }));
  for (let minute = 0; minute < 11; minute++) {
    api.page();
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(asked).toHaveLength(3);
});

test("events of a minute without network arrive once, in order", async () => {
  const api = await begin();
  network = "down";
  api.track("one");
  await vi.advanceTimersByTimeAsync(30_000);
  api.track("two");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(events.some(({ event }) => event === "one")).toBe(false);
  network = "up";
  dispatchEvent(new Event("online"));
  await settle();
  expect(events.map(({ event }) => event).slice(-2)).toEqual(["one", "two"]);
  expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
});

test("clicks and sent forms are captured, those inside a message are not", async () => {
  const form = Object.assign(document.createElement("form"), { id: "signup", innerHTML: '<input name="card" value="4111"><button id="buy" type="button">Buy <b>now</b></button>' });
  document.body.append(form);
  const api = await begin(active());
  api.page();
  await settle();
  press(".title");
  form.querySelector("b")?.click();
  form.dispatchEvent(new Event("submit", { bubbles: true }));
  await settle();
  const captured = events.filter(({ event }) => event === "$click" || event === "$form_submit");
  expect(captured.map(({ event, properties }) => [event, properties])).toEqual([
    ["$click", { tag: "button", id: "buy", text: "Buy now" }],
    ["$form_submit", { tag: "form", id: "signup" }],
  ]);
  form.remove();
});

test("a test device reports nothing", async () => {
  const api = await begin(active({ testDevice: true }));
  api.page();
  await settle();
  press(".close");
  await settle();
  expect(names()).toEqual([]);
  expect(tracks).toEqual([]);
});

test("nothing it meets reaches the page", async () => {
  const hostile = [
    active({ triggers: null as never }),
    active({ variants: { A: variant({ steps: [{ ...step, layout: "hologram" as never }] }) } }),
    active({ period: { type: "scheduled", start: "", end: "", time_zone: "Mars/Base" } }),
  ];
  for (const bad of hostile) {
    const api = await begin(bad);
    expect(() => {
      api.page();
      api.track(undefined as never, 5 as never);
      api.identify(null as never);
      api.push(["constructor"]);
      api.push(["nothing"]);
      api.push(null as never);
      api.reset();
    }).not.toThrow();
    await settle();
  }
});
