/** Split times for a race at an even pace. */

/** @typedef {{ km: number, seconds: number }} Split */

export const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);

/**
 * The time at every `step` km and at the finish, in whole seconds from the start; the finish appears once.
 * @param {number} km
 * @param {number} goal seconds for the whole distance
 * @param {number} step
 * @returns {Split[]}
 */
export function splitsFor(km, goal, step = 5) {
  // TODO(human): one split for every step, and the finish.
  throw new Error("TODO: splitsFor");
}
