/** How much a trail goes up and down. */

/**
 * Metres up and down in all. A reading counts once it differs by `noise` metres or more
 * from the last reading that counted; the first one always does.
 * @param {readonly number[]} heights
 * @param {number} noise
 * @returns {{ up: number, down: number }}
 */
export function summary(heights, noise = 3) {
  let [counted] = heights;
  const sums = { up: 0, down: 0 };
  for (const height of heights) {
    const change = height - counted;
    if (Math.abs(change) < noise) continue;
    sums[change > 0 ? "up" : "down"] += Math.abs(change);
    counted = height;
  }
  return sums;
}
