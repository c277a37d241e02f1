/** Task parse-messages: what the feed sends becomes a ticker, or a reason. */

import { expect, test } from "vitest";

import { readMessage, readTicker } from "../src/feed/message.ts";

const DATA = { e: "24hrMiniTicker", E: 5, s: "BTCUSDT", c: "67123.45", o: "67000.00", h: "68000.10", l: "66000", v: "1", q: "2" };

function message(data: unknown): string {
  return JSON.stringify({ stream: "btcusdt@miniTicker", data });
}

test("a message becomes a ticker, its prices the very text that came", () => {
  expect(readMessage(message(DATA))).toEqual({
    ok: true,
    ticker: { symbol: "BTCUSDT", eventTime: 5, close: "67123.45", open: "67000.00", high: "68000.10", low: "66000" },
  });
});

test.each(["", "<html>Bad gateway</html>", '{"stream":"btc', "null", "[]", "3", '{"result":null,"id":1}'])(
  "%j is refused without an error",
  (text) => {
    expect(readMessage(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) });
  },
);

test.each([
  ["another event", { e: "trade" }],
  ["a symbol that is none", { s: "btc usdt" }],
  ["a symbol that is a number", { s: 5 }],
  ["a time that is text", { E: "5" }],
  ["a time with a fraction", { E: 5.5 }],
  ["a price that is a number", { c: 67123.45 }],
  ["a price that is none", { c: "NaN" }],
  ["a price below zero", { o: "-1" }],
  ["a price with an exponent", { h: "1e9" }],
  ["a price that is missing", { l: undefined }],
])("%s is refused", (_, wrong) => {
  expect(readTicker({ ...DATA, ...wrong })).toMatchObject({ ok: false });
});
