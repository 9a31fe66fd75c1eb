/** The system's Chromium, where there is one. */
import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--no-first-run",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];

function find(): string | null {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // The next name, then.
    }
  }
  return null;
}

/** Its path; `null` where it is not installed, which is said once. */
export const executablePath = find();
if (executablePath === null) console.log("skipped: chromium is not installed");

/** Starts it without a window. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? "", args: ARGS });
}
