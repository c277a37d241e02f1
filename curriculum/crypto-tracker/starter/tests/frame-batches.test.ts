/** Task frame-batches: one update for each frame, and a queue that cannot grow. */

import { expect, test } from "vitest";

import type { Ticker } from "../src/feed/message.ts";
import { FrameBatch } from "../src/live/FrameBatch.ts";
import { FramesByHand } from "./frames.ts";
import { ticker } from "./tickers.ts";

function batched(): { batch: FrameBatch; frames: FramesByHand; delivered: (readonly Ticker[])[] } {
  const frames = new FramesByHand();
  const delivered: (readonly Ticker[])[] = [];
  return { batch: new FrameBatch(frames, (tickers) => delivered.push(tickers)), frames, delivered };
}

test("however many tickers come, one frame is asked for and brings them once", () => {
  const { batch, frames, delivered } = batched();
  ["BTCUSDT", "ETHUSDT", "SOLUSDT"].forEach((symbol) => batch.push(ticker(symbol, 1)));
  expect(frames.requests).toBe(1);
  frames.next();
  expect(delivered.map((tickers) => tickers.map((one) => one.symbol))).toEqual([["BTCUSDT", "ETHUSDT", "SOLUSDT"]]);
});

test("of one symbol only the newest waits, also where an older one comes later", () => {
  const { batch, frames, delivered } = batched();
  [3, 5, 4].forEach((eventTime) => batch.push(ticker("BTCUSDT", eventTime)));
  expect(batch.length).toBe(1);
  frames.next();
  expect(delivered).toEqual([[ticker("BTCUSDT", 5)]]);
});

test("after its frame a batch is empty and asks for the next one", () => {
  const { batch, frames, delivered } = batched();
  batch.push(ticker("BTCUSDT", 1));
  frames.next();
  expect(batch.length).toBe(0);
  batch.push(ticker("ETHUSDT", 2));
  frames.next();
  expect(frames.requests).toBe(2);
  expect(delivered).toEqual([[ticker("BTCUSDT", 1)], [ticker("ETHUSDT", 2)]]);
});

test("a page in the background gets no frames, and its queue stays as long as there are symbols", () => {
  const { batch } = batched();
  for (let eventTime = 1; eventTime <= 10_000; eventTime += 1) {
    batch.push(ticker(["BTCUSDT", "ETHUSDT"][eventTime % 2] ?? "", eventTime));
  }
  expect(batch.length).toBe(2);
});

test("what is pushed while a frame is delivered waits for the next one", () => {
  const frames = new FramesByHand();
  const seen: number[] = [];
  const batch: FrameBatch = new FrameBatch(frames, (tickers) => {
    seen.push(tickers.length);
    batch.push(ticker("ETHUSDT", 9));
  });
  batch.push(ticker("BTCUSDT", 1));
  frames.next();
  expect([seen, batch.length, frames.open]).toEqual([[1], 1, 1]);
});
