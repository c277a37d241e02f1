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
  // TODO(human)[portfolio]: what the position cost, is worth and brought;
  // without a price only what it cost
  // Hint: no price is not a price of zero: which type says that?
  // Hint: the share is the profit of the cost; `shareOf` knows about a cost of
  // nothing
  throw new Error("TODO(human): valuationOf");
}

/** What all of it is worth; a position without a price is left out of every sum, its cost as well. */
export function totalOf(valuations: readonly Valuation[]): Total {
  // TODO(human)[portfolio]: add up what has a value, and count what has none
  // Hint: a cost whose value is missing would look like a loss
  // Hint: bigints begin at `0n`
  throw new Error("TODO(human): totalOf");
}
