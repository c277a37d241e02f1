import assert from "node:assert";
import { summary } from "./trail.js";
import test from "node:test";

const told = (heights, noise) => {
  const { up, down } = summary(heights, noise);
  return `${up} up, ${down} down`;
};

test("a hill goes up and down", () => assert.equal(told([100, 160, 120]), "60 up, 40 down"));
test("a wobble is no hill", () => assert.equal(told([100, 101, 99, 100, 102]), "0 up, 0 down"));
test("a slow climb counts", () => assert.equal(told([100, 101, 102, 103], 3), "3 up, 0 down"));
test("nobody walked", () => assert.equal(told([]), "0 up, 0 down"));
