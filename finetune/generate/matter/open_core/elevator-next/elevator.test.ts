import { equal } from "node:assert/strict";
import { nextStop } from "./elevator.ts";
import { describe, it } from "node:test";

describe("an elevator", () => {
  it("goes on in its direction, even past a nearer call", () => {
    equal(nextStop({ floor: 4, direction: "up" }, new Set([3, 9, 6])), 6);
  });
  it("turns when nothing is ahead", () => {
    equal(nextStop({ floor: 4, direction: "up" }, new Set([1, 2])), 2);
  });
  it("opens where it stands", () => {
    equal(nextStop({ floor: 4, direction: "down" }, new Set([4, 3])), 4);
  });
  it("rests without calls", () => equal(nextStop({ floor: 4, direction: "down" }, new Set()), null));
});
