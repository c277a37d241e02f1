/** The water tariff of a small town. */

export const BASE_CENTS = 500;

/** Up to so many cubic metres, each of them costs so many cents. */
export const TIERS = [
  { upTo: 10, cents: 120 },
  { upTo: 30, cents: 200 },
  { upTo: Infinity, cents: 350 },
];

/**
 * The bill for whole cubic metres: the base fee, and each cubic metre at the price of its own tier.
 * @param {number} cubicMetres
 * @returns {number} cents
 */
export function billCents(cubicMetres) {
  // TODO(human): add up what lies in each tier.
  return 0;
}
