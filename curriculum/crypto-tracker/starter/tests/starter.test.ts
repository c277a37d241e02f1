/** What works from the first minute: the practice feed, the settings, and what keeps the portfolio. */

import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { Faults } from "../server/faults.ts";
import { askedBy, serveFeed } from "../server/feed.ts";
import { Market, SYMBOLS } from "../server/market.ts";
import { COINS } from "../src/coins.ts";
import { parseJson } from "../src/json.ts";
import { portfolioReducer } from "../src/portfolio/portfolio.ts";
import { loadPortfolio, savePortfolio, type Store } from "../src/portfolio/storage.ts";
import { settingsFrom } from "../src/settings.ts";

const AT = 1_767_225_600_000;

function closes(seed: number): string[] {
  const market = new Market(seed);
  return Array.from({ length: 50 }, (_, step) => market.next(AT + step).data.c);
}

function memory(begin: string | null = null): Store {
  let kept = begin;
  return {
    getItem: () => kept,
    setItem: (_, text) => {
      kept = text;
    },
  };
}

test("a seed decides every price", () => {
  expect(closes(7)).toEqual(closes(7));
  expect(closes(7)).not.toEqual(closes(8));
});

test("two messages of a symbol never have one event time", () => {
  const market = new Market(1, ["BTCUSDT"]);
  const times = Array.from({ length: 5 }, () => market.next(AT).data.E);
  expect(times).toEqual([AT, AT + 1, AT + 2, AT + 3, AT + 4]);
});

test("the page and the practice feed know the same coins", () => {
  expect(COINS.map((coin) => coin.symbol)).toEqual(SYMBOLS);
});

test.each([
  ["none", ["1", "2", "3", "4", "5", "6", "7", "8"]],
  ["duplicates", ["1", "2", "3", "3", "4", "5", "6", "6", "7", "8"]],
  ["disorder", ["2", "3", "4", "1", "6", "7", "8", "5"]],
] as const)("the fault %s does what it says", (fault, sent) => {
  const faults = new Faults(fault);
  const texts = ["1", "2", "3", "4", "5", "6", "7", "8"].flatMap((text) => faults.deliver(text).texts);
  expect(texts).toEqual(sent);
});

test("a feed that drops or stalls does so after forty messages", () => {
  const after = (["drop", "stall"] as const).map((fault) => {
    const faults = new Faults(fault);
    return Array.from({ length: 40 }, () => faults.deliver("x").after).at(-1);
  });
  expect(after).toEqual(["close", "fall silent"]);
});

test("an address asks for streams, seed and rate", () => {
  const asked = askedBy(new URLSearchParams("streams=ethusdt@miniTicker/nopeusdt@miniTicker&seed=5&rate=9999"));
  expect(asked).toMatchObject({ symbols: ["ETHUSDT"], seed: 5, perSecond: 1000 });
});

test("the practice feed answers a WebSocket", async () => {
  const server = createServer();
  const close = serveFeed(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/stream?streams=btcusdt@miniTicker&rate=1000`);
  const message = await new Promise<MessageEvent<string>>((resolve) => {
    socket.addEventListener("message", resolve, { once: true });
  });
  socket.close();
  close();
  server.close();
  expect(parseJson(message.data)).toMatchObject({
    stream: "btcusdt@miniTicker",
    data: { e: "24hrMiniTicker", s: "BTCUSDT" },
  });
});

test("without a setting the page listens to its own server, and hands faults on", () => {
  const address = new URL("http://localhost:5173/?fault=stall&else=1");
  expect(settingsFrom({ feedUrl: undefined, address }).feedUrl).toMatch(
    /^ws:\/\/localhost:5173\/stream\?streams=btcusdt(@|%40)miniTicker.*&fault=stall$/,
  );
});

test("one setting leads to another exchange, which is asked for no fault", () => {
  const address = new URL("http://localhost:5173/?fault=stall");
  const { feedUrl } = settingsFrom({ feedUrl: "wss://exchange.example:9443", address });
  expect(feedUrl).toMatch(/^wss:\/\/exchange\.example:9443\/stream\?streams=btcusdt@miniTicker\/ethusdt@/);
  expect(feedUrl).not.toContain("fault");
});

test("what was bought is kept, and what was sold is not", () => {
  const store = memory();
  const bought = ["a", "b"].reduce<ReturnType<typeof portfolioReducer>>(
    (portfolio, id) =>
      portfolioReducer(portfolio, {
        type: "portfolio/bought",
        position: { id, symbol: "BTCUSDT", quantity: "1", paid: "2" },
      }),
    [],
  );
  savePortfolio(store, portfolioReducer(bought, { type: "portfolio/sold", id: "a" }));
  expect(store.getItem("portfolio")).toBe('[{"id":"b","symbol":"BTCUSDT","quantity":"1","paid":"2"}]');
});

test("a portfolio that cannot be read is a problem in words, and ends nothing", () => {
  const { portfolio, problem } = loadPortfolio(memory("{oops"));
  expect(portfolio).toEqual([]);
  expect(problem).toMatch(/^The portfolio that was kept cannot be read: /);
});
