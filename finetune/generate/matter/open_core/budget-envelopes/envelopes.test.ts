import { describe, it } from "node:test";
import { distribute } from "./envelopes.ts";
import { deepEqual, equal, throws } from "node:assert/strict";

const by = (...weights: number[]) => weights.map((weight, index) => ({ name: `${index}`, weight }));

describe("distribute", () => {
  it("loses no cent", () => {
    for (const cents of [1, 99, 100, 12_345]) {
      equal(distribute(cents, by(1, 1, 1)).reduce((sum, share) => sum + share, 0), cents);
    }
  });
  it("gives the odd cent to the largest remainder", () => deepEqual(distribute(100, by(50, 33, 17)), [50, 33, 17]));
  it("prefers the first of equals", () => deepEqual(distribute(100, by(1, 1, 1)), [34, 33, 33]));
  it("needs some weight", () => throws(() => distribute(100, by(0, 0)), RangeError));
});
