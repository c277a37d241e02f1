/** A shop of its own for each test: what one test buys, no other test misses. */

import { type Faults, NO_FAULTS } from "../../shop/faults.ts";
import { type RunningShop, startShop } from "../../shop/server.ts";
import { ShopTestError } from "../errors.ts";

/** Time, handed in: in a test it stands still until somebody waits. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<void>;
}

export const PATIENCE_MS = 2_000;
const FIRST_PAUSE_MS = 50;

/** Starts a shop, lends it, and closes it, whatever became of it meanwhile. */
export async function withShop<Result>(
  use: (shop: RunningShop) => Promise<Result>,
  faults: Faults = NO_FAULTS,
  start: (faults: Faults) => Promise<RunningShop> = startShop,
): Promise<Result> {
  // TODO(human)[own-shop]: start a shop, lend it, and close it whatever became
  // of it
  // Hint: which words of the language run at the end of a block however it
  // ends?
  // Hint: `return use(shop)` and `return await use(shop)` differ by one word:
  // when does the clean-up run?
  throw new Error("TODO(human): withShop");
}

/** Asks until the answer is yes, after pauses of 50, 100, 200 ms and so on; gives up after two seconds. */
export async function until(ask: () => Promise<boolean>, clock: Clock): Promise<void> {
  // TODO(human)[own-shop]: ask; when the answer is no, wait twice as long as
  // before and ask again, but never beyond `PATIENCE_MS`
  // Hint: ask before the first pause: most of the time it is so already
  // Hint: look whether the next pause still fits before you wait, not after
  // Hint: use `clock` for both the time and the pause
  throw new Error("TODO(human): until");
}
