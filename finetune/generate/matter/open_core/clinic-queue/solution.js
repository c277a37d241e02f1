/** Who is called next in a vet's waiting room. */

/**
 * @typedef {object} Patient
 * @property {string} name
 * @property {1 | 2 | 3} urgency 1 is now, 3 can wait
 * @property {number} arrived minutes since midnight
 */

/**
 * The most urgent patient; of equally urgent ones the one who waited longest. The room stays as it is.
 * @param {readonly Patient[]} room
 * @returns {Patient | null}
 */
export function next(room) {
  const before = (a, b) => a.urgency - b.urgency || a.arrived - b.arrived;
  return room.reduce((best, one) => (best === null || before(one, best) < 0 ? one : best), null);
}
