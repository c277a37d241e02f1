import { equal, throws } from "node:assert/strict";
import { TempoMap } from "./tempo.ts";
import test from "node:test";

const song = new TempoMap([{ beat: 0, bpm: 60 }, { beat: 4, bpm: 120 }]);

test("one beat a second at 60 bpm", () => equal(song.secondsAt(3), 3));
test("twice as fast behind the change", () => equal(song.secondsAt(6), 5));
test("a song begins at beat 0", () => {
  throws(() => new TempoMap([{ beat: 1, bpm: 90 }]), RangeError);
});
