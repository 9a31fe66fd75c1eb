/**
 * The web SDK: asks a server which messages a person may see, decides which one an event
 * shows, draws it with the renderer and reports what became of it. It must never throw into
 * the page, and holds nothing in it but one object and one host element.
 *
 * Start with `client.ts`; `decide.ts` is the decision, `sdk.ts` the script tag's entry.
 */
export { start, type Heard, type Listener, type Options, type Rehearsal } from "./client";
export { decide, refuse, type Choice, type Memory, type Occasion, type Reason } from "./decide";
export type { ActiveMessage, ActiveMessages, Properties, Track, Variant, SiteEvent } from "./wire";
