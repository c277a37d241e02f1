/** Holds a picture of a page against an older one, but for what changes with every view. */

import { PictureError } from "../errors.ts";
import type { Picture } from "./png.ts";

/** From the top left, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A rectangle that is not looked at, in pixels. */
export interface Mask {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Comparison {
  readonly looked: number;
  readonly different: number;
  /** The first pixel that differs, from the top left. */
  readonly first: Place | undefined;
}

/** Edges of letters come out a little differently each time: up to here nobody sees it. */
export const TOLERANCE = 16;
/** Of all pixels that were looked at. */
export const MOST_DIFFERENT = 0.001;

/** Counts the pixels that differ. */
export function compare(before: Picture, after: Picture, masks: readonly Mask[] = []): Comparison {
  // TODO(human)[pixel-compare]: look at every pixel outside the masks, count
  // those that differ, and name the first
  // Hint: three steps: all pixels, those that are looked at, those that differ
  // Hint: `refuseOtherSize` and `placeOf` below are there already
  // Hint: is `first` there when nothing differs?
  throw new Error("TODO(human): compare");
}

/** Whether a place lies in one of the rectangles; their right and lower edges are outside. */
export function isMasked(place: Place, masks: readonly Mask[]): boolean {
  // TODO(human)[pixel-compare]: say whether a place lies in one of the
  // rectangles
  // Hint: a rectangle at 1 that is 1 wide covers the 1 and not the 2
  throw new Error("TODO(human): isMasked");
}

/** Whether one of a pixel's four channels is further off than the tolerance. */
export function differs(before: Picture, after: Picture, pixel: number): boolean {
  // TODO(human)[pixel-compare]: say whether one of the pixel's four channels
  // is further off than `TOLERANCE`
  // Hint: where in `pixels` does the first channel of pixel 5 stand?
  // Hint: darker and brighter count alike
  throw new Error("TODO(human): differs");
}

/** Whether two pictures are the same page to a person; nothing looked at proves nothing. */
export function looksTheSame(comparison: Comparison): boolean {
  return comparison.looked > 0 && comparison.different <= comparison.looked * MOST_DIFFERENT;
}

function refuseOtherSize(before: Picture, after: Picture): void {
  if (before.width !== after.width || before.height !== after.height) {
    const [one, other] = [before, after].map((picture) => `${picture.width}×${picture.height}`);
    throw new PictureError(`the page was ${one} and is ${other}: it grew, shrank, or was taken in another window`);
  }
}

/** Where a pixel stands; they are counted row by row. */
function placeOf(pixel: number, width: number): Place {
  return { x: pixel % width, y: Math.floor(pixel / width) };
}
