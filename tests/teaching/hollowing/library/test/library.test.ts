import { describe, expect, it } from "vitest";
import { chunks, clamp, count, double, grouped, guessed, median } from "../src/numbers.ts";
import { retried, Stack } from "../src/stack.ts";
import { digest, settings, shortened, stem, words } from "../src/text.ts";

describe("text", () => {
  it("counts words", () => expect(words("a A b").get("a")).toBe(2));
  it.each([
    ["a/b.txt", "b"],
    ["c", "c"],
  ])("has the stem of %s", (path, name) => expect(stem(path)).toBe(name));
  it("has a digest", () => expect(digest("")).toMatch(/^e3b0/));
  it("is shortened", () => expect(shortened("abcdef", 3)).toBe("ab…"));
  it("stays short", () => expect(shortened("abc", 3)).toBe("abc"));
  it("has settings", () => expect(settings("a=1; b=2;x")).toEqual({ a: "1", b: "2" }));
});

describe("numbers", () => {
  it("are clamped", () => expect(clamp(5, { low: 1, high: 3 })).toBe(3));
  it("are doubled", () => expect(double(2)).toBe(4));
  it("are guessed", () => expect(guessed(2)).toBe(3));
  it("are counted", () => expect([...count(3)]).toEqual([0, 1, 2]));
  it("have a middle", () => expect(median([3, 1, 2])).toBe(2));
  it("need values", () => expect(() => median([])).toThrow("no values"));
  it("go in chunks", () => expect(chunks([1, 2, 3], 2)).toEqual([[1, 2], [3]]));
  it("go in groups", () => expect(grouped(["a", "b", "ac"], (one) => one[0] ?? "").get("a")).toEqual(["a", "ac"]));
});

describe("Stack", () => {
  it("gives back", () => expect(new Stack<number>().push(1).pop()).toBe(1));
  it("refuses to give", () => expect(() => new Stack<number>().pop()).toThrow("empty"));
  it("is made of items", async () => expect((await Stack.from([1])).size).toBe(1));
});

it("tries again", async () => {
  let tries = 0;
  const work = async (): Promise<number> => {
    tries += 1;
    if (tries < 3) throw new Error("not yet");
    return tries;
  };
  expect(await retried(work, 3)).toBe(3);
});
