import assert from "node:assert/strict";
import { Ledger, Unbalanced } from "./ledger.ts";
import { test } from "node:test";

const tea = [{ account: "cash", cents: -1250n }, { account: "catering", cents: 1250n }];

test("a posting moves money from one account to another", () => {
  const books = new Ledger();
  books.post(tea);
  books.post(tea);
  assert.equal(books.balance("catering"), 2500n);
});

test("lines that do not cancel out change nothing", () => {
  const books = new Ledger();
  assert.throws(() => books.post([...tea, { account: "gifts", cents: 1n }]), Unbalanced);
  assert.equal(books.balance("cash"), 0n);
});
