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
  refuseOtherSize(before, after);
  const every = Array.from({ length: before.width * before.height }, (_, pixel) => pixel);
  const looked = every.filter((pixel) => !isMasked(placeOf(pixel, before.width), masks));
  const different = looked.filter((pixel) => differs(before, after, pixel));
  const first = different[0];
  return {
    looked: looked.length,
    different: different.length,
    first: first === undefined ? undefined : placeOf(first, before.width),
  };
}

/** Whether a place lies in one of the rectangles; their right and lower edges are outside. */
export function isMasked(place: Place, masks: readonly Mask[]): boolean {
  return masks.some(
    (mask) =>
      place.x >= mask.x && place.x < mask.x + mask.width && place.y >= mask.y && place.y < mask.y + mask.height,
  );
}

/** Whether one of a pixel's four channels is further off than the tolerance. */
export function differs(before: Picture, after: Picture, pixel: number): boolean {
  return [0, 1, 2, 3].some((channel) => {
    const at = pixel * 4 + channel;
    return Math.abs((before.pixels[at] ?? 0) - (after.pixels[at] ?? 0)) > TOLERANCE;
  });
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
