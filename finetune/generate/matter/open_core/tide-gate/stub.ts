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
  // TODO(human): gather neighbouring readings that are high enough into one opening each.
  throw new Error("openings is not written yet");
}
