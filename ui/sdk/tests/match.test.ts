import { expect, test } from "vitest";
import type { Condition } from "../../contract/Condition";
import type { Value } from "../../contract/Value";
import { holds } from "../src/match";

const filter = (operator: Condition["operator"], value_type: Condition["value_type"], values: Value[], negated = false): Condition => ({
  key: { type: "event_property", name: "x" },
  operator,
  value_type,
  values,
  negated,
});

test.each<[Condition["operator"], Condition["value_type"], Value[], Value, boolean]>([
  ["in", "string", ["KR"], "KR", true],
  ["in", "string", ["kr"], "KR", false],
  ["in", "string", ["42"], 42, true],
  ["in", "string", ["42.0"], 42, false],
  ["in", "string", ["true"], true, true],
  ["contains", "string", ["ee"], "seen", true],
  ["starts_with", "string", ["se"], "seen", true],
  ["starts_with", "string", ["en"], "seen", false],
  ["ends_with", "string", ["en"], "seen", true],
  ["gt", "string", ["a"], "b", true],
  ["lt", "string", ["10"], "9", false],
  ["gte", "number", [20], "20", true],
  ["gt", "number", [20], 20, false],
  ["lte", "number", ["20"], 20, true],
  ["in", "number", [1], true, false],
  ["in", "number", [0], "", false],
  ["contains", "number", [1], 1, false],
  ["gt", "number", [1], "NaN", false],
  ["in", "boolean", [true], true, true],
  ["in", "boolean", [true], "true", true],
  ["in", "boolean", [true], "TRUE", false],
  ["in", "boolean", [true], 1, false],
  ["in", "boolean", [false], false, true],
  ["gt", "boolean", [false], true, false],
  ["gt", "version", ["1.9"], "1.10", true],
  ["in", "version", ["2"], "2.0.0+7", true],
  ["in", "version", ["2"], "v2", false],
  ["in", "version", ["1.02"], "1.2", false],
  ["lt", "version", ["1.0.0"], "1.0.0-rc.1", true],
  ["lt", "version", ["1.0.0-alpha.beta"], "1.0.0-alpha.1", true],
  ["lt", "version", ["1.0.0-alpha.1"], "1.0.0-alpha", true],
  ["lt", "version", ["1.0.0-rc.10"], "1.0.0-rc.9", true],
  ["contains", "version", ["1"], "1.2", false],
  ["in", "string", ["x", "b"], ["a", "b"], true],
  ["in", "string", [], "a", false],
  ["exists", "string", [], "a", true],
  ["exists", "string", [], [], false],
])("%s as %s of %j holds for %j: %s", (operator, value_type, values, value, expected) => {
  expect(holds(filter(operator, value_type, values), { x: value })).toBe(expected);
  expect(holds(filter(operator, value_type, values, true), { x: value })).toBe(!expected);
});

test("what is missing is false, negated true", () => {
  expect(holds(filter("exists", "string", []), {})).toBe(false);
  expect(holds(filter("in", "string", ["a"], true), {})).toBe(true);
  expect(holds({ ...filter("exists", "string", []), key: { type: "event_property", name: "toString" } }, {})).toBe(false);
});
