/**
 * The laid-out box of every part, in two engines, against the table of sizes: worked out by an
 * oracle for every device, orientation, layout and content, and by hand for the cases of
 * `fixtures/geometry`.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Show } from "../../renderer/src/frame";
import type { Box } from "../../renderer/src/index";
import { CASES, type Case, TOOLTIPS } from "./cases";
import { executablePath, launch } from "./chromium";
import { HAND, holds } from "./hand";
import type { Measured } from "./measure";
import { type Boxes, expected, tooltip } from "./oracle";
import { stage } from "./stage";
import { hasWebKit, webkit } from "./webkit";

const TOLERANCE_PX = 0.5;

/** An engine with the frame in it. */
interface Engine {
  measure(wanted: readonly Show[]): Promise<Measured[]>;
  close(): Promise<void>;
}

async function chromium(): Promise<Engine> {
  const browser = await launch();
  const { measure } = await stage(browser);
  return { measure, close: () => browser.close() };
}

const round = (box: Box | undefined) =>
  box ? [box.left, box.top, box.width, box.height].map((value) => Math.round(value * 100) / 100) : "not drawn";

function near(one: Box, other: Box | undefined): boolean {
  return other !== undefined && (["left", "top", "width", "height"] as const).every((side) => Math.abs(one[side] - other[side]) <= TOLERANCE_PX);
}

/** The parts that are not where they must be, both ways round. */
function compare(found: Boxes, wanted: Boxes): void {
  const off = Object.entries(wanted).filter(([part, box]) => !near(box, found[part]));
  const say = (boxes: Boxes) => Object.fromEntries(off.map(([part]) => [part, round(boxes[part])]));
  expect(say(found)).toEqual(say(wanted));
}

/** What the oracle speaks of: a part that it does not expect must not be drawn. */
const SPOKEN = /^(?:card|image|title|body|close|glyph|badge|arrow|button\d|slide\d)$/;

function checkCase({ shown }: Case, measured: Measured): void {
  expect(measured.shown.drawn).toBe("drawn");
  const wanted = expected(shown);
  compare(measured.shown.boxes, wanted);
  const parts = Object.keys(measured.shown.boxes).filter((part) => SPOKEN.test(part));
  expect(parts.filter((part) => !(part in wanted))).toEqual([]);
}

function checkTooltip({ shown }: Case, { shown: told, target, card }: Measured): void {
  if (!target || !card) throw new Error("no target, or no card");
  // The engine breaks the lines; how many there are is not in the table.
  const one = tooltip(shown, target, 1)?.card?.height ?? card.height;
  const lines = told.drawn === "drawn" ? 1 + Math.round((card.height - one) / 17.5) : 3;
  const wanted = tooltip(shown, target, lines);
  expect(told.drawn).toBe(wanted ? "drawn" : "no_room");
  if (wanted) compare(told.boxes, wanted);
}

const ENGINES: readonly (readonly [name: string, installed: boolean, start: () => Promise<Engine>])[] = [
  ["Chromium", executablePath !== null, chromium],
  ["WebKitGTK", hasWebKit, webkit],
];

test("there are enough of them", () => {
  expect(CASES.length + TOOLTIPS.length).toBeGreaterThanOrEqual(200);
  expect(HAND.length).toBeGreaterThanOrEqual(40);
});

test.each(HAND)("the arithmetic of $name comes out", ({ arithmetic }) => {
  expect(arithmetic.filter((line) => !holds(line))).toEqual([]);
});

describe.each(ENGINES)("boxes in %s", (_, installed, start) => {
  describe.skipIf(!installed)("where the table has them", () => {
    const measured = new Map<Show, Measured>();
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
      const wanted = [...CASES, ...TOOLTIPS, ...HAND].map(({ show }) => show);
      const found = await engine.measure(wanted);
      wanted.forEach((show, at) => measured.set(show, found[at] as Measured));
    });
    afterAll(() => engine?.close());

    const of = (show: Show) => measured.get(show) as Measured;
    test.each(CASES)("$name", (one) => checkCase(one, of(one.show)));
    test.each(TOOLTIPS)("$name", (one) => checkTooltip(one, of(one.show)));
    test.each(HAND)("by hand: $name", ({ show, boxes }) => {
      expect(of(show).shown.drawn).toBe("drawn");
      compare(of(show).shown.boxes, boxes);
    });
  });
});
