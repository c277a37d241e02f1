/** Task pixel-compare: two pictures of a page are held against each other, but for what always changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PictureError } from "../src/errors.ts";
import { compare, differs, isMasked, looksTheSame } from "../src/visual/comparing.ts";
import type { Picture } from "../src/visual/png.ts";

/** A grey picture in which some pixels have another colour. */
function painted(width: number, height: number, spots: Readonly<Record<number, readonly number[]>> = {}): Picture {
  const pixels = new Uint8Array(width * height * 4).fill(100);
  for (const [pixel, colour] of Object.entries(spots)) {
    pixels.set(colour, Number(pixel) * 4);
  }
  return { width, height, pixels };
}

test("a picture is like itself", () => {
  const picture = painted(3, 2);
  assert.deepEqual(compare(picture, picture), { looked: 6, different: 0, first: undefined });
});

test("pixels that differ are counted, and the first is named by its place", () => {
  const after = painted(3, 2, { 4: [200, 100, 100, 100], 5: [0, 0, 0, 255] });
  assert.deepEqual(compare(painted(3, 2), after), { looked: 6, different: 2, first: { x: 1, y: 1 } });
});

test("a channel may be 16 off, and no more, in either direction", () => {
  const near = painted(2, 1, { 0: [116, 84, 100, 100] });
  const far = painted(2, 1, { 0: [117, 100, 100, 100], 1: [100, 100, 83, 100] });
  assert.deepEqual([differs(painted(2, 1), near, 0), differs(painted(2, 1), far, 0)], [false, true]);
  assert.equal(differs(painted(2, 1), far, 1), true);
});

test("each channel is looked at by itself, opacity included", () => {
  assert.equal(differs(painted(1, 1), painted(1, 1, { 0: [110, 110, 110, 110] }), 0), false);
  assert.equal(differs(painted(1, 1), painted(1, 1, { 0: [100, 100, 100, 0] }), 0), true);
});

test("what lies under a mask is not looked at, and its right and lower edge are outside", () => {
  const masks = [{ x: 1, y: 0, width: 1, height: 1 }];
  const places = [
    { x: 1, y: 0 },
    { x: 2, y: 0 },
    { x: 1, y: 1 },
  ];
  assert.deepEqual(places.map((place) => isMasked(place, masks)), [true, false, false]);
  const after = painted(3, 2, { 1: [0, 0, 0, 0] });
  assert.deepEqual(compare(painted(3, 2), after, masks), { looked: 5, different: 0, first: undefined });
});

test("pictures of two sizes are refused, and both sizes are named", () => {
  assert.throws(() => compare(painted(3, 2), painted(2, 3)), (error) => {
    assert.match(String(error), /3×2.*2×3/);
    return error instanceof PictureError;
  });
});

test("one pixel in a thousand is nothing to a person, and nothing looked at proves nothing", () => {
  const spots = { 3: [0, 0, 0, 0], 7: [0, 0, 0, 0] };
  assert.equal(looksTheSame(compare(painted(1000, 2), painted(1000, 2, spots))), true);
  assert.equal(looksTheSame(compare(painted(500, 2), painted(500, 2, spots))), false);
  assert.equal(looksTheSame(compare(painted(2, 1), painted(2, 1), [{ x: 0, y: 0, width: 9, height: 9 }])), false);
});
