/** Builds `dist/sdk.js`, a classic script, and holds it to its size. */
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const BYTES_MAX = 12_000;

await rm(here("dist"), { recursive: true, force: true });
await build({
  configFile: false,
  logLevel: "warn",
  build: {
    outDir: here("dist"),
    target: "es2022",
    lib: { entry: here("src/sdk.ts"), formats: ["iife"], name: "unused", fileName: () => "sdk.js" },
  },
});
const bytes = gzipSync(await readFile(here("dist/sdk.js")), { level: 9 }).length;
console.log(`sdk.js: ${bytes} bytes gzipped of ${BYTES_MAX}`);
if (bytes > BYTES_MAX) {
  console.error("sdk.js has outgrown its budget: take something out, or load it when it is needed");
  process.exit(1);
}
