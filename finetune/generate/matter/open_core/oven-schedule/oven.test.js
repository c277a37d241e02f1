import { equal } from "node:assert/strict";
import { firstGap } from "./oven.js";
import { describe, it } from "node:test";

describe("firstGap", () => {
  it("takes the opening hour of an empty day", () => {
    equal(firstGap([], 30), 240);
  });
  it("finds the gap between two bookings that come in the wrong order", () => {
    equal(firstGap([{ start: 400, end: 780 }, { start: 240, end: 330 }], 60), 330);
  });
  it("has nothing on a day that is too full", () => {
    equal(firstGap([{ start: 250, end: 770 }], 30), null);
  });
});
