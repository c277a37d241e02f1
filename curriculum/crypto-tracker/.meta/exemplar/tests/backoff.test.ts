/** Task backoff: waits that double, end, and differ. */

import { expect, test } from "vitest";

import { delayOf } from "../src/feed/backoff.ts";

const BACKOFF = { baseMs: 500, maxMs: 30_000 };

function waits(random: () => number): number[] {
  return [0, 1, 2, 3, 10, 2000].map((attempt) => delayOf(attempt, BACKOFF, random));
}

test("the longest wait of an attempt doubles until it reaches the limit", () => {
  expect(waits(() => 1)).toEqual([500, 1000, 2000, 4000, 30_000, 30_000]);
});

test("the shortest wait of an attempt is half of its longest", () => {
  expect(waits(() => 0)).toEqual([250, 500, 1000, 2000, 15_000, 15_000]);
});

test("two clients that lost the feed together come back apart, in whole milliseconds", () => {
  expect([delayOf(3, BACKOFF, () => 0.25), delayOf(3, BACKOFF, () => 0.75)]).toEqual([2500, 3500]);
  expect(delayOf(0, { baseMs: 333, maxMs: 333 }, () => 0.5)).toBe(250);
});
