/** Splits money into envelopes. */

export interface Envelope {
  readonly name: string;
  readonly weight: number;
}

/**
 * The whole amount, split by weight into whole cents, in the order of the envelopes.
 * Cents that are left go to the largest remainders, of equal ones to the first.
 */
export function distribute(cents: number, envelopes: readonly Envelope[]): number[] {
  const whole = envelopes.reduce((sum, one) => sum + one.weight, 0);
  if (whole <= 0) throw new RangeError("some envelope needs a weight");
  // TODO(human): give everybody their whole cents, then the rest.
  throw new Error("distribute: not implemented");
}
