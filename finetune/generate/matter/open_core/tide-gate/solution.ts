/** When a tide gate may open, from readings of the water. */

/** One reading: minutes since midnight, and the height of the water. */
export interface Reading {
  readonly minute: number;
  readonly heightCm: number;
}

/** From the first reading that is high enough to the last one in a row. */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

/** All stretches in which no reading is below the sill, in their order. */
export function openings(readings: readonly Reading[], sillCm: number): Opening[] {
  const found: Opening[] = [];
  let start: number | null = null;
  let last = 0;
  for (const { minute, heightCm } of readings) {
    if (heightCm >= sillCm) {
      start ??= minute;
      last = minute;
    } else if (start !== null) {
      found.push({ from: start, to: last });
      start = null;
    }
  }
  return start === null ? found : [...found, { from: start, to: last }];
}
