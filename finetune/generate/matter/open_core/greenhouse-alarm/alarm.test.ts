import { test } from "node:test";
import { step, type Alarm } from "./alarm.ts";
import assert from "node:assert/strict";

const limits = { on: 35, off: 30 };
const quiet: Alarm = { ringing: false, since: 0 };

test("heat makes it ring", () => {
  assert.deepEqual(step(quiet, 36, 10, limits), { ringing: true, since: 10 });
});

test("between the limits it goes on ringing", () => {
  const loud = { ringing: true, since: 10 };
  assert.deepEqual(step(loud, 32, 20, limits), loud);
});

test("between the limits it stays quiet", () => {
  assert.equal(step(quiet, 32, 20, limits).ringing, false);
});

test("cool air ends it", () => {
  assert.deepEqual(step({ ringing: true, since: 10 }, 29, 40, limits), { ringing: false, since: 40 });
});
