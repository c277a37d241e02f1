/** The last price of each symbol, as state that only a reducer changes. */

import type { Ticker } from "../feed/message.ts";

/** A ticker, and when it reached us by our own clock. */
export interface Price extends Ticker {
  readonly receivedAt: number;
}

/** The last price by symbol. */
export type Prices = Readonly<Record<string, Price>>;

/** Tickers that arrived together. */
export interface PricesReceived {
  readonly type: "prices/received";
  readonly tickers: readonly Ticker[];
  readonly at: number;
}

/** Before anything arrived. */
export const NO_PRICES: Prices = {};

/** The prices with what is newer; the same object where nothing is, so that nothing is drawn again. */
export function pricesReducer(prices: Prices, action: PricesReceived): Prices {
  let next = prices;
  for (const ticker of action.tickers) {
    const known = next[ticker.symbol];
    if (known === undefined || ticker.eventTime > known.eventTime) {
      next = { ...next, [ticker.symbol]: { ...ticker, receivedAt: action.at } };
    }
  }
  return next;
}

/** By how much a price changed within its day, as a share; for the eye, not for money. */
export function changeOf({ close, open }: Ticker): number {
  const before = Number(open);
  return before === 0 ? 0 : (Number(close) - before) / before;
}
