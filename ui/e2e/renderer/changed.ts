/** The renderer with one number of its table changed, as the classic script that the frame loads. */
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** A change of one line's number: the first `from` after `where` in the table becomes `to`. */
export interface Change {
  readonly where: string;
  readonly from: string;
  readonly to: string;
}

const ENTRY = fileURLToPath(new URL("../../renderer/src/index.ts", import.meta.url));

/** The table with the change; throws where there is nothing to change. */
function change(table: string, { where, from, to }: Change): string {
  const at = table.indexOf(from, table.indexOf(where));
  if (!table.includes(where) || at < 0) throw new Error(`the table has no ${from} after ${where}`);
  return table.slice(0, at) + to + table.slice(at + from.length);
}

export async function changedRenderer(wanted: Change): Promise<Buffer> {
  const made = await build({
    configFile: false,
    logLevel: "warn",
    plugins: [{ name: "change", transform: { order: "pre", handler: (code, id) => (id.endsWith("/metrics.ts") ? change(code, wanted) : undefined) } }],
    build: { write: false, target: "es2022", lib: { entry: ENTRY, formats: ["iife"], name: "rehearsalRenderer", fileName: () => "renderer.js" } },
  });
  const [output] = Array.isArray(made) ? made : [made];
  const chunk = output && "output" in output ? output.output[0] : undefined;
  if (!chunk) throw new Error("nothing was built");
  return Buffer.from(chunk.code);
}
