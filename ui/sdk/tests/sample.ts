/** Campaigns and occasions for tests: everything has a sound value, each test changes what it is about. */
import type { Step } from "../../contract/Step";
import type { ActiveMessage, Memory, Occasion, Variant } from "../src/index";

export const step: Step = {
  name: "step_1",
  layout: "modal",
  content: "text_button",
  images: { portrait: [], landscape: [] },
  title: { text: "Hello", color: "#1c1c1c" },
  body: { text: "", color: "#1c1c1c" },
  buttons: [
    { name: "later", text: "Later", text_color: "#1c1c1c", background: "#ffffff", border_color: "#1c1c1c", action: { type: "hide_for_a_day" } },
    { name: "go", text: "Go", text_color: "#ffffff", background: "#1c1c1c", border_color: "#1c1c1c", action: { type: "link", url: "https://shop.example/sale", open_in: "new_tab", dismiss_on_click: true } },
  ],
  cta: null,
  background: "#ffffff",
  close: { shown: true, color: "#1c1c1c" },
  anchor: null,
};

export function variant(more: Partial<Variant> = {}): Variant {
  return { messageId: "spring:A", group: "A", steps: [step], delaySeconds: null, urlRegex: null, ...more };
}

export function active(more: Partial<ActiveMessage> = {}): ActiveMessage {
  return {
    id: "spring",
    experimentId: null,
    variants: { A: variant() },
    assigned: "A",
    testDevice: false,
    priority: 0,
    platforms: ["pc_web", "mobile_web"],
    orientations: ["portrait", "landscape"],
    triggers: [{ event: "$pageview", filters: [] }],
    urlRegex: null,
    pageRules: [],
    delay: { seconds: 0, check_again: false },
    frequency: { per_session: null, per_device: null, per_user: null, per_user_window: null, counts: "display", window: "rolling" },
    period: { type: "permanent", start: "", end: "", time_zone: "UTC" },
    timetable: [],
    ...more,
  };
}

/** Friday, 1 May 2026, 09:00 UTC. */
export const NOW_MS = Date.UTC(2026, 4, 1, 9);

export function occasion(more: Partial<Occasion> = {}): Occasion {
  const page = { url: "https://shop.example/sale/42?from=mail", page: null };
  return { event: "$pageview", properties: {}, ...page, at_ms: NOW_MS, platform: "pc_web", orientation: "landscape", ...more };
}

export const memory = (more: Partial<Memory> = {}): Memory => ({ session: {}, hidden_ms: {}, onScreen: null, ...more });
