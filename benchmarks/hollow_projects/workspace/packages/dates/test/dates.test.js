import assert from "node:assert/strict";
import test from "node:test";
import { addWorkingDays, daysBetween, spoken, weekOf } from "../src/index.js";

test("days between", () => {
  assert.equal(daysBetween(new Date("2026-02-27T23:00Z"), new Date("2026-03-01T01:00Z")), 2);
});
test("working days", () => {
  assert.equal(addWorkingDays(new Date("2026-11-20"), 1).toISOString().slice(0, 10), "2026-11-23");
});
test("weeks", () => {
  assert.equal(weekOf(new Date("2026-01-01")), 1);
  assert.equal(weekOf(new Date("2027-01-01")), 53);
});
test("lengths of time", () => {
  assert.equal(spoken(3725), "1 h 2 min 5 s");
  assert.equal(spoken(0), "0 s");
});
