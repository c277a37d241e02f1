/** Frames that come when a test says so. */

import type { Frames } from "../src/live/FrameBatch.ts";

/** Frames by hand. */
export class FramesByHand implements Frames {
  /** How often a frame was asked for. */
  requests = 0;
  readonly #asked = new Map<number, () => void>();

  /** How many frames are asked for and did not come. */
  get open(): number {
    return this.#asked.size;
  }

  request(draw: () => void): number {
    this.requests += 1;
    this.#asked.set(this.requests, draw);
    return this.requests;
  }

  cancel(frame: number): void {
    this.#asked.delete(frame);
  }

  /** Lets the frames come that were asked for. */
  next(): void {
    const draws = [...this.#asked.values()];
    this.#asked.clear();
    draws.forEach((draw) => draw());
  }
}
