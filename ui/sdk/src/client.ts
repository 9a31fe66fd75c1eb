/** The SDK at work: what the page calls, what the browser reports, what is shown. */
import { type Playing, play } from "@rehearsal/renderer";
import type { Step } from "../../contract/Step";
import { active } from "./active";
import { held, open, scene } from "./browser";
import { capture } from "./capture";
import { type Choice, type Occasion, decide } from "./decide";
import { identity, newId } from "./identity";
import { flatten } from "./properties";
import { queue } from "./queue";
import { type Desk, report } from "./report";
import { storage } from "./storage";
import type { ActiveMessages, Properties } from "./wire";

/** How the SDK is started. */
export interface Options {
  /** The publishable key. */
  readonly key: string;
  /** The server's address, e.g. `https://messages.example.com`. */
  readonly host: string;
  /** Whether people who are not identified see messages too. */
  readonly anonymous?: boolean;
}

/** What listeners can hear. */
export type Heard = "in-app:message-opened" | "in-app:message-dismissed" | "in-app:message-action" | "in-app:message-changed" | "in-app:message-error";

/** What a listener is told. */
export type Listener = (event: CustomEvent<{ deliveryId: string; messageId: string; actionName?: string; actionValue?: string }>) => void;

/** What a page can call. Nothing here throws. */
export interface Rehearsal {
  /** Says who is here, and sets their properties. */
  identify(user: string, properties?: object): void;
  /** Something happened. */
  track(event: string, properties?: object): void;
  /** Another page is open; its name takes the URL's place in page rules. */
  page(name?: string, properties?: object): void;
  /** Forgets who was here, e.g. after a logout. */
  reset(): void;
  on(type: Heard, listener: Listener): void;
  off(type: Heard, listener: Listener): void;
  /** A call as a list, e.g. `["track", "cart_viewed"]`: what pages write before the SDK is there. */
  push(call: readonly [string, ...unknown[]]): void;
}

/** A delayed message that is due more than this ago is dropped. */
const LATE_MS = 60_000;

/** Starts the SDK on this page. */
export function start({ key, host, anonymous = false }: Options): Rehearsal {
  const base = host.replace(/\/+$/, "");
  const headers = { "x-rehearsal-key": key, "content-type": "application/json" };
  const ask = async (distinct_id: string) => {
    const query = new URLSearchParams({ distinct_id, device_id: who.device() });
    const answer = await fetch(`${base}/api/v1/messages/active?${query}`, { headers });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()) as ActiveMessages;
  };
  const send = async (path: string, given: unknown) => {
    const body = JSON.stringify(given);
    try {
      // A request that outlives the page may carry 64 KiB: so many characters of any script.
      return (await fetch(base + path, { method: "POST", headers, body, keepalive: body.length < 20_000 })).status;
    } catch {
      return 0;
    }
  };
  const local = storage("local");
  const who = identity(local);
  return client({ base, anonymous, who, list: active(storage("session"), ask), post: queue(local, send) });
}

interface Shown {
  readonly id: string;
  readonly steps: Step[];
  playing: Playing | null;
}

interface Rooms extends Desk {
  readonly base: string;
  readonly anonymous: boolean;
}

/** Runs what must not disturb the page. */
function safely(run: () => void | Promise<void>): void {
  const tell = (error: unknown) => console.debug("rehearsal:", error);
  try {
    run()?.catch(tell);
  } catch (error) {
    tell(error);
  }
}

/** The calls as a page sees them: by name or as a list, and none of them throws. */
function guarded(calls: Omit<Rehearsal, "push">): Rehearsal {
  const push: Rehearsal["push"] = (call) =>
    safely(() => {
      const [name, ...given] = call;
      (calls as Record<string, (...given: readonly unknown[]) => void>)[name]?.(...given);
    });
  const named = Object.keys(calls).map((name) => [name, (...given: unknown[]) => push([name, ...given])]);
  return { ...Object.fromEntries(named), push } as Rehearsal;
}

