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
  const shop = await start(faults);
  try {
    return await use(shop);
  } finally {
    await shop.close();
  }
}

/** Asks until the answer is yes, after pauses of 50, 100, 200 ms and so on; gives up after two seconds. */
export async function until(ask: () => Promise<boolean>, clock: Clock): Promise<void> {
  const end = clock.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    if (await ask()) {
      return;
    }
    if (clock.now() + pause > end) {
      throw new ShopTestError(`still not so after ${PATIENCE_MS} ms`);
    }
    await clock.wait(pause);
  }
}
