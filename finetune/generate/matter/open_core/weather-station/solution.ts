/** Daily extremes of a weather station. */

export type Sample = { readonly at: string; readonly celsius: number };

export type Day = { readonly day: string; readonly min: number; readonly max: number };

/**
 * One entry for each UTC day that has samples, in the order of the days.
 * `at` is an ISO time in UTC, as 2026-03-01T06:30:00Z; samples come in any order.
 */
export function daily(samples: readonly Sample[]): Day[] {
  const days = new Map<string, Day>();
  for (const { at, celsius } of samples) {
    const day = at.slice(0, 10);
    const known = days.get(day) ?? { day, min: celsius, max: celsius };
    days.set(day, { day, min: Math.min(known.min, celsius), max: Math.max(known.max, celsius) });
  }
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day));
}
