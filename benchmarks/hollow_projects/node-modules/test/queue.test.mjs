import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { chunks, Queue, retry } from "../lib/queue.mjs";

let queue;
beforeEach(() => {
  queue = new Queue(1);
});

test("a queue gives what its tasks give", async () => {
  const found = await Promise.all([queue.add(async () => 1), queue.add(() => 2)]);
  assert.deepEqual(found, [1, 2]);
});

test("a queue hands errors on", async () => {
  await assert.rejects(queue.add(async () => { throw new Error("bad"); }), /bad/);
});

test("retry", async (t) => {
  await t.test("ends with the first that works", async () => {
    assert.equal(await retry(async (count) => { if (count < 2) throw new Error("no"); return count; }, 5), 2);
  });
  await t.test("gives up with the last error", async () => {
    await assert.rejects(retry(async (count) => { throw new Error(`no ${count}`); }, 2), /no 1/);
  });
});

test("chunks", async () => {
  const found = [];
  for await (const chunk of chunks([1, 2, 3], 2)) found.push(chunk);
  assert.deepEqual(found, [[1, 2], [3]]);
});
