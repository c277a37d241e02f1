import { test } from "node:test";
import { assign } from "./cafe/queue.ts";
import assert from "node:assert/strict";

const helpers = [{ name: "Ada", skills: ["radio", "clock"] }, { name: "Bob", skills: ["clock"] }];
const visitor = (name: string, needs: string) => ({ name, needs });
const told = (...visitors: { name: string; needs: string }[]) =>
  [...assign(visitors, helpers)].map(([who, by]) => `${who}-${by}`).join(" ");

test("the first free helper with the skill is taken", () => {
  assert.equal(told(visitor("Uli", "clock"), visitor("Vera", "clock")), "Uli-Ada Vera-Bob");
});
test("a helper has one visitor at a time", () => {
  assert.equal(told(visitor("Uli", "radio"), visitor("Vera", "radio")), "Uli-Ada Vera-null");
});
test("what nobody can mend stays in the plan", () => assert.equal(told(visitor("Wim", "kite")), "Wim-null"));
