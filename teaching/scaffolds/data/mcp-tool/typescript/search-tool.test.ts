import { expect, it } from "vitest";

import {
  bounded,
  found,
  GREATEST_LIMIT,
  type Note,
  readArguments,
  SEARCH_TOOL,
  searchNotes,
  ToolInputError,
  USUAL_LIMIT,
} from "your_package/search-tool.js";

const NOTES: readonly Note[] = [
  { title: "Shopping", text: "green tea and bread" },
  { title: "Tea, green", text: "two minutes at 80 degrees" },
  { title: "Bread", text: "rye" },
];

/** What a refusal says, if the arguments were refused; any other error is passed on. */
function refusalOf(raw: unknown): string {
  try {
    readArguments(raw);
  } catch (error) {
    if (error instanceof ToolInputError) {
      return error.message;
    }
    throw error;
  }
  return "";
}

it("reads a query and a limit", () => {
  expect(readArguments({ query: " tea ", limit: GREATEST_LIMIT })).toEqual({ query: "tea", limit: GREATEST_LIMIT });
});

it("takes the usual limit when none is said", () => {
  expect(readArguments({ query: "tea" }).limit).toBe(USUAL_LIMIT);
});

it("asks for a query where there is none", () => {
  for (const raw of [undefined, null, "tea", [], {}, { query: 7 }, { query: "  " }]) {
    expect(refusalOf(raw)).toContain("query");
  }
});

it("names the limit when it is out of bounds", () => {
  for (const limit of [0, GREATEST_LIMIT + 1, 2.5, "3", null]) {
    expect(refusalOf({ query: "tea", limit })).toContain("limit");
  }
});

it("names an argument that it does not know", () => {
  expect(refusalOf({ query: "tea", colour: "green" })).toContain("colour");
});

it("finds what holds all words, whatever their case, titles first", () => {
  expect(found(NOTES, "GREEN tea").map((note) => note.title)).toEqual(["Tea, green", "Shopping"]);
});

it("finds words that stand apart, in the title and in the text", () => {
  expect(found(NOTES, "shopping  bread").map((note) => note.title)).toEqual(["Shopping"]);
});

it("finds nothing where one word is missing", () => {
  expect(found(NOTES, "green coffee")).toEqual([]);
});

it("keeps every line that fits, to the last character", () => {
  expect(bounded(["one", "two"], 7)).toBe("one\ntwo");
  expect(bounded([], 7)).toBe("");
});

it("says how many lines it left out", () => {
  expect(bounded(["one", "two", "three"], 7)).toBe("one\ntwo\n(1 more: ask for fewer)");
  expect(bounded(["one", "two", "three"], 6)).toBe("one\n(2 more: ask for fewer)");
});

it("leaves out all that comes after a line which is too long", () => {
  expect(bounded(["a".repeat(9), "b"], 8)).toBe("(2 more: ask for fewer)");
});

it("is listed with a schema for each argument, and as read-only", () => {
  expect(SEARCH_TOOL.annotations.readOnlyHint).toBe(true);
  expect(SEARCH_TOOL.inputSchema).toMatchObject({ required: ["query"], additionalProperties: false });
});

it("answers with as many notes as were asked for", () => {
  expect(searchNotes(NOTES, { query: "bread", limit: 1 })).toEqual({ content: [{ type: "text", text: "Bread: rye" }] });
});

it("answers bad arguments with an error that can be mended", () => {
  expect(searchNotes(NOTES, {})).toMatchObject({ isError: true });
});
