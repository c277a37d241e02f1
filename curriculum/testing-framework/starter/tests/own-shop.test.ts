/** Task own-shop: each test has a shop of its own, and waiting is done without sleeping. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_FAULTS } from "../shop/faults.ts";
import type { RunningShop } from "../shop/server.ts";
import { ShopTestError } from "../src/errors.ts";
import { type Clock, until, withShop } from "../src/isolation/own-shop.ts";

/** A clock that moves only when somebody waits. */
class StoppedClock implements Clock {
  readonly waits: number[] = [];
  #now = 1_000;

  now(): number {
    return this.#now;
  }

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.#now += ms;
  }
}

async function refused(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    () => false,
    () => true,
  );
}

test("the shop is there while it is used, and gone afterwards", async () => {
  const seen = await withShop(async (shop) => ({ url: shop.url, status: (await fetch(`${shop.url}/health`)).status }));
  assert.equal(seen.status, 200);
  assert.equal(await refused(seen.url), true);
});

test("the shop is gone, too, when the test that used it failed", async () => {
  const problem = new ShopTestError("the test failed");
  let url = "";
  await assert.rejects(
    withShop(async (shop) => {
      url = shop.url;
      throw problem;
    }),
    (error) => {
      assert.equal((error as Error).message, problem.message);
      return true;
    },
  );
  assert.equal(await refused(url), true);
});

test("the shop is closed only when the test has come to its end", async () => {
  const order: string[] = [];
  const start = async (): Promise<RunningShop> => ({
    url: "",
    close: async () => {
      order.push("closed");
    },
  });
  const use = async (): Promise<void> => {
    await Promise.resolve();
    order.push("used");
  };
  await withShop(use, NO_FAULTS, start);
  assert.deepEqual(order, ["used", "closed"]);
});

test("two shops share nothing", async () => {
  const views = await withShop((one) =>
    withShop(async (other) => {
      await fetch(one.url);
      await fetch(one.url);
      return (await fetch(other.url)).text();
    }),
  );
  assert.match(views, /visitor number 1\./);
});

test("nobody waits for what is so already", async () => {
  const clock = new StoppedClock();
  await until(async () => true, clock);
  assert.deepEqual(clock.waits, []);
});

test("each pause is twice as long as the one before", async () => {
  const clock = new StoppedClock();
  const answers = [false, false, false, true];
  await until(async () => answers.shift() ?? false, clock);
  assert.deepEqual(clock.waits, [50, 100, 200]);
});

test("waiting ends, and never after more than two seconds", async () => {
  const clock = new StoppedClock();
  await assert.rejects(until(async () => false, clock), (error) => {
    assert.match(String(error), /2000 ms/);
    return error instanceof ShopTestError;
  });
  assert.deepEqual(clock.waits, [50, 100, 200, 400, 800]);
});
