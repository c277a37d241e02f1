import test from "node:test";
import { clashes, type Lesson } from "./clash.ts";
import assert from "node:assert";

const lesson = (name: string, start: number, end: number, more: Partial<Lesson> = {}): Lesson => {
  return { name, teacher: "Kaya", day: "mon", start, end, ...more };
};

test("two lessons at once collide", () => {
  assert.deepEqual(clashes([lesson("maths", 480, 525), lesson("art", 500, 560)]), [["maths", "art"]]);
});
test("lessons that touch are fine", () => {
  assert.equal(clashes([lesson("maths", 480, 525), lesson("art", 525, 570)]).length, 0);
});
test("another day or another teacher is fine", () => {
  const list = [lesson("a", 0, 9), lesson("b", 0, 9, { day: "tue" }), lesson("c", 0, 9, { teacher: "Bo" })];
  assert.equal(clashes(list).length, 0);
});
test("three at once are three pairs", () => {
  assert.equal(clashes([lesson("a", 0, 9), lesson("b", 1, 9), lesson("c", 2, 9)]).length, 3);
});
