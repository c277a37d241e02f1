import assert from "node:assert";
import { table } from "./columns.js";
import { test } from "node:test";

test("text goes left and numbers go right", () => {
  const lines = table([["town", "km"], ["Ulm", "5"], ["Bregenz", "120"]]);
  assert.equal(lines.join("|"), "town      km|Ulm        5|Bregenz  120");
});

test("no line ends in blanks", () => {
  const lines = table([["a", "note"], ["b", "x"], ["c", "long one"]]);
  assert.ok(lines.every((line) => line === line.trimEnd()));
  assert.equal(lines.length, 3);
});
