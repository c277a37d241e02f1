import { describe, it } from "node:test";
import { read, shift, write } from "./subtitles.js";
import assert from "node:assert/strict";

const cues = [{ start: 1000, end: 2000, text: "Who's there?" }, { start: 1500, end: 4000, text: "Nay, answer me." }];
const times = (ms) => shift(cues, ms).map(({ start, end }) => `${start}-${end}`).join(" ");

describe("shift", () => {
  it("moves every cue", () => assert.equal(times(500), "1500-2500 2000-4500"));
  it("cuts what begins too early and drops what is over", () => assert.equal(times(-2000), "0-2000"));
  it("keeps the old cues", () => {
    shift(cues, 9);
    assert.equal(cues[0].start, 1000);
  });
});

it("reads what it writes", () => assert.equal(read(write(62_500)), 62_500));
