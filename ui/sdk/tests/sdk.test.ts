// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Rehearsal } from "../src/index";

const sent: string[] = [];

function tag(data: Record<string, string>): HTMLScriptElement {
  const script = Object.assign(document.createElement("script"), { src: "https://messages.example/sdk.js" });
  Object.assign(script.dataset, data);
  vi.spyOn(document, "currentScript", "get").mockReturnValue(script);
  return script;
}

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    sent.push(`${url} ${typeof init?.body === "string" ? init.body : ""}`);
    return Response.json({ autoRender: true, messages: [] });
  });
});
afterEach(() => {
  delete window.rehearsal;
  sent.length = 0;
  localStorage.clear();
  sessionStorage.clear();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("calls that a page made before the script came are made up for", async () => {
  tag({ key: "pk" });
  window.rehearsal = [["identify", "u1"], ["track", "cart_viewed", { total: 40 }]];
  await import("../src/sdk");
  await vi.advanceTimersByTimeAsync(1_000);
  const batch = sent.find((line) => line.startsWith("https://messages.example/e ")) ?? "";
  expect(batch).toContain('"event":"cart_viewed","distinct_id":"u1"');
  expect(typeof (window.rehearsal as unknown as Rehearsal).track).toBe("function");
});

test("the server may be another one than the script's", async () => {
  tag({ key: "pk", host: "https://eu.example/" });
  await import("../src/sdk");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent.every((line) => line.startsWith("https://eu.example/e "))).toBe(true);
  expect(sent).not.toHaveLength(0);
});

test("without a key it says so and does nothing", async () => {
  const warned = vi.spyOn(console, "warn").mockReturnValue();
  tag({});
  await import("../src/sdk");
  expect(warned).toHaveBeenCalledOnce();
  expect(window.rehearsal).toBeUndefined();
});

test("included twice, the first one stays", async () => {
  tag({ key: "pk" });
  await import("../src/sdk");
  const first = window.rehearsal;
  vi.resetModules();
  await import("../src/sdk");
  expect(window.rehearsal).toBe(first);
});
