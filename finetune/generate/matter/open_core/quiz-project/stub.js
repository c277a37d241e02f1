/** Points of a quiz. */

export const RIGHT = 3;
export const WRONG = -1;

/**
 * The points for all answers, never below zero in the end. Skipped questions, null, are worth nothing.
 * @param {readonly { right: number }[]} questions
 * @param {readonly (number | null)[]} answers one for each question
 * @returns {number}
 */
export function score(questions, answers) {
  // TODO(human): compare each answer with its question.
  throw new Error("TODO(human): score");
}
