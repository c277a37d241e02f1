import { deepEqual, throws } from "node:assert/strict";
import { drive, type Robot } from "./robot.ts";
import test from "node:test";

const start: Robot = { x: 2, y: 2, heading: "east" };

test("it turns left and goes on", () => {
  deepEqual(drive(start, "LF"), { x: 2, y: 3, heading: "north" });
});
test("four turns to the right bring it back", () => deepEqual(drive(start, "RRRR"), start));
test("a wall holds it, and the next command counts", () => {
  deepEqual(drive(start, "FRF", (x) => x === 3), { x: 2, y: 1, heading: "south" });
});
test("an unknown letter is refused", () => throws(() => drive(start, "FX"), RangeError));
