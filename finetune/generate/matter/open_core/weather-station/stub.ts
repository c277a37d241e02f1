/** Daily extremes of a weather station. */

export type Sample = { readonly at: string; readonly celsius: number };

export type Day = { readonly day: string; readonly min: number; readonly max: number };

/**
 * One entry for each UTC day that has samples, in the order of the days.
 * `at` is an ISO time in UTC, as 2026-03-01T06:30:00Z; samples come in any order.
 */
export function daily(samples: readonly Sample[]): Day[] {
  // TODO(human): group the samples by their day and keep the extremes of each.
  throw new Error("daily: to be written");
}
