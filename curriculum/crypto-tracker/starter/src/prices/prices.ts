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
  // TODO(human)[price-state]: keep of each symbol the ticker with the newest
  // event time, with the time of the action; change nothing in place
  // Hint: React draws again when the object is another one: which object do
  // you return when nothing is newer?
  // Hint: compare with what you have built so far, not with what you began
  // with
  // Hint: a copy with one entry changed: `{ ...prices, [symbol]: … }`
  throw new Error("TODO(human): pricesReducer");
}

/** By how much a price changed within its day, as a share; for the eye, not for money. */
export function changeOf({ close, open }: Ticker): number {
  const before = Number(open);
  return before === 0 ? 0 : (Number(close) - before) / before;
}
