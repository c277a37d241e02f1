/** What the chart draws: the last points of each symbol. */

import type { Ticker } from "../feed/message.ts";
import { RingBuffer } from "./RingBuffer.ts";

/** One point; a chart may round. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const POINTS = 300;

/** One ring of points for each symbol. */
export class History {
  readonly #rings = new Map<string, RingBuffer<Point>>();
  readonly #capacity: number;

  constructor(capacity: number = POINTS) {
    this.#capacity = capacity;
  }

  /** Notes where a price stands. */
  record({ symbol, eventTime, close }: Ticker): void {
    let ring = this.#rings.get(symbol);
    if (ring === undefined) {
      ring = new RingBuffer<Point>(this.#capacity);
      this.#rings.set(symbol, ring);
    }
    ring.push({ x: eventTime, y: Number(close) });
  }

  /** The points of a symbol, the oldest first. */
  points(symbol: string): Point[] {
    return this.#rings.get(symbol)?.toArray() ?? [];
  }
}
