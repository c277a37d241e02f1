/** Decimal numbers that never round in secret: whole hundred-millionths in a bigint. */

import { DecimalError } from "../errors.ts";

/** How many hundred-millionths. */
export type Decimal = bigint;

const PLACES = 8;
const ONE: Decimal = 10n ** BigInt(PLACES);
const WRITTEN = /^(-?)(\d{1,15})(?:\.(\d+))?$/;

/** Reads a number as an exchange or a person writes it; more than eight places do not fit and are an error. */
export function parseDecimal(text: string): Decimal {
  // TODO(human)[exact-money]: read sign, whole part and places into whole
  // hundred-millionths; what does not fit is a `DecimalError`
  // Hint: `WRITTEN` has three groups: what does it find in -2.5?
  // Hint: zeros at the end mean nothing: take them off before you count places
  // Hint: write 2.5 with eight places and leave the point out: what number
  // stands there?
  throw new Error("TODO(human): parseDecimal");
}

/** The product, rounded to the nearest hundred-millionth, halves away from zero. */
export function multiply(one: Decimal, other: Decimal): Decimal {
  // TODO(human)[exact-money]: the product of both, as hundred-millionths again
  // Hint: hundred-millionths of hundred-millionths: by how much is the product
  // too large?
  // Hint: `divideRounded` below rounds as it is wanted
  throw new Error("TODO(human): multiply");
}

/** How much the first is of the second, as a decimal; null of nothing. */
export function shareOf(part: Decimal, whole: Decimal): Decimal | null {
  return whole === 0n ? null : divideRounded(part * ONE, whole);
}

/** The number in digits, all places of it. */
export function decimalText(value: Decimal): string {
  const size = sizeOf(value);
  const places = String(size % ONE).padStart(PLACES, "0");
  return `${value < 0n ? "-" : ""}${size / ONE}.${places}`;
}

/** A quotient, rounded to the nearest whole, halves away from zero. */
function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = (sizeOf(dividend) * 2n + sizeOf(divisor)) / (sizeOf(divisor) * 2n);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
