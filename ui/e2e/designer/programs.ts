/** The built programs that the journeys drive, and how to start and end them. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "../../..");
const target = process.env["CARGO_TARGET_DIR"] ?? join(root, "target");

/** The command line program; `null` where it is not built, which is said once. */
export const rehearsal =
  ["debug", "release"].map((profile) => join(target, profile, "rehearsal")).find(existsSync) ?? null;
if (rehearsal === null) console.log("skipped: rehearsal is not built");

/** A program that serves until it is stopped. */
export interface Serving {
  /** The line of JSON it printed once it listened. */
  readonly said: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts `rehearsal …` and waits for its line of JSON. */
export async function serve(args: readonly string[]): Promise<Serving> {
  const child = spawn(rehearsal ?? "", args, { stdio: ["ignore", "pipe", "inherit"] });
  const said = await firstLine(child, args.join(" "));
  return { said: JSON.parse(said) as Record<string, string>, stop: () => end(child) };
}

function firstLine(child: ChildProcess, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`rehearsal ${what} ended with ${code}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
