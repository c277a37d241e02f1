/** Free time of the bakery's oven. */

export const OPENS = 4 * 60;
export const CLOSES = 13 * 60;

/**
 * @typedef {object} Booking
 * @property {number} start minutes since midnight
 * @property {number} end minutes since midnight, later than the start
 */

/**
 * When the first gap begins that is long enough, or null on a day that is too full.
 * @param {readonly Booking[]} bookings in any order, perhaps overlapping
 * @param {number} minutes how long the dough bakes
 * @returns {number | null}
 */
export function firstGap(bookings, minutes) {
  let free = OPENS;
  for (const { start, end } of [...bookings].sort((a, b) => a.start - b.start)) {
    if (start - free >= minutes) return free;
    free = Math.max(free, end);
  }
  return CLOSES - free >= minutes ? free : null;
}
