import { describe, it } from "node:test";
import { winner } from "./votes.js";
import assert from "node:assert";

describe("winner", () => {
  it("adds the points of all ballots", () => {
    assert.deepEqual(winner([["Alien", "Brazil"], ["Brazil"]]).join(), "Brazil");
  });
  it("tells a tie", () => {
    assert.equal(winner([["Heat", "Alien"], ["Alien", "Heat"]]).join(), "Alien,Heat");
  });
  it("gives nothing to the fourth place", () => {
    assert.equal(winner([["A", "B", "C", "D"], ["D", "A"]]).join(), "A");
  });
  it("has no winner without votes", () => assert.deepEqual(winner([[], []]), []));
});
