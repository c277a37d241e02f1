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
  const shares = envelopes.map(({ weight }) => Math.floor((cents * weight) / whole));
  const rests = envelopes.map(({ weight }, index) => ({ index, rest: (cents * weight) % whole }));
  const left = cents - shares.reduce((sum, share) => sum + share, 0);
  for (const { index } of rests.sort((a, b) => b.rest - a.rest).slice(0, left)) shares[index]! += 1;
  return shares;
}
