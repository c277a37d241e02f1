import assert from "node:assert/strict";
import { expand, PatternError } from "./pattern.js";
import { describe, test } from "node:test";

describe("expand", () => {
  test("repeats stitches", () => assert.equal(expand("k3 p2"), "kkkpp"));
  test("a stitch without a number is one", () => assert.equal(expand("k o  k2"), "kokk"));
  test("an empty row has no stitches", () => assert.equal(expand(" "), ""));
  for (const piece of ["x2", "k0", "3k", "k-1"]) {
    test(`refuses ${piece}`, () => assert.throws(() => expand(`k2 ${piece}`), PatternError));
  }
});
