/** Numbers as people read them. */

import { type Decimal, decimalText } from "../portfolio/decimal.ts";

const PRICE = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const MONEY = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const PROFIT = new Intl.NumberFormat("en", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "exceptZero",
});
const PERCENT = new Intl.NumberFormat("en", {
  style: "percent",
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "exceptZero",
});

/** A price as the feed sent it. */
export function formatPrice(text: string): string {
  return PRICE.format(exactly(text));
}

/** An amount of money. */
export function formatMoney(value: Decimal): string {
  return MONEY.format(exactly(decimalText(value)));
}

/** A profit, with its sign. */
export function formatProfit(value: Decimal): string {
  return PROFIT.format(exactly(decimalText(value)));
}

/** A share in percent, with its sign. */
export function formatShare(value: Decimal): string {
  return PERCENT.format(exactly(decimalText(value)));
}

/** A change in percent, with its sign. */
export function formatChange(change: number): string {
  return PERCENT.format(change);
}

/** Rise, fall or neither, as a class of the style sheet. */
export function directionOf(value: bigint | number): "up" | "down" | "same" {
  return value > 0 ? "up" : value < 0 ? "down" : "same";
}

/** Text of digits: a formatter takes it without going through a number. */
function exactly(text: string): Intl.StringNumericLiteral {
  return text as Intl.StringNumericLiteral;
}
