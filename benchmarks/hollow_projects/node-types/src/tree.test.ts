import assert from "node:assert/strict";
import test from "node:test";
import { grouped, Tree } from "./tree.ts";

test("values come in order, each once", () => {
  const tree = new Tree<number>();
  for (const value of [3, 1, 2, 3]) tree.insert(value);
  assert.deepEqual([...tree.values()], [1, 2, 3]);
  assert.equal(tree.size, 3);
});

test("a tree knows what it has", () => {
  const tree = new Tree<string>();
  assert.equal(tree.has("a"), false);
  tree.insert("a");
  assert.equal(tree.has("a"), true);
});

test("groups", () => {
  assert.deepEqual([...grouped([1, 2, 3], (one) => one % 2)], [[1, [1, 3]], [0, [2]]]);
});
