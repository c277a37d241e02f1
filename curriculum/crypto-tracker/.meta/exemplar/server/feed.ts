/** The practice feed: a WebSocket server that speaks like a public exchange. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { WebSocketServer, type WebSocket } from "ws";

import { Faults, isFault } from "./faults.ts";
import { Market, SYMBOLS } from "./market.ts";

/** The path of the combined stream. */
export const STREAM_PATH = "/stream";

const TICK_MS = 20;
const MOST_PER_SECOND = 1000;

/** What a client asked for in its address. */
export interface Asked {
  readonly symbols: readonly string[];
  readonly seed: number;
  readonly perSecond: number;
  readonly faults: Faults;
}

/** What is needed of a web server, of whichever kind. */
export interface Upgrading {
  on(event: "upgrade", listener: Upgrade): unknown;
  off(event: "upgrade", listener: Upgrade): unknown;
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Answers the stream's address on a web server; hands back what closes it. */
export function serveFeed(server: Upgrading): () => void {
  const sockets = new WebSocketServer({ noServer: true });
  const upgrade: Upgrade = (request, socket, head) => {
    const url = new URL(request.url ?? "/", "ws://localhost");
    // Other addresses belong to the web server's own sockets.
    if (url.pathname === STREAM_PATH) {
      sockets.handleUpgrade(request, socket, head, (client) => send(client, askedBy(url.searchParams)));
    }
  };
  server.on("upgrade", upgrade);
  return () => {
    server.off("upgrade", upgrade);
    sockets.clients.forEach((client) => client.terminate());
    sockets.close();
  };
}

/** Reads `streams`, `seed`, `rate` and `fault` from an address; what it does not know is left out. */
export function askedBy(query: URLSearchParams): Asked {
  const streams = (query.get("streams") ?? "").split("/").map((name) => name.replace("@miniTicker", "").toUpperCase());
  const symbols = SYMBOLS.filter((symbol) => streams.includes(symbol));
  const fault = query.get("fault") ?? "none";
  return {
    symbols: symbols.length > 0 ? symbols : SYMBOLS,
    seed: numberOf(query.get("seed"), 1),
    perSecond: Math.min(MOST_PER_SECOND, Math.max(1, numberOf(query.get("rate"), 50))),
    faults: new Faults(isFault(fault) ? fault : "none"),
  };
}

function send(client: WebSocket, asked: Asked): void {
  const market = new Market(asked.seed, asked.symbols);
  const begin = Date.now();
  let sent = 0;
  const ticking = setInterval(() => {
    // Counted from the beginning: a timer that comes late must not slow the feed down.
    const due = Math.floor(((Date.now() - begin) * asked.perSecond) / 1000);
    for (; sent < due; sent += 1) {
      const { texts, after } = asked.faults.deliver(JSON.stringify(market.next(Date.now())));
      texts.forEach((text) => client.send(text));
      if (after !== "go on") {
        clearInterval(ticking);
        if (after === "close") {
          client.close(1012, "the practice feed was told to drop");
        }
        return;
      }
    }
  }, TICK_MS);
  client.on("close", () => clearInterval(ticking));
}

function numberOf(text: string | null, otherwise: number): number {
  const number = Number(text ?? Number.NaN);
  return Number.isFinite(number) ? number : otherwise;
}
