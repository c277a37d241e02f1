/** Task live-page: everything that a bad feed sends, led to where it is shown. */

import { expect, test } from "vitest";

import { type Fault, Faults } from "../server/faults.ts";
import { Market } from "../server/market.ts";
import { History } from "../src/chart/History.ts";
import { LiveMarket } from "../src/live/LiveMarket.ts";
import { NO_PRICES, type Prices, type PricesReceived, pricesReducer } from "../src/prices/prices.ts";
import { FramesByHand } from "./frames.ts";

const AT = 1_767_225_600_000;
const PER_FRAME = 7;

interface Run {
  readonly live: LiveMarket;
  readonly history: History;
  readonly actions: PricesReceived[];
  readonly longest: number;
  readonly prices: Prices;
}

/** Leads 600 messages through, with a frame after every seventh. */
function run(fault: Fault): Run {
  const [market, faults, frames, history] = [new Market(3), new Faults(fault), new FramesByHand(), new History()];
  const actions: PricesReceived[] = [];
  const live = new LiveMarket({ frames, history, now: () => AT, dispatch: (action) => actions.push(action) });
  let longest = 0;
  for (let step = 1; step <= 600; step += 1) {
    faults.deliver(JSON.stringify(market.next(AT + step))).texts.forEach((text) => live.receive(text));
    longest = Math.max(longest, live.stats.waiting);
    if (step % PER_FRAME === 0) {
      frames.next();
    }
  }
  frames.next();
  return { live, history, actions, longest, prices: actions.reduce(pricesReducer, NO_PRICES) };
}

test("every message is counted, and each frame is one action", () => {
  const { live, actions } = run("none");
  expect(live.stats).toEqual({ received: 600, refused: 0, frames: actions.length, waiting: 0 });
  expect(actions.length).toBeLessThanOrEqual(600 / PER_FRAME + 1);
});

test("garbage is counted and changes no price", () => {
  const { live, prices } = run("garbage");
  expect(live.stats).toMatchObject({ received: 720, refused: 120 });
  expect(prices).toEqual(run("none").prices);
});

test.each(["duplicates", "disorder", "burst"] as const)("%s lead to the same prices in the end", (fault) => {
  expect(run(fault).prices).toEqual(run("none").prices);
});

test("the queue never holds more than one ticker for each coin, in a burst as well", () => {
  expect(run("burst").longest).toBe(5);
});

test("each price that a frame brings is a point of the chart", () => {
  const { history, actions } = run("none");
  const bitcoin = actions.flatMap((action) => action.tickers.filter((one) => one.symbol === "BTCUSDT"));
  expect(history.points("BTCUSDT")).toEqual(bitcoin.map((one) => ({ x: one.eventTime, y: Number(one.close) })));
  expect(actions.every((action) => action.at === AT)).toBe(true);
});

test("a market that was stopped delivers nothing more", () => {
  const frames = new FramesByHand();
  const actions: PricesReceived[] = [];
  const live = new LiveMarket({ frames, history: new History(), now: () => AT, dispatch: (one) => actions.push(one) });
  live.receive(JSON.stringify(new Market(1).next(AT)));
  live.stop();
  frames.next();
  expect([actions, live.stats.waiting, live.stats.received]).toEqual([[], 0, 1]);
});
