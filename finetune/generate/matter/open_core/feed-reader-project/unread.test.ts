import { equal } from "node:assert/strict";
import { markRead, unreadCount, type Reading } from "./src/unread.ts";
import { test } from "node:test";

const start: Reading = { articles: [{ id: "a", title: "Bees" }, { id: "b", title: "Moss" }], read: new Set() };

test("a read article is no longer counted", () => {
  equal(unreadCount(markRead(start, "a")), 1);
});
test("the old state stays as it was", () => {
  markRead(start, "a");
  equal(unreadCount(start), 2);
});
test("an unknown article changes nothing", () => equal(markRead(start, "zzz"), start));
