"use strict";
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { ending, roman, size } = require("../lib/units.cjs");

test("sizes", () => {
  assert.equal(size(999), "999 B");
  assert.equal(size(1500), "1.5 kB");
});
test("endings", () => {
  assert.equal(ending("a/b.TXT"), "txt");
  assert.equal(ending(".profile"), "");
});
test("roman numbers", () => {
  assert.equal(roman.of(14), "XIV");
});
