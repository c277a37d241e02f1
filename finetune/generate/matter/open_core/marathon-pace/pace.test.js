import { equal } from "node:assert/strict";
import { clock, splitsFor } from "./pace.js";
import test from "node:test";

const told = (...race) => splitsFor(...race).map(({ km, seconds }) => `${km} ${clock(seconds)}`).join(", ");

test("ten kilometres have two splits", () => equal(told(10, 3000), "5 00:25:00, 10 00:50:00"));
test("the finish may lie behind the last step", () => equal(told(12, 3600), "5 00:25:00, 10 00:50:00, 12 01:00:00"));
test("a marathon ends at its goal", () => equal(splitsFor(42.195, 14_399).at(-1).seconds, 14_399));
test("a short race has only its finish", () => equal(told(3, 900), "3 00:15:00"));
