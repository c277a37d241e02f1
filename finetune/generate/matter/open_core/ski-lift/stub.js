/** Waiting times of a chairlift. */

export const SUNNY_SIDE = Object.freeze({ seats: 4, secondsBetweenChairs: 8 });

/**
 * How long somebody waits who joins the queue now, in full minutes, rounded up.
 * @param {number} ahead people in front
 * @param {{ seats: number, secondsBetweenChairs: number }} lift
 */
export function waitMinutes(ahead, lift = SUNNY_SIDE) {
  if (!Number.isInteger(ahead) || ahead < 0) throw new RangeError(`${ahead} people cannot queue`);
  // TODO(human): how many full chairs leave first, and how long that takes.
  throw new Error("TODO: waitMinutes");
}
