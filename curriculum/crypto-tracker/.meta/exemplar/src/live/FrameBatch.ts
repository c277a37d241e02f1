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
    const known = this.#waiting.get(ticker.symbol);
    if (known === undefined || ticker.eventTime > known.eventTime) {
      this.#waiting.set(ticker.symbol, ticker);
    }
    this.#frame ??= this.#frames.request(() => this.#draw());
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
    const tickers = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#frame = null;
    this.#deliver(tickers);
  }
}
