/** The heating plan of one day, repeated each day. */

export interface Entry {
  /** Minutes since midnight from which it holds. */
  readonly minute: number;
  readonly celsius: number;
}

export type Plan = readonly [Entry, ...Entry[]];

/** A plan in the order of the day. */
export function planOf(entries: readonly Entry[]): Plan {
  const sorted = [...entries].sort((a, b) => a.minute - b.minute);
  if (sorted.length === 0) throw new RangeError("a plan needs an entry");
  if (new Set(sorted.map((one) => one.minute)).size < sorted.length) throw new RangeError("two entries for one minute");
  return sorted as [Entry, ...Entry[]];
}

/** The temperature that the plan wants at a minute; before the first entry the last one still holds. */
export function targetAt(plan: Plan, minute: number): number {
  // TODO(human): find the entry that holds at this minute.
  return 0;
}
