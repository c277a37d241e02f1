import assert from "node:assert/strict";
import { spread, type Song } from "./playlist.ts";
import { describe, it } from "node:test";

const songs = (artists: string): Song[] => [...artists].map((artist, index) => ({ artist, title: `${index}` }));

describe("spread", () => {
  for (const artists of ["AAB", "AABB", "AAABBC", "ABCABC", "A", ""]) {
    it(`parts the artists of "${artists}" and loses nobody`, () => {
      const found = spread(songs(artists));
      assert.ok(found, "there is an order");
      assert.ok(found.every((song, index) => song.artist !== found[index + 1]?.artist), "neighbours differ");
      assert.equal(found.map((song) => song.artist).sort().join(""), artists.split("").sort().join(""));
    });
  }
  it("knows when there is no order", () => assert.equal(spread(songs("AAAB")), null));
});
