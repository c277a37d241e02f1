import test from "node:test";
import { cellarList, groupBy } from "./cellar.js";
import { strict as assert } from "node:assert";

const bottles = [
  { country: "Spain", year: 2019 },
  { country: "Italy", year: 1998 },
  { country: "Spain", year: 1998 },
];

test("groups come in the order of their first bottle", () => {
  assert.equal(cellarList(bottles).join(), "Spain: 2,Italy: 1");
});
test("keys keep their type", () => {
  assert.equal(groupBy(bottles, (one) => one.year).get(1998).length, 2);
});
test("the key is asked once for each bottle", () => {
  let asked = 0;
  groupBy(bottles, () => (asked += 1));
  assert.equal(asked, 3);
});
test("an empty cellar has no groups", () => assert.equal(groupBy([], String).size, 0));
