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
  // TODO(human): walk through the day and stop at the first stretch that the dough fits into.
  return null;
}
