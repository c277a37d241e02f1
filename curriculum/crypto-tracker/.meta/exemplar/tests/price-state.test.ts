/** Task price-state: a reducer that keeps the newest and changes nothing in place. */

import { expect, test } from "vitest";

import { NO_PRICES, type Prices, pricesReducer } from "../src/prices/prices.ts";
import { ticker } from "./tickers.ts";

const KNOWN: Prices = Object.freeze({ BTCUSDT: Object.freeze({ ...ticker("BTCUSDT", 10), receivedAt: 1000 }) });

test("what arrives is kept by its symbol, with our own time", () => {
  const tickers = [ticker("BTCUSDT", 10, "1.5"), ticker("ETHUSDT", 11, "2.5")];
  expect(pricesReducer(NO_PRICES, { type: "prices/received", tickers, at: 77 })).toEqual({
    BTCUSDT: { ...tickers[0], receivedAt: 77 },
    ETHUSDT: { ...tickers[1], receivedAt: 77 },
  });
});

test("a ticker that is newer takes the place of an older one", () => {
  const tickers = [ticker("BTCUSDT", 11, "101.00")];
  expect(pricesReducer(KNOWN, { type: "prices/received", tickers, at: 2000 }).BTCUSDT).toMatchObject({
    close: "101.00",
    receivedAt: 2000,
  });
});

test("of one action the newest counts, whatever its order", () => {
  const tickers = [ticker("BTCUSDT", 13, "103.00"), ticker("BTCUSDT", 12, "102.00")];
  expect(pricesReducer(KNOWN, { type: "prices/received", tickers, at: 1 }).BTCUSDT?.close).toBe("103.00");
});

test("a double and a latecomer change nothing, and so nothing is drawn again", () => {
  const tickers = [ticker("BTCUSDT", 10), ticker("BTCUSDT", 9, "1.00")];
  expect(pricesReducer(KNOWN, { type: "prices/received", tickers, at: 9999 })).toBe(KNOWN);
});

test("the state of before stays as it was, and other symbols keep their objects", () => {
  const after = pricesReducer(KNOWN, { type: "prices/received", tickers: [ticker("ETHUSDT", 1)], at: 5 });
  expect(Object.keys(KNOWN)).toEqual(["BTCUSDT"]);
  expect(after.BTCUSDT).toBe(KNOWN.BTCUSDT);
});
