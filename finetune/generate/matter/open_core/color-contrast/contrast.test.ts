import assert from "node:assert/strict";
import { luminance, ratio, readable } from "./contrast.ts";
import { test } from "node:test";

test("white is 1 and black is 0", () => {
  assert.equal(luminance([0, 0, 0]), 0);
  assert.equal(luminance([255, 255, 255]).toFixed(6), "1.000000");
});
test("black on white is 21 to 1", () => assert.equal(ratio("#000000", "#ffffff").toFixed(2), "21.00"));
test("#777777 on white just fails", () => assert.equal(readable("#777777", "#ffffff"), false));
test("#767676 on white just passes", () => assert.equal(readable("#767676", "#ffffff"), true));
