import { expect, it } from "vitest";

import { CacheError, ReadCache } from "your_package/read-cache.js";

const NOW = 10_000;

/** A cache of two values for one second, and a source that answers when a test says so. */
class Bench {
  readonly asked: { readonly key: string; readonly answer: (value: string) => void; readonly fail: () => void }[] = [];
  readonly cache = new ReadCache<string>({
    load: (key) =>
      new Promise((resolve, reject) => {
        this.asked.push({ key, answer: resolve, fail: () => reject(new RangeError("the source is down")) });
      }),
    now: () => NOW,
    freshMs: 1000,
    most: 2,
  });

  /** Keep values that were read so long ago, in this order. */
  keepAll(agesMs: Readonly<Record<string, number>>): void {
    for (const [key, ageMs] of Object.entries(agesMs)) {
      this.cache.kept.set(key, { value: `value of ${key}`, readAtMs: NOW - ageMs });
    }
  }
}

it("serves a value while it is fresh, and not a moment longer", () => {
  const { cache, asked } = withKept({ young: 999, old: 1000 });
  expect([cache.fresh("young")?.value, cache.fresh("old")]).toEqual(["value of young", undefined]);
  expect(asked).toEqual([]);
});

it("has nothing for a key that it never read", () => {
  expect(new Bench().cache.fresh("a")).toBeUndefined();
});

it("takes a value that was served for the most recently used", () => {
  const { cache } = withKept({ a: 0, b: 0 });
  cache.fresh("a");
  expect([...cache.kept.keys()]).toEqual(["b", "a"]);
});

it("does not make a value younger by serving it", () => {
  const { cache } = withKept({ a: 500 });
  cache.fresh("a");
  expect(cache.kept.get("a")?.readAtMs).toBe(NOW - 500);
});

it("asks the source once for all who want a key at the same time", async () => {
  const { cache, asked } = new Bench();
  const answers = [cache.loadOnce("a"), cache.loadOnce("a")];
  expect(asked.map(({ key }) => key)).toEqual(["a"]);
  asked[0]?.answer("one");
  expect(await Promise.all(answers)).toEqual(["one", "one"]);
});

it("keeps what the source answered", async () => {
  const { cache, asked } = new Bench();
  const answer = cache.loadOnce("a");
  asked[0]?.answer("one");
  await answer;
  expect(cache.kept.get("a")).toEqual({ value: "one", readAtMs: NOW });
});

it("asks for different keys apart, and for one anew when its answer is there", async () => {
  const { cache, asked } = new Bench();
  const first = cache.loadOnce("a");
  void cache.loadOnce("b");
  asked[0]?.answer("one");
  await first;
  void cache.loadOnce("a");
  expect(asked.map(({ key }) => key)).toEqual(["a", "b", "a"]);
});

it("passes on that the source failed, keeps nothing of it, and asks anew", async () => {
  const { cache, asked } = new Bench();
  const failing = cache.loadOnce("a");
  asked[0]?.fail();
  await expect(failing).rejects.toThrow(RangeError);
  expect([cache.kept.size, cache.underway.size]).toEqual([0, 0]);
  void cache.loadOnce("a");
  expect(asked).toHaveLength(2);
});

it("lets go of what was not used for longest", () => {
  const { cache } = withKept({ oldest: 0, older: 0, a: 0, b: 0 });
  cache.shrink();
  expect([...cache.kept.keys()]).toEqual(["a", "b"]);
});

it("lets go of nothing while there is room", () => {
  const { cache } = withKept({ a: 0, b: 0 });
  cache.shrink();
  expect(cache.kept.size).toBe(2);
});

it("reads a key through to its source, and then serves what it kept", async () => {
  const { cache, asked } = new Bench();
  const first = cache.get("a");
  asked[0]?.answer("one");
  expect([await first, await cache.get("a"), asked.length]).toEqual(["one", "one", 1]);
});

it("forgets what changed at its source", () => {
  const { cache } = withKept({ a: 0 });
  cache.forget("a");
  expect(cache.kept.size).toBe(0);
});

it("is no cache without room or without time", () => {
  const { options } = new Bench().cache;
  expect(() => new ReadCache({ ...options, most: 0 })).toThrow(CacheError);
  expect(() => new ReadCache({ ...options, freshMs: 0 })).toThrow(CacheError);
});

function withKept(agesMs: Readonly<Record<string, number>>): Bench {
  const bench = new Bench();
  bench.keepAll(agesMs);
  return bench;
}
