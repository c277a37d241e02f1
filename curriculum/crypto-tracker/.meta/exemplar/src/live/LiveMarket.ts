/** Leads what the feed sends to where it is shown: read, gathered until a frame, noted and handed on. */

import type { History } from "../chart/History.ts";
import { readMessage, type Ticker } from "../feed/message.ts";
import type { PricesReceived } from "../prices/prices.ts";
import { FrameBatch, type Frames } from "./FrameBatch.ts";

/** What happened so far. */
export interface Stats {
  readonly received: number;
  readonly refused: number;
  readonly frames: number;
  readonly waiting: number;
}

/** Where it leads. */
export interface MarketOptions {
  readonly frames: Frames;
  readonly history: History;
  readonly now: () => number;
  readonly dispatch: (action: PricesReceived) => void;
}

/** One market as it comes in. */
export class LiveMarket {
  readonly #options: MarketOptions;
  readonly #batch: FrameBatch;
  #received = 0;
  #refused = 0;
  #drawn = 0;

  constructor(options: MarketOptions) {
    this.#options = options;
    this.#batch = new FrameBatch(options.frames, (tickers) => this.deliver(tickers));
  }

  /** The numbers up to now. */
  get stats(): Stats {
    return { received: this.#received, refused: this.#refused, frames: this.#drawn, waiting: this.#batch.length };
  }

  /** Takes in one message, whatever it is. */
  receive(text: string): void {
    this.#received += 1;
    const reading = readMessage(text);
    if (reading.ok) {
      this.#batch.push(reading.ticker);
    } else {
      this.#refused += 1;
    }
  }

  /** Hands over what one frame has gathered. */
  deliver(tickers: readonly Ticker[]): void {
    this.#drawn += 1;
    for (const ticker of tickers) {
      this.#options.history.record(ticker);
    }
    this.#options.dispatch({ type: "prices/received", tickers, at: this.#options.now() });
  }

  /** Forgets what waits. */
  stop(): void {
    this.#batch.stop();
  }
}
