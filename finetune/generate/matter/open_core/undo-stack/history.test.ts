import { test } from "node:test";
import { edit, LIMIT, undo, type History } from "./history.ts";
import { deepEqual, equal } from "node:assert/strict";

const blank: History<string> = { past: [], present: "A", future: [] };

test("an edit can be undone", () => equal(undo(edit(blank, "B")).present, "A"));

test("an edit after undo forgets what was undone", () => {
  const found = edit(undo(edit(blank, "B")), "C");
  deepEqual(found, { past: ["A"], present: "C", future: [] });
});

test("the past has a limit", () => {
  let long: History<string> = blank;
  for (let step = 0; step < LIMIT + 5; step += 1) long = edit(long, `${step}`);
  deepEqual([long.past.length, long.past[0]], [LIMIT, "4"]);
});