function client(rooms: Rooms): Rehearsal {
  const { base, anonymous, who, list, post } = rooms;
  let pageName: string | null = null;
  let onScreen: Shown | null = null;
  const pending = new Set<string>();

  const put = (event: string, properties: object = {}) => {
    const at_ms = Date.now();
    if (event !== "$session_start" && who.begins(at_ms)) put("$session_start");
    const body = { event_id: newId(), event, ...who.ids(at_ms), at_ms, properties: flatten(properties) };
    post.push({ kind: "event", body });
    safely(() => consider(occasion(event, body.properties, at_ms)));
  };

  const occasion = (event: string, properties: Properties, at_ms: number): Occasion => ({
    ...{ event, properties, at_ms, url: location.href, page: pageName },
    ...held(),
  });

  /** Decides what an event shows, once the list is there. */
  const consider = async (occasion: Occasion) => {
    if (!anonymous && who.user() === null) return;
    const person = who.person();
    const messages = await list.messages(person, occasion.at_ms);
    const choice = decide(messages, occasion, who.memory(onScreen?.id ?? null));
    if (!choice || who.person() !== person) return;
    const wait_ms = (choice.variant.delaySeconds ?? choice.message.delay.seconds) * 1_000;
    const { id } = choice.message;
    if (wait_ms === 0) return show(choice);
    if (pending.has(id)) return;
    pending.add(id);
    setTimeout(() => {
      pending.delete(id);
      safely(() => due(choice, occasion, person, wait_ms));
    }, wait_ms);
  };

  /** A delayed message's time has come. */
  const due = (choice: Choice, { event, properties, at_ms }: Occasion, person: string, wait_ms: number) => {
    const now_ms = Date.now();
    if (now_ms - at_ms - wait_ms > LATE_MS || onScreen || who.person() !== person) return;
    const again = occasion(event, properties, now_ms);
    if (!choice.message.delay.check_again || decide([choice.message], again, who.memory(null))) show(choice);
  };

  const show = ({ message, variant }: Choice) => {
    const deliveryId = newId();
    const now: Shown = { id: message.id, steps: [...variant.steps], playing: null };
    onScreen = now;
    now.playing = play({ steps: now.steps }, scene(base, now.steps), document.documentElement, {
      event: (event) => safely(() => report(event, { message, messageId: variant.messageId, deliveryId }, rooms)),
      open: (link) => safely(() => open(link)),
      ended: () => {
        if (onScreen === now) onScreen = null;
      },
    });
  };

  const clear = () => {
    onScreen?.playing?.stop();
    onScreen = null;
  };
  const page = (name?: string, properties: object = {}) => {
    pageName = name || null;
    const { href, pathname } = location;
    put("$pageview", { url: href, path: pathname, title: document.title, referrer: document.referrer, ...(name ? { name } : {}), ...properties });
  };
  const calls: Omit<Rehearsal, "push"> = {
    identify(user, properties) {
      if (user !== who.user()) clear();
      // Their properties may have changed what they may see.
      list.expire();
      who.identify(user);
      put("$identify", properties);
    },
    track: put,
    page,
    reset() {
      clear();
      list.expire();
      who.reset();
    },
    on: (type, listener) => document.addEventListener(type, listener as EventListener),
    off: (type, listener) => document.removeEventListener(type, listener as EventListener),
  };
  const api = guarded(calls);

  safely(() => {
    const hear = (type: string, run: () => void | Promise<void>) => addEventListener(type, () => safely(run));
    hear("resize", () => onScreen?.playing?.resize(scene(base, onScreen.steps)));
    // Whoever comes back after a session's length gets the list anew.
    hear("focus", () => (who.begins(Date.now()) ? list.expire() : undefined));
    hear("online", post.flush);
    hear("pagehide", post.flush);
    const ours = (event: Event) => event.composedPath().some((at) => at === onScreen?.playing?.surface.root.host);
    capture((event, properties) => safely(() => put(event, properties)), api.page, ours);
    api.page();
  });
  return api;
}
