/**
 * WebKitGTK, the engine of the desktop window on Linux: its own small browser on a screen that
 * nobody sees, driven by W3C WebDriver.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { type AddressInfo, createServer as listener } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Show } from "../../renderer/src/frame";
import { HOST, type Measured, measure } from "./measure";

const DIST = fileURLToPath(new URL("../../renderer/dist/", import.meta.url));
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".ttf": "font/ttf" };
/** Messages asked for at once, so that one script stays far below WebDriver's limit of 30 s. */
const CHUNK = 40;

function missing(): string | null {
  for (const program of ["WebKitWebDriver", "Xvfb"]) {
    try {
      execFileSync("which", [program]);
    } catch {
      return program;
    }
  }
  return null;
}

const lacks = missing();
if (lacks !== null) console.log(`skipped: ${lacks} is not installed`);

/** Whether this machine can run it; said once where not. */
export const hasWebKit = lacks === null;

/** A running WebKitGTK with a page that holds the preview frame. */
export interface WebKit {
  readonly version: string;
  measure(wanted: readonly Show[]): Promise<Measured[]>;
  close(): Promise<void>;
}

export async function webkit(): Promise<WebKit> {
  const server = await serve();
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const display = await firstLine(screen);
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env: { ...process.env, DISPLAY: `:${display}` }, stdio: "ignore" });
  const at = `http://127.0.0.1:${port}`;
  await listening(at, driver);
  const { sessionId, capabilities } = await ask<Session>(`${at}/session`, { capabilities: { alwaysMatch: {} } });
  const session = `${at}/session/${sessionId}`;
  await ask(`${session}/url`, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  const script = `const done = arguments[1]; (${measure})(arguments[0]).then((found) => done({ found }), (error) => done({ error: String(error) }));`;
  return {
    version: capabilities.browserVersion,
    async measure(wanted) {
      const all: Measured[] = [];
      for (let at = 0; at < wanted.length; at += CHUNK) {
        const { found, error } = await ask<{ found?: Measured[]; error?: string }>(`${session}/execute/async`, { script, args: [wanted.slice(at, at + CHUNK)] });
        if (!found) throw new Error(error);
        all.push(...found);
      }
      return all;
    },
    async close() {
      await fetch(session, { method: "DELETE" });
      for (const child of [driver, screen]) child.kill();
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserVersion: string };
}

async function ask<T>(url: string, body: object): Promise<T> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: T };
  if (!response.ok) throw new Error(`WebKitWebDriver refused ${url}: ${JSON.stringify(value)}`);
  return value;
}

/** The built frame and the page that holds it. */
async function serve(): Promise<Server> {
  const server = createServer(async ({ url = "/" }, response) => {
    const body = url === "/" ? HOST : await readFile(DIST + url.slice(1)).catch(() => null);
    response.writeHead(body ? 200 : 404, { "content-type": url === "/" ? "text/html" : (TYPES[extname(url)] ?? "text/plain") }).end(body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** A port that was free a moment ago: the driver cannot choose one itself. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = listener().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** The display's number, which Xvfb writes once it takes connections. */
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdio[3]?.once("data", (line: Buffer) => resolve(line.toString().trim()));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
  });
}

async function listening(at: string, driver: ChildProcess): Promise<void> {
  for (;;) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}`);
    const answer = await fetch(`${at}/status`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
