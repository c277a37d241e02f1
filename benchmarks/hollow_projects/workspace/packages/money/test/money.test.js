import assert from "node:assert/strict";
import test from "node:test";
import { rounded } from "../src/index.js";

test("half goes to even", () => {
  assert.equal(rounded(2.5), 2);
  assert.equal(rounded(3.5), 4);
});
