import assert from "node:assert/strict";
import { openings } from "./gate.ts";
import { test } from "node:test";

const day = (...heights: number[]) => heights.map((heightCm, index) => ({ minute: index * 10, heightCm }));

test("a high middle of the day is one opening", () => {
  assert.deepEqual(openings(day(80, 120, 130, 90), 100), [{ from: 10, to: 20 }]);
});

test("low water between two high waters parts them", () => {
  assert.equal(openings(day(120, 50, 120), 100).length, 2);
});

test("a day without high water has no opening", () => {
  assert.deepEqual(openings(day(10, 20), 100), []);
});
