import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { changes, formatQuery, parseQuery } from "../lib/query.js";

describe("query", () => {
  describe("parse", () => {
    for (const [text, wanted] of [
      ["?a=1&b=2", { a: "1", b: "2" }],
      ["a=1&a=2", { a: ["1", "2"] }],
      ["", {}],
    ]) {
      it(`reads ${text || "nothing"}`, () => assert.deepEqual(parseQuery(text), wanted));
    }
  });
  it("writes", () => {
    assert.equal(formatQuery({ a: ["1", "2"], b: "x y" }), "a=1&a=2&b=x%20y");
  });
  it("finds what changed", () => {
    assert.deepEqual(changes({ a: 1, b: [2] }, { a: 2, b: [2], c: 3 }), ["a", "c"]);
  });
});
