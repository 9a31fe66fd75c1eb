/** The messages whose pixels are compared between preview and SDK, and the server's answer with one of them. */
import { PNG } from "pngjs";
import type { Step } from "../../contract/Step";
import type { ActiveMessage, ActiveMessages } from "../../sdk/src/index";
import { button, images, picture, step } from "./sample";

const ink = "#1c1c1c";
const text = (title: string, body: string): Pick<Step, "title" | "body"> => ({ title: { text: title, color: ink }, body: { text: body, color: ink } });
const carousel = { portrait: [picture("tall"), picture("tall")], landscape: [] };
const cta = { name: "cta", label: "See the table", url: "https://shop.example" };

/** Steps of one message each; the second of two is not shown. */
export const STEPS: Readonly<Record<string, readonly [Partial<Step>, Partial<Step>?]>> = {
  modal: [{}],
  "modal with image": [{ content: "image", ...images("tall", "wide") }],
  "modal with image and buttons": [{ content: "image_button", ...images("tall", "wide") }],
  "modal with text": [{ content: "text_button", ...text("Vielen Dank 🎉", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen 👩‍👩‍👧 مرحبا بالعالم") }],
  "modal of two steps": [{ buttons: [], ...text("One of two", "It goes on.") }, {}],
  "modal without its image": [{ images: { portrait: [], landscape: [] }, buttons: [button("A label that is much too long for it"), button("Yes")] }],
  carousel: [{ content: "image", images: carousel }],
  "full screen": [{ layout: "full_screen", ...images("screen", "wide") }],
  "full screen with text": [{ layout: "full_screen", content: "text_button", background: "#2b1d3a", title: { text: "Dark", color: "#ffffff" } }],
  "bottom sheet": [{ layout: "bottom_sheet", content: "image_button", ...images("wide") }],
  banner: [{ layout: "banner", content: "image_text", ...images("square") }],
  "banner with a call to action": [{ layout: "banner", content: "text", cta, anchor: { selector: "", side: "top" } }],
  tooltip: [{ layout: "tooltip", content: "text_button", anchor: { selector: "#buy", side: "bottom" }, ...text("Here", "Put it into the basket, then choose how many.") }],
};
/** The steps of a message by its name. */
export const steps = (name: string): readonly Step[] => (STEPS[name] ?? []).map((more) => step(more));

/** What the server answers a person for whom there is this message. */
export function active(steps: readonly Step[]): ActiveMessages {
  const variant = { messageId: "spring:A", group: "A", steps: [...steps], delaySeconds: null, urlRegex: null };
  const message: ActiveMessage = {
    id: "spring",
    experimentId: null,
    assigned: "A",
    testDevice: false,
    variants: { A: variant },
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
  };
  return { autoRender: true, messages: [message] };
}

/** How many pixels differ. The same pixels make the same file: only others are worth a look. */
export function different(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return 0;
  const [left, right] = [PNG.sync.read(one), PNG.sync.read(other)];
  if (left.width !== right.width || left.height !== right.height) return Infinity;
  let count = 0;
  for (let at = 0; at < left.data.length; at += 4) if (left.data.readUInt32LE(at) !== right.data.readUInt32LE(at)) count++;
  return count;
}
