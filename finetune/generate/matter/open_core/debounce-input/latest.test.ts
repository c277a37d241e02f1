import assert from "node:assert/strict";
import { latest } from "./latest.ts";
import { test } from "node:test";

test("an answer that was overtaken is dropped, in whatever order they arrive", async () => {
  const open = new Map<string, (hits: number) => void>();
  const search = latest((word: string) => new Promise<number>((done) => open.set(word, done)));
  const [first, second] = [search("ha"), search("hat")];
  open.get("hat")!(3);
  open.get("ha")!(90);
  assert.deepEqual(await Promise.all([first, second]), [undefined, 3]);
});

test("a single call is answered", async () => {
  assert.equal(await latest(async (n: number) => n * 2)(21), 42);
});

test("the latest call may fail", async () => {
  await assert.rejects(latest(async () => Promise.reject(new Error("offline")))(), /offline/);
});
