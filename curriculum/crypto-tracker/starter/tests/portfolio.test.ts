/** Task portfolio: profit and loss, to the last digit. */

import { expect, test } from "vitest";

import { decimalText, parseDecimal } from "../src/portfolio/decimal.ts";
import { totalOf, type Valuation, valuationOf } from "../src/portfolio/portfolio.ts";
import type { Prices } from "../src/prices/prices.ts";
import { ticker } from "./tickers.ts";

const PRICES: Prices = { BTCUSDT: { ...ticker("BTCUSDT", 1, "0.30"), receivedAt: 1 } };

function position(symbol: string, quantity: string, paid: string) {
  return { id: symbol, symbol, quantity, paid };
}

function written(valuation: Valuation): (string | null)[] {
  const { cost, value, profit, share } = valuation;
  return [cost, value, profit, share].map((one) => (one === null ? null : decimalText(one)));
}

test("a position has a cost, a value and a profit, without the rounding of floating point", () => {
  expect(written(valuationOf(position("BTCUSDT", "3", "0.1"), PRICES))).toEqual([
    "0.30000000",
    "0.90000000",
    "0.60000000",
    "2.00000000",
  ]);
});

test("a loss is below zero, in money and as a share", () => {
  expect(written(valuationOf(position("BTCUSDT", "10", "0.40"), PRICES)).slice(2)).toEqual(["-1.00000000", "-0.25000000"]);
});

test("a position without a price has a cost and no value", () => {
  expect(written(valuationOf(position("ETHUSDT", "2", "5"), PRICES))).toEqual(["10.00000000", null, null, null]);
});

test("what was free has no share", () => {
  expect(valuationOf(position("BTCUSDT", "1", "0"), PRICES).share).toBeNull();
});

test("the total leaves positions without a price out of every sum, and says how many", () => {
  const held = [position("BTCUSDT", "3", "0.1"), position("ETHUSDT", "2", "5"), position("BTCUSDT", "1", "0.90")];
  expect(totalOf(held.map((one) => valuationOf(one, PRICES)))).toEqual({
    cost: parseDecimal("1.2"),
    value: parseDecimal("1.2"),
    profit: 0n,
    share: 0n,
    unpriced: 1,
  });
});

test("a total of nothing is nothing, and no share of it", () => {
  expect(totalOf([])).toEqual({ cost: 0n, value: 0n, profit: 0n, share: null, unpriced: 0 });
});

test("a quantity that is no number is an error that says so", () => {
  expect(() => valuationOf(position("BTCUSDT", "many", "1"), PRICES)).toThrow(/“many” is no number/);
});
