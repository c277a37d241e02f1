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
  if (attempts.length === 0) {
    return undefined;
  }
  if (attempts.at(-1) === "failed") {
    return "failed";
  }
  return attempts.includes("failed") ? "flaky" : "passed";
}

/** How often a test changed between passing and failing from one run to the next. */
export function flips(outcomes: readonly Outcome[]): number {
  const failed = outcomes.map((outcome) => outcome === "failed");
  return failed.slice(1).filter((now, index) => now !== failed[index]).length;
}

/** What its newest runs say of a test. */
export function verdictOf(outcomes: readonly Outcome[]): Verdict {
  if (outcomes.length < FEWEST_RUNS) {
    return "new";
  }
  const recent = outcomes.slice(-MEMORY);
  if (recent.slice(-IN_A_ROW).every((outcome) => outcome === "failed")) {
    return "broken";
  }
  // One change is a test that broke or was mended; two are a test that cannot decide.
  return recent.includes("flaky") || flips(recent) > 1 ? "flaky" : "steady";
}
