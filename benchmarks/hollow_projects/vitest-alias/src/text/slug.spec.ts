import { expect, test } from "vitest";
import { cut, slug, until } from "./slug";

test.each([
  ["Hello, World!", "hello-world"],
  ["Crème brûlée", "creme-brulee"],
  ["", ""],
])("slug of %j", (title, wanted) => {
  expect(slug(title)).toBe(wanted);
});

test("a slug ends with a whole word", () => {
  expect(slug("one two three", 8)).toBe("one-two");
});

test("a text is cut at a word's end (with a sign)", () => {
  expect(cut("one two three", 9)).toBe("one two…");
  expect(cut("short", 9)).toBe("short");
});

test("until counts, and doesn't wait for ever", async () => {
  let count = 0;
  expect(await until(() => ++count === 3, 5)).toBe(3);
  await expect(until(() => false, 2)).rejects.toThrow("gave up");
});
