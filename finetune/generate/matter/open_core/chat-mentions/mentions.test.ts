import { deepEqual } from "node:assert/strict";
import { mentions } from "./mentions.ts";
import { describe, it } from "node:test";

describe("mentions", () => {
  it("finds a name behind an @", () => deepEqual(mentions("ask @lee_2 please"), ["lee_2"]));
  it("knows a name once, however it is written", () => {
    deepEqual(mentions("@Ana, @ben and @ana again"), ["ana", "ben"]);
  });
  it("leaves mail addresses alone", () => deepEqual(mentions("write to ana@example.org"), []));
  it("sees a name at the very beginning", () => deepEqual(mentions("@zoe?"), ["zoe"]));
});
