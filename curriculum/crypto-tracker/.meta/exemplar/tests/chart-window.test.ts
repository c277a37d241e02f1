/** Task chart-window: the last values of a stream, in memory that does not grow. */

import { expect, test } from "vitest";

import { History } from "../src/chart/History.ts";
import { RingBuffer } from "../src/chart/RingBuffer.ts";
import { ticker } from "./tickers.ts";

function ringOf(capacity: number, values: number): RingBuffer<number> {
  const ring = new RingBuffer<number>(capacity);
  for (let value = 1; value <= values; value += 1) {
    ring.push(value);
  }
  return ring;
}

test("a ring that is not full has all values in their order", () => {
  expect(ringOf(4, 3).toArray()).toEqual([1, 2, 3]);
});

test.each([
  [4, [1, 2, 3, 4]],
  [5, [2, 3, 4, 5]],
  [8, [5, 6, 7, 8]],
  [11, [8, 9, 10, 11]],
])("after %d values a ring of four has the last four, the oldest first", (values, expected) => {
  expect(ringOf(4, values).toArray()).toEqual(expected);
});

test("a ring never holds more than it was made for", () => {
  expect(ringOf(300, 100_000).size).toBe(300);
});

test("what is read out is a copy", () => {
  const ring = ringOf(3, 3);
  ring.toArray().push(99);
  expect(ring.toArray()).toEqual([1, 2, 3]);
});

test("the chart has the last points of each symbol apart", () => {
  const history = new History(2);
  [1, 2, 3].forEach((time) => history.record(ticker("BTCUSDT", time, `${time}.5`)));
  history.record(ticker("ETHUSDT", 4, "9"));
  expect(history.points("BTCUSDT")).toEqual([
    { x: 2, y: 2.5 },
    { x: 3, y: 3.5 },
  ]);
  expect(history.points("ETHUSDT")).toEqual([{ x: 4, y: 9 }]);
});
