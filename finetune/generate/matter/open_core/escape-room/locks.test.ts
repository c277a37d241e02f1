import test from "node:test";
import { advance, fresh, type Lock } from "./locks.ts";
import assert from "node:assert/strict";

const after = (...guesses: string[]) => guesses.reduce((lock: Lock, guess) => advance(lock, guess, "4711"), fresh);

test("the right code opens it", () => assert.equal(after("4711").state, "open"));
test("a wrong code costs a try", () => assert.deepEqual(after("1234"), { state: "locked", tries: 2 }));
test("the third wrong code is the alarm", () => assert.equal(after("1", "2", "3").state, "alarm"));
test("what is over stays over", () => {
  assert.equal(after("4711", "0000").state, "open");
  assert.equal(after("1", "2", "3", "4711").state, "alarm");
});
