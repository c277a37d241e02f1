import assert from "node:assert";
import { safeFor } from "./menu.js";
import test from "node:test";

const card = [
  { name: "pasta", ingredients: ["flour", "pesto"] },
  { name: "rice bowl", ingredients: ["rice"] },
  { name: "soup", ingredients: ["rice", "grandma's mix"] },
  { name: "special", ingredients: [] },
  { name: "bread", ingredients: ["flour"] },
];

test("dishes with the allergen are left out", () => {
  assert.equal(safeFor(card, ["nuts"]).join(), "rice bowl,bread");
});
test("two allergies leave less", () => assert.equal(safeFor(card, ["nuts", "gluten"]).join(), "rice bowl"));
test("what nobody knows is not safe", () => assert.equal(safeFor(card, []).includes("soup"), false));
