/** Task exact-money: decimals that are exact, and round where it is said. */

import { expect, test } from "vitest";

import { decimalText, multiply, parseDecimal } from "../src/portfolio/decimal.ts";

test.each([
  ["0", 0n],
  ["1", 100_000_000n],
  ["0.1", 10_000_000n],
  ["67123.45000000", 6_712_345_000_000n],
  ["123456789.12345679", 12_345_678_912_345_679n],
  ["-2.5", -250_000_000n],
  ["-0.00000001", -1n],
  [" 7.10 ", 710_000_000n],
  ["1.000000000000", 100_000_000n],
])("%j is read to the last digit", (text, units) => {
  expect(parseDecimal(text)).toBe(units);
});

test.each(["", ".", "1.", ".5", "1,5", "1e5", "abc", "--1", "0.000000001", "NaN", "1 000"])("%j is refused as a `DecimalError`", (text) => {
  expect(() => parseDecimal(text)).toThrow(/is no number with up to 8/);
});

test.each([
  ["0.1", "0.2", "0.02000000"],
  ["1.1", "1.1", "1.21000000"],
  ["123456.78901234", "0.00000001", "0.00123457"],
  ["0.00000001", "0.5", "0.00000001"],
  ["0.00000001", "0.49999999", "0.00000000"],
  ["-0.00000001", "0.5", "-0.00000001"],
  ["-3", "-2", "6.00000000"],
])("%s times %s is %s", (one, other, product) => {
  expect(decimalText(multiply(parseDecimal(one), parseDecimal(other)))).toBe(product);
});
