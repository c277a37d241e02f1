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
  const points = questions.reduce((sum, { right }, index) => {
    const answer = answers[index];
    if (answer === null) return sum;
    return sum + (answer === right ? RIGHT : WRONG);
  }, 0);
  return Math.max(0, points);
}
