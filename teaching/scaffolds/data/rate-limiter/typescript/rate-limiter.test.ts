import { expect, it } from "vitest";

import {
  callerOf,
  decided,
  filled,
  headersOf,
  LimitError,
  limitOf,
  NO_KEY,
  RateLimiter,
} from "your_package/rate-limiter.js";

const NOW = 50_000;
const LIMIT = limitOf(10, 2);

it("fills a bucket at the pace of its limit", () => {
  expect(filled({ tokens: 1, atMs: NOW }, LIMIT, NOW + 1500)).toEqual({ tokens: 4, atMs: NOW + 1500 });
});

it("fills by parts of a token, so that many short waits count like a long one", () => {
  let bucket = { tokens: 0, atMs: NOW };
  for (let step = 1; step <= 8; step += 1) {
    bucket = filled(bucket, LIMIT, NOW + step * 125);
  }
  expect(bucket.tokens).toBeCloseTo(2, 10);
});

it("fills a bucket no further than its capacity", () => {
  expect(filled({ tokens: 9, atMs: NOW }, LIMIT, NOW + 3_600_000).tokens).toBe(10);
});

it("adds nothing when the clock is set back, nor when it comes to the same time again", () => {
  const back = filled({ tokens: 3, atMs: NOW }, LIMIT, NOW - 60_000);
  expect(back).toEqual({ tokens: 3, atMs: NOW });
  expect(filled(back, LIMIT, NOW).tokens).toBe(3);
});

it("lets a call pass for one token", () => {
  expect(decided({ tokens: 2.5, atMs: NOW }, LIMIT)).toEqual({ allowed: true, bucket: { tokens: 1.5, atMs: NOW } });
  expect(decided({ tokens: 1, atMs: NOW }, LIMIT)).toEqual({ allowed: true, bucket: { tokens: 0, atMs: NOW } });
});

it("refuses a call without a whole token, and takes nothing for it", () => {
  expect(decided({ tokens: 0.9, atMs: NOW }, LIMIT)).toMatchObject({ allowed: false, bucket: { tokens: 0.9, atMs: NOW } });
});

it("tells a refused call in how many whole seconds one passes", () => {
  const waits = [0.9, 0, -1].map((tokens) => decided({ tokens, atMs: NOW }, limitOf(10, 0.5)));
  expect(waits).toMatchObject([{ retryAfterS: 1 }, { retryAfterS: 2 }, { retryAfterS: 4 }]);
});

it("counts by the key where there is one", () => {
  expect(callerOf(" k1 ", ["192.0.2.1"], 0)).toBe("key k1");
});

it("counts by the address of the connection where no proxy is trusted", () => {
  expect(callerOf(undefined, ["198.51.100.7", "192.0.2.1"], 0)).toBe("address 192.0.2.1");
  expect(callerOf("  ", ["192.0.2.1"], 0)).toBe("address 192.0.2.1");
});

it("believes only what trusted proxies added", () => {
  const addresses = ["forged", "198.51.100.7", "10.0.0.2", "10.0.0.1"];
  expect(callerOf(undefined, addresses, 2)).toBe("address 198.51.100.7");
});

it("takes the first address where fewer came than there are proxies, and counts nobody apart", () => {
  expect(callerOf(undefined, ["192.0.2.1"], 2)).toBe("address 192.0.2.1");
  expect(callerOf(undefined, [], 0)).toBe(NO_KEY);
});

it("lets a burst pass and refuses what comes above it, each caller for itself", () => {
  const limiter = new RateLimiter(limitOf(2, 1), () => NOW);
  const answers = ["a", "a", "a", "b"].map((caller) => limiter.check(caller).allowed);
  expect(answers).toEqual([true, true, false, true]);
});

it("forgets callers whose bucket is full again", () => {
  const limiter = new RateLimiter(LIMIT, () => NOW);
  limiter.buckets.set("old", { tokens: 0, atMs: NOW - 5000 });
  limiter.buckets.set("new", { tokens: 0, atMs: NOW - 4999 });
  limiter.forget();
  expect([...limiter.buckets.keys()]).toEqual(["new"]);
});

it("says in a header when to come back", () => {
  const bucket = { tokens: 0, atMs: NOW };
  expect(headersOf({ allowed: false, bucket, retryAfterS: 3 })).toEqual({ "retry-after": "3" });
  expect(headersOf({ allowed: true, bucket })).toEqual({});
});

it("has no limit that allows nothing or all", () => {
  for (const [capacity, perSecond] of [[0, 1], [1.5, 1], [1, 0], [1, Number.POSITIVE_INFINITY]] as const) {
    expect(() => limitOf(capacity, perSecond)).toThrow(LimitError);
  }
});
