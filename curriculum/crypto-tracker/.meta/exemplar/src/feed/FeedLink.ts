/** A link to the feed that comes back: it notices closed and silent connections, waits, and tries again. */

import { type Backoff, delayOf } from "./backoff.ts";
import type { Connection, Open } from "./openSocket.ts";

/** How the link stands. */
export type LinkStatus =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "waiting"; readonly delayMs: number }
  | { readonly kind: "stopped" };

/** What a link needs. */
export interface LinkOptions {
  readonly url: string;
  readonly open: Open;
  readonly backoff: Backoff;
  readonly silenceMs: number;
  readonly random: () => number;
  readonly onText: (text: string) => void;
  readonly onStatus: (status: LinkStatus) => void;
}

type Timer = ReturnType<typeof setTimeout>;

/** One link, which holds one connection at most. */
export class FeedLink {
  readonly #options: LinkOptions;
  #connection: Connection | null = null;
  /** Which connection counts: events of earlier ones come late and mean nothing. */
  #current = 0;
  /** How many attempts failed since the feed last spoke. */
  #failures = 0;
  #watchdog: Timer | undefined;
  #retry: Timer | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Opens the first connection. */
  start(): void {
    this.#connect();
  }

  /** Ends everything; nothing is tried again. */
  stop(): void {
    this.#disconnect();
    this.#options.onStatus({ kind: "stopped" });
  }

  #connect(): void {
    this.#disconnect();
    const mine = this.#current;
    const ifCurrent = (act: () => void): void => {
      if (mine === this.#current) {
        act();
      }
    };
    this.#options.onStatus({ kind: "connecting" });
    this.#connection = this.#options.open(this.#options.url, {
      opened: () => ifCurrent(() => this.#opened()),
      text: (text) => ifCurrent(() => this.#heard(text)),
      lost: () => ifCurrent(() => this.#lost()),
    });
  }

  #opened(): void {
    this.#options.onStatus({ kind: "live" });
    this.#watch();
  }

  /** Takes a message: only now it is certain that the feed is back. */
  #heard(text: string): void {
    this.#failures = 0;
    this.#watch();
    this.#options.onText(text);
  }

  /** Begins to wait for the next message; a connection that stays silent for too long is lost. */
  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#lost(), this.#options.silenceMs);
  }

  /** Lets go of the connection and plans the next attempt. */
  #lost(): void {
    this.#disconnect();
    const delayMs = delayOf(this.#failures, this.#options.backoff, this.#options.random);
    this.#failures += 1;
    this.#options.onStatus({ kind: "waiting", delayMs });
    this.#retry = setTimeout(() => this.#connect(), delayMs);
  }

  #disconnect(): void {
    this.#current += 1;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retry);
    this.#connection?.close();
    this.#connection = null;
  }
}
