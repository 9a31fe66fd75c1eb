/** The documentation of sizes is the table itself, written out: `npx vitest run sizes -u` renews it. */
import { expect, test } from "vitest";
import { metrics } from "../src/index";

type Table = Readonly<Record<string, unknown>>;

/** `modal.button.height` and its value, for everything in a table. */
function flat(table: Table, path = ""): readonly (readonly [name: string, value: string])[] {
  return Object.entries(table).flatMap(([name, value]) =>
    typeof value === "object" ? flat(value as Table, `${path}${name}.`) : [[`${path}${name}`, told(value)] as const],
  );
}

function told(value: unknown): string {
  if (value === metrics.ANDROID.modal.heightMax) return "none";
  return typeof value === "number" ? `${Math.round(value * 1_000) / 1_000}` : String(value);
}

function rows(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

test("the documented sizes are those of the table", async () => {
  const [ios, android, web] = [metrics.IOS, metrics.ANDROID, metrics.WEB].map((column) => new Map(flat(column as unknown as Table)));
  const names = [...(ios?.keys() ?? [])];
  const shared = { MODAL: "Modal", FULL: "Full screen", SHEET: "Bottom sheet", BANNER: "Banner", TOOLTIP: "Tooltip", BADGE: "Carousel's badge" } as const;
  const sections = Object.entries(shared).map(([name, title]) => `## ${title}\n\n${rows(["size", "value"], flat(metrics[name as keyof typeof shared]))}`);
  const page = [
    "# Sizes of a message",
    "Written from `src/metrics.ts` by `tests/sizes.test.ts`; not to be edited. CSS px (1 dp = 1 pt = 1 px), times in ms, ratios as width : height.",
    `Line height is ${metrics.LINE_HEIGHT} × the font size. A button's border is ${metrics.BUTTON_BORDER} px, part of its padding. A message keeps ${metrics.HEIGHT_MARGINS} px of the height between the safe areas free.`,
    `Pictures of a full screen: ${told(metrics.FULL_IMAGE_RATIO.portrait)} upright, ${told(metrics.FULL_IMAGE_RATIO.landscape)} sideways.`,
    "## What differs between platforms",
    rows(["size", "iOS", "Android", "web"], names.map((name) => [name, ios?.get(name) ?? "", android?.get(name) ?? "", web?.get(name) ?? ""])),
    ...sections,
  ].join("\n\n");
  await expect(`${page}\n`).toMatchFileSnapshot("../SIZES.md");
});
