/** Task stale-prices: when a price no longer counts, by our own clock. */

import { expect, test } from "vitest";

import { ageInWords, ageOf, isStale } from "../src/prices/staleness.ts";
import { price } from "./tickers.ts";

test("a price is stale once it is older than the limit, and not at it", () => {
  expect([10_000, 10_001].map((now) => isStale(price(0), now, 10_000))).toEqual([false, true]);
});

test("the clock of the exchange does not matter", () => {
  const anHour = 3_600_000;
  expect(ageOf(price(5000, 5000 - anHour), 6000)).toBe(1000);
  expect(isStale(price(0, anHour), 20_000, 10_000)).toBe(true);
});

test("a clock that was set back makes no price younger than new", () => {
  expect(ageOf(price(5000), 1000)).toBe(0);
  expect(isStale(price(5000), 1000, 10_000)).toBe(false);
});

test.each([
  [0, "now"],
  [1999, "now"],
  [2000, "2 s ago"],
  [59_999, "59 s ago"],
  [60_000, "1 min ago"],
  [3_599_999, "59 min ago"],
  [7_200_000, "2 h ago"],
])("%d ms are “%s”", (ageMs, words) => {
  expect(ageInWords(ageMs)).toBe(words);
});
