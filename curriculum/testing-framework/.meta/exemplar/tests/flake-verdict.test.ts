/** Task flake-verdict: a flaky test is told from a broken one by what it did before. */

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Outcome } from "../src/flakes/history.ts";
import { flips, outcomeOf, verdictOf } from "../src/flakes/verdict.ts";

const SIGNS: Readonly<Record<string, Outcome>> = { ".": "passed", "~": "flaky", x: "failed" };

/** A history as it is drawn: `.` passed, `~` only after a retry, `x` failed; the newest on the right. */
function drawn(signs: string): readonly Outcome[] {
  return [...signs].map((sign) => SIGNS[sign] ?? "passed");
}

test("a test that passes at its first attempt passed", () => {
  assert.equal(outcomeOf(["passed"]), "passed");
});

test("a test that failed and then passed is flaky, and no success", () => {
  assert.equal(outcomeOf(["failed", "passed"]), "flaky");
});

test("the last attempt decides whether a test failed", () => {
  assert.equal(outcomeOf(["failed", "failed"]), "failed");
  assert.equal(outcomeOf(["passed", "failed"]), "failed");
});

test("a test without an attempt has no outcome", () => {
  assert.equal(outcomeOf([]), undefined);
});

test("only a change between passing and failing is a flip", () => {
  assert.deepEqual(["", "x", "....", "..xx", ".x.x", ".~.~"].map((signs) => flips(drawn(signs))), [0, 0, 0, 1, 3, 0]);
});

test("fewer than five runs say nothing", () => {
  assert.equal(verdictOf(drawn("xxxx")), "new");
  assert.equal(verdictOf(drawn("....")), "new");
});

test("three failures in a row are broken, whatever was before", () => {
  assert.equal(verdictOf(drawn("..xxx")), "broken");
  assert.equal(verdictOf(drawn(".x.~xxx")), "broken");
});

test("a test that cannot decide is flaky", () => {
  assert.equal(verdictOf(drawn("..x..")), "flaky");
  assert.equal(verdictOf(drawn("....~")), "flaky");
});

test("a test that broke just now, or was mended, is steady until there is more", () => {
  assert.equal(verdictOf(drawn("...xx")), "steady");
  assert.equal(verdictOf(drawn("xxx....")), "steady");
});

test("what happened more than twenty runs ago is forgotten", () => {
  assert.equal(verdictOf(drawn(`x.x~${".".repeat(20)}`)), "steady");
  assert.equal(verdictOf(drawn(`x.x~${".".repeat(19)}`)), "flaky");
});
