/** Gathers tickers until the browser draws its next frame: however many come, each frame has one update. */

import type { Ticker } from "../feed/message.ts";

/** Asks for the next frame, and takes that back. */
export interface Frames {
  request(draw: () => void): number;
  cancel(frame: number): void;
}

/** The newest ticker of each symbol that waits for its frame; it never holds more than there are symbols. */
export class FrameBatch {
  readonly #frames: Frames;
  readonly #deliver: (tickers: readonly Ticker[]) => void;
  #waiting = new Map<string, Ticker>();
  #frame: number | null = null;

  constructor(frames: Frames, deliver: (tickers: readonly Ticker[]) => void) {
    this.#frames = frames;
    this.#deliver = deliver;
  }

  /** How many tickers wait. */
  get length(): number {
    return this.#waiting.size;
  }

  /** Takes a ticker in, in place of an older one of its symbol, and sees that a frame comes. */
  push(ticker: Ticker): void {
    // TODO(human)[frame-batches]: let the newest ticker of its symbol wait,
    // and ask for a frame unless one is asked for already
    // Hint: a ticker that comes later can be older: which of the two shall
    // wait?
    // Hint: `this.#frame` says whether a frame is on its way
    throw new Error("TODO(human): FrameBatch.push");
  }

  /** Forgets what waits. */
  stop(): void {
    if (this.#frame !== null) {
      this.#frames.cancel(this.#frame);
    }
    this.#frame = null;
    this.#waiting.clear();
  }

  /** Hands over what waits, and begins anew. */
  #draw(): void {
    // TODO(human)[frame-batches]: hand over all that waits, once, and be ready
    // for what comes next
    // Hint: what if `#deliver` pushes a ticker itself? Be empty before you
    // call it
    // Hint: the next push has to ask for a frame again
    throw new Error("TODO(human): FrameBatch.#draw");
  }
}
