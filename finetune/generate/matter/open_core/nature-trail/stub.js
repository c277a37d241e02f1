/** How much a trail goes up and down. */

/**
 * Metres up and down in all. A reading counts once it differs by `noise` metres or more
 * from the last reading that counted; the first one always does.
 * @param {readonly number[]} heights
 * @param {number} noise
 * @returns {{ up: number, down: number }}
 */
export function summary(heights, noise = 3) {
  // TODO(human): add up the changes that count.
  throw new Error("summary: not implemented");
}
