/** What can go wrong with a feed, on demand. */

/** Every fault that can be asked for. */
export const FAULTS = ["none", "drop", "stall", "garbage", "duplicates", "disorder", "burst"] as const;

/** The name of a fault. */
export type Fault = (typeof FAULTS)[number];

/** What reaches the client in place of one message, and what becomes of the connection then. */
export interface Delivery {
  readonly texts: readonly string[];
  readonly after: "go on" | "close" | "fall silent";
}

const ENDS_AFTER = 40;
const BURST = 50;
const GARBAGE: readonly string[] = [
  "<html>Bad gateway</html>",
  '{"stream":"btcusdt@miniTicker","data":{"e":"24hrMini',
  '{"result":null,"id":1}',
  '{"stream":"btcusdt@miniTicker","data":{"e":"24hrMiniTicker","E":1,"s":"BTCUSDT","c":"NaN","o":"1","h":"1","l":"1"}}',
  "[]",
];

/** Whether there is a fault of this name. */
export function isFault(name: string): name is Fault {
  return FAULTS.some((fault) => fault === name);
}

/** Turns each message of one connection into what a broken feed would send. */
export class Faults {
  readonly #fault: Fault;
  #count = 0;
  #held: string[] = [];

  constructor(fault: Fault) {
    this.#fault = fault;
  }

  /** What to send in place of this message. */
  deliver(text: string): Delivery {
    this.#count += 1;
    const ends = this.#count >= ENDS_AFTER;
    switch (this.#fault) {
      case "none":
        return goOn(text);
      case "drop":
        return { texts: [text], after: ends ? "close" : "go on" };
      case "stall":
        return { texts: [text], after: ends ? "fall silent" : "go on" };
      case "garbage":
        return this.#count % 5 === 0 ? goOn(this.#garbage(), text) : goOn(text);
      case "duplicates":
        return this.#count % 3 === 0 ? goOn(text, text) : goOn(text);
      case "disorder":
        return this.#late(text);
      case "burst":
        return this.#atOnce(text);
    }
  }

  #garbage(): string {
    return GARBAGE[(this.#count / 5 - 1) % GARBAGE.length] ?? "";
  }

  /** Every fourth message waits for the next three. */
  #late(text: string): Delivery {
    if (this.#count % 4 === 1) {
      this.#held.push(text);
      return goOn();
    }
    return this.#count % 4 === 0 ? goOn(text, ...this.#held.splice(0)) : goOn(text);
  }

  #atOnce(text: string): Delivery {
    this.#held.push(text);
    return this.#held.length < BURST ? goOn() : goOn(...this.#held.splice(0));
  }
}

function goOn(...texts: readonly string[]): Delivery {
  return { texts, after: "go on" };
}
