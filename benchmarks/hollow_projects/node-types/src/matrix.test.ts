import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isRegular, type Matrix, product, transposed } from "./matrix.ts";

suite("matrix", () => {
  const two: Matrix = [[1, 2], [3, 4]];
  test("transposed", () => assert.deepEqual(transposed(two), [[1, 3], [2, 4]]));
  test("product", () => assert.deepEqual(product(two, [[1, 0], [0, 1]]), [[1, 2], [3, 4]]));
  test("regular", () => {
    assert.equal(isRegular(two), true);
    assert.equal(isRegular([[1], [2, 3]]), false);
  });
});
