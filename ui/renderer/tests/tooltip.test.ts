import { expect, test } from "vitest";
import type { Side } from "../../contract/Side";
import { type Box, place } from "../src/index";

const VIEW = { width: 1000, height: 600 };
const CARD = { width: 200, height: 100 };
const target = (left: number, top: number): Box => ({ left, top, width: 80, height: 40 });

test.each<[string, Side, Box, Side, number, number]>([
  ["top", "top", target(400, 300), "top", 340, 184],
  ["bottom", "bottom", target(400, 300), "bottom", 340, 356],
  ["left", "left", target(400, 300), "left", 184, 270],
  ["right", "right", target(400, 300), "right", 496, 270],
  ["top falls to the bottom", "top", target(400, 50), "bottom", 340, 106],
  ["bottom falls to the top", "bottom", target(400, 500), "top", 340, 384],
  ["left falls to the right", "left", target(100, 300), "right", 196, 270],
  ["right falls to the left", "right", target(800, 300), "left", 584, 270],
  ["it stays 4 px inside", "bottom", target(10, 300), "bottom", 4, 356],
  ["on the far side too", "bottom", target(900, 300), "bottom", 796, 356],
])("%s", (_, prefer, at, side, left, top) => {
  expect(place(at, CARD, VIEW, prefer)).toMatchObject({ side, left, top });
});

test("top and bottom fall to the sides", () => {
  const low = { width: 1000, height: 200 };
  expect(place(target(400, 80), CARD, low, "top")).toMatchObject({ side: "left", left: 184, top: 50 });
  expect(place(target(100, 80), CARD, low, "bottom")).toMatchObject({ side: "right", left: 196, top: 50 });
});

test("the arrow points at the target's middle", () => {
  expect(place(target(400, 300), CARD, VIEW, "bottom")?.arrow).toEqual({ left: 92, top: -8 });
  expect(place(target(400, 300), CARD, VIEW, "top")?.arrow).toEqual({ left: 92, top: 92 });
  expect(place(target(400, 300), CARD, VIEW, "left")?.arrow).toEqual({ left: 192, top: 42 });
});

test("where no side fits it is not shown", () => {
  expect(place(target(20, 20), { width: 300, height: 300 }, { width: 320, height: 320 }, "top")).toBeNull();
  expect(place(target(-300, 100), CARD, VIEW, "top")).toBeNull();
});
