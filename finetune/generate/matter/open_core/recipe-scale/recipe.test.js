import { test } from "node:test";
import { scale } from "./recipe.js";
import { deepStrictEqual, strictEqual, throws } from "node:assert";

const pancakes = {
  servings: 4,
  ingredients: [
    { name: "flour", amount: 200, unit: "g" },
    { name: "eggs", amount: 3, unit: "egg" },
  ],
};

test("flour grows with the guests", () => strictEqual(scale(pancakes, 6).ingredients[0].amount, 300));
test("eggs come whole", () => strictEqual(scale(pancakes, 6).ingredients[1].amount, 5));
test("the recipe of the book stays as it is", () => {
  scale(pancakes, 8);
  deepStrictEqual(pancakes.ingredients[0], { name: "flour", amount: 200, unit: "g" });
});
test("nobody is no guest", () => throws(() => scale(pancakes, 0), RangeError));
