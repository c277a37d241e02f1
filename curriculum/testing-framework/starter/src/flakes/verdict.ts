/** Tells a flaky test from a broken one, by what it did before. */

import type { Outcome } from "./history.ts";

export type Attempt = "passed" | "failed";
export type Verdict = "new" | "steady" | "flaky" | "broken";

/** A verdict takes this many runs. */
export const FEWEST_RUNS = 5;
/** What happened before these is forgotten. */
export const MEMORY = 20;
/** As many failures in a row are no accident. */
export const IN_A_ROW = 3;

/** How a test ended, of all its attempts in one run; undefined where there was none. */
export function outcomeOf(attempts: readonly Attempt[]): Outcome | undefined {
  // TODO(human)[flake-verdict]: say how a test ended, of all its attempts
  // Hint: which attempt decides whether it failed?
  // Hint: what does a success tell that was not the first attempt?
  throw new Error("TODO(human): outcomeOf");
}

/** How often a test changed between passing and failing from one run to the next. */
export function flips(outcomes: readonly Outcome[]): number {
  // TODO(human)[flake-verdict]: count how often the test changed between
  // passing and failing
  // Hint: a flaky outcome passed in the end
  // Hint: compare each outcome with the one before it; the first has none
  throw new Error("TODO(human): flips");
}

/** What its newest runs say of a test. */
export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  // TODO(human)[flake-verdict]: judge a test by its newest runs
  // Hint: four answers: in which order do you have to ask?
  // Hint: `slice` with a negative number takes from the end
  // Hint: one change is a test that broke or was mended: how many changes make
  // one that cannot decide?
  throw new Error("TODO(human): verdictOf");
}
