/**
 * The script tag's entry: `<script src="…/sdk.js" data-key="…">`. `data-host` is the server
 * where the script comes from another one; `data-anonymous` shows messages to people who are
 * not identified. The one name it keeps is `rehearsal`; a page that runs earlier may make it a
 * list and push its calls.
 */
import { type Options, type Rehearsal, start } from "./client";

type Call = Parameters<Rehearsal["push"]>[0];

declare global {
  interface Window {
    rehearsal?: Rehearsal | Call[];
  }
}

function options(script: HTMLScriptElement): Options {
  const { key = "", host, anonymous } = script.dataset;
  return { key, host: host ?? new URL(script.src).origin, anonymous: anonymous !== undefined };
}

function boot(script: HTMLOrSVGScriptElement | null): void {
  const before = window.rehearsal;
  // Included twice, the first one stays.
  if (!(script instanceof HTMLScriptElement) || (before && !Array.isArray(before))) return;
  if (!script.dataset["key"]) return console.warn("rehearsal: the script tag has no data-key");
  const api = start(options(script));
  window.rehearsal = api;
  for (const call of before ?? []) api.push(call);
}

try {
  boot(document.currentScript);
} catch (error) {
  console.debug("rehearsal:", error);
}
