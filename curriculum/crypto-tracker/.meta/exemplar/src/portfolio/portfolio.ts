/** What somebody holds and what it is worth, exactly. */

import type { Prices } from "../prices/prices.ts";
import { type Decimal, multiply, parseDecimal, shareOf } from "./decimal.ts";

/** Something that was bought. Numbers stay as they were written. */
export interface Position {
  readonly id: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly paid: string;
}

/** Everything that is held. */
export type Portfolio = readonly Position[];

/** What can happen to a portfolio. */
export type PortfolioAction =
  | { readonly type: "portfolio/bought"; readonly position: Position }
  | { readonly type: "portfolio/sold"; readonly id: string };

/** What a position cost and is worth; no value while its price is not known. */
export interface Valuation {
  readonly cost: Decimal;
  readonly value: Decimal | null;
  readonly profit: Decimal | null;
  readonly share: Decimal | null;
}

/** The sums over all positions whose price is known, and how many are not. */
export interface Total {
  readonly cost: Decimal;
  readonly value: Decimal;
  readonly profit: Decimal;
  readonly share: Decimal | null;
  readonly unpriced: number;
}

/** The portfolio after an action. */
export function portfolioReducer(portfolio: Portfolio, action: PortfolioAction): Portfolio {
  switch (action.type) {
    case "portfolio/bought":
      return [...portfolio, action.position];
    case "portfolio/sold":
      return portfolio.filter((position) => position.id !== action.id);
  }
}

/** What one position is worth at the price of its symbol. */
export function valuationOf(position: Position, prices: Prices): Valuation {
  const quantity = parseDecimal(position.quantity);
  const cost = multiply(quantity, parseDecimal(position.paid));
  const price = prices[position.symbol];
  if (price === undefined) {
    return { cost, value: null, profit: null, share: null };
  }
  const value = multiply(quantity, parseDecimal(price.close));
  return { cost, value, profit: value - cost, share: shareOf(value - cost, cost) };
}

/** What all of it is worth; a position without a price is left out of every sum, its cost as well. */
export function totalOf(valuations: readonly Valuation[]): Total {
  let [cost, value, unpriced] = [0n, 0n, 0];
  for (const one of valuations) {
    if (one.value === null) {
      unpriced += 1;
    } else {
      cost += one.cost;
      value += one.value;
    }
  }
  return { cost, value, profit: value - cost, share: shareOf(value - cost, cost), unpriced };
}
