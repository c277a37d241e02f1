/** Tickers and prices for tests. */

import type { Ticker } from "../src/feed/message.ts";
import type { Price } from "../src/prices/prices.ts";

/** A ticker; what a test does not speak of has a value that fits. */
export function ticker(symbol: string, eventTime: number, close = "100.00"): Ticker {
  return { symbol, eventTime, close, open: "80.00", high: "120.00", low: "70.00" };
}

/** A price that reached us then. */
export function price(receivedAt: number, eventTime = receivedAt): Price {
  return { ...ticker("BTCUSDT", eventTime), receivedAt };
}
