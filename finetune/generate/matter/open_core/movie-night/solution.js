/** Film night: ranked ballots. */

export const POINTS = [3, 2, 1];

/**
 * The films with the most points, in alphabetical order: more than one in a tie, none without votes.
 * A place on a ballot is worth POINTS; what stands further down is worth nothing.
 * @param {readonly (readonly string[])[]} ballots favourites, the best first
 * @returns {string[]}
 */
export function winner(ballots) {
  const points = new Map();
  for (const ballot of ballots) {
    ballot.slice(0, POINTS.length).forEach((film, place) => {
      points.set(film, (points.get(film) ?? 0) + POINTS[place]);
    });
  }
  const most = Math.max(...points.values());
  return [...points.keys()].filter((film) => points.get(film) === most).sort();
}
