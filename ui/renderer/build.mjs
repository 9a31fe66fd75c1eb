/**
 * Builds `dist/`: the renderer and the preview frame as classic scripts, the frame's page, and
 * `picture.html`, the same page in one file, for a browser without a server.
 */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The one name under which `frame.js` finds the renderer. */
const NAME = "rehearsalRenderer";

const script = (entry, fileName, rolldownOptions = {}) =>
  build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir: here("dist"),
      emptyOutDir: false,
      target: "es2022",
      lib: { entry: here(entry), formats: ["iife"], name: NAME, fileName: () => fileName },
      rolldownOptions,
    },
  });

await rm(here("dist"), { recursive: true, force: true });
await script("src/index.ts", "renderer.js");
await script("src/frame.ts", "frame.js", {
  external: ["@rehearsal/renderer"],
  output: { globals: { "@rehearsal/renderer": NAME } },
});
for (const font of ["Inter-Regular", "Inter-Bold", "Roboto-Regular", "Roboto-Bold"]) {
  await cp(here(`../fonts/${font}.ttf`), here(`dist/fonts/${font}.ttf`));
}

const page = await readFile(here("frame.html"), "utf8");
await writeFile(here("dist/frame.html"), page);
let picture = page;
for (const name of ["renderer.js", "frame.js"]) {
  const source = (await readFile(here(`dist/${name}`), "utf8")).replaceAll("</script", "<\\/script");
  picture = picture.replace(`<script src="${name}"></script>`, () => `<script>${source}</script>`);
}
await writeFile(here("dist/picture.html"), picture);
