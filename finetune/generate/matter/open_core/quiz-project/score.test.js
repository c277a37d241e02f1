import { test } from "node:test";
import { score } from "./src/score.js";
import { equal } from "node:assert/strict";

const four = [{ right: 0 }, { right: 1 }, { right: 2 }, { right: 3 }];

test("right answers count three", () => equal(score(four, [0, 1, 2, 3]), 12));
test("a wrong one costs a point, a skipped one nothing", () => equal(score(four, [0, 1, 0, null]), 5));
test("answer 0 is an answer", () => equal(score([{ right: 0 }], [0]), 3));
test("nobody ends below zero", () => equal(score(four, [3, 3, 3, 0]), 0));
test("a bad beginning can be made good", () => equal(score(four, [1, 0, 2, 3]), 4));
