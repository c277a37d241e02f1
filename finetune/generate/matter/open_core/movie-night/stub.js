/** Film night: ranked ballots. */

export const POINTS = [3, 2, 1];

/**
 * The films with the most points, in alphabetical order: more than one in a tie, none without votes.
 * A place on a ballot is worth POINTS; what stands further down is worth nothing.
 * @param {readonly (readonly string[])[]} ballots favourites, the best first
 * @returns {string[]}
 */
export function winner(ballots) {
  // TODO(human): count the points, then find all films that have the most.
  throw new Error("winner: not implemented");
}
