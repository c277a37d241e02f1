import test from "node:test";
import { daily } from "./station.ts";
import assert from "node:assert/strict";

test("a day has its coldest and its warmest sample", () => {
  const found = daily([
    { at: "2026-03-01T06:00:00Z", celsius: 4.5 },
    { at: "2026-03-01T03:00:00Z", celsius: -1 },
  ]);
  assert.deepEqual(found, [{ day: "2026-03-01", min: -1, max: 4.5 }]);
});

test("days come in their order, whatever the order of the samples", () => {
  const found = daily([
    { at: "2026-03-02T00:10:00Z", celsius: 2 },
    { at: "2026-02-28T23:50:00Z", celsius: 3 },
  ]);
  assert.deepEqual(found.map((one) => one.day), ["2026-02-28", "2026-03-02"]);
});

test("no samples make no days", () => assert.deepEqual(daily([]), []));
