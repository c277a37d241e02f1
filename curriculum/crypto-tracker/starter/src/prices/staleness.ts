/** How old a price is, and when it no longer counts. */

import type { Price } from "./prices.ts";

/** Milliseconds since a price reached us, by our own clock; never less than none. */
export function ageOf(price: Price, now: number): number {
  // TODO(human)[stale-prices]: how long ago the price reached us
  // Hint: a price has two times in it: which of them did our own clock
  // measure?
  // Hint: a computer's clock can be set back
  throw new Error("TODO(human): ageOf");
}

/** Whether a price is older than it may be. */
export function isStale(price: Price, now: number, limitMs: number): boolean {
  return ageOf(price, now) > limitMs;
}

/** An age in words: `now` below two seconds, then whole seconds, minutes or hours. */
export function ageInWords(ageMs: number): string {
  // TODO(human)[stale-prices]: `now` below two seconds, then whole seconds,
  // minutes or hours
  // Hint: begin with the smallest unit and return as soon as one fits
  // Hint: 59,999 ms are 59 s: which way do you round?
  throw new Error("TODO(human): ageInWords");
}
