/** The shop over HTTP: it keeps everything in memory, and begins anew with each start. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { CATALOGUE } from "./catalogue.ts";
import { type Faults, NO_FAULTS } from "./faults.ts";
import * as pages from "./pages.ts";
import { Trade } from "./trade.ts";

const MOST_BYTES = 10_000;

export interface RunningShop {
  readonly url: string;
  /** Ends it with all that is connected. */
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: "html" | "json";
  readonly goTo?: string;
}

/** Starts a shop; port 0 takes a free one. */
export async function startShop(faults: Faults = NO_FAULTS, port = 0): Promise<RunningShop> {
  const desk = new Desk(faults);
  const server = createServer((request, response) => {
    void desk.serve(request, response);
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", done);
  });
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${taken}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

class Desk {
  readonly #faults: Faults;
  readonly #trade = new Trade();
  #visitors = 0;
  #views = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const visitor = this.#visitorOf(request, response);
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const form = request.method === "POST" ? await formOf(request) : new URLSearchParams();
    await pause(path === "/health" ? 0 : this.#faults.slowMs);
    const answer = this.#answer(`${request.method ?? "GET"} ${path}`, visitor, form);
    if (answer.goTo !== undefined) {
      response.setHeader("location", answer.goTo);
    }
    const type = answer.type === "json" ? "application/json" : "text/html; charset=utf-8";
    response.writeHead(answer.status, { "content-type": type, "cache-control": "no-store" }).end(answer.body);
  }

  #visitorOf(request: IncomingMessage, response: ServerResponse): string {
    const known = /\bvisitor=(v\d+)/.exec(request.headers.cookie ?? "")?.[1];
    if (known !== undefined) {
      return known;
    }
    this.#visitors += 1;
    response.setHeader("set-cookie", `visitor=v${this.#visitors}; Path=/; HttpOnly; SameSite=Lax`);
    return `v${this.#visitors}`;
  }

  #answer(what: string, visitor: string, form: URLSearchParams): Answer {
    if (what === "GET /health") {
      return { status: 200, body: '{"ready": true}', type: "json" };
    }
    this.#views += 1;
    if (this.#faults.flakyEvery > 0 && this.#views % this.#faults.flakyEvery === 0) {
      return this.#page(visitor, "Too busy", "<p>Come back in a moment.</p>", 503);
    }
    switch (what) {
      case "GET /":
        return this.#page(visitor, "Our goods", pages.catalogue(this.#trade, this.#views, undefined));
      case "GET /cart":
        return this.#page(visitor, "Your cart", pages.cart(this.#trade.lines(visitor), this.#trade.total(visitor)));
      case "POST /cart":
        return this.#add(visitor, form);
      case "GET /checkout":
        return this.#page(visitor, "Checkout", pages.checkout(this.#trade.total(visitor), undefined));
      case "POST /checkout":
        return this.#pay(visitor, form);
      case "GET /api/products":
        return { status: 200, body: JSON.stringify(this.#products()), type: "json" };
      default:
        return this.#page(visitor, "Not here", "<p>There is no such page.</p>", 404);
    }
  }

  #add(visitor: string, form: URLSearchParams): Answer {
    const refusal = this.#trade.add(visitor, form.get("product") ?? "", Number(form.get("quantity")));
    if (refusal === undefined) {
      return { status: 303, body: "", goTo: "/cart" };
    }
    return this.#page(visitor, "Our goods", pages.catalogue(this.#trade, this.#views, refusal), 422);
  }

  #pay(visitor: string, form: URLSearchParams): Answer {
    if (this.#faults.brokenCheckout) {
      return this.#page(visitor, "Something went wrong", "<p>We are looking into it.</p>", 500);
    }
    const customer = { name: form.get("name") ?? "", email: form.get("email") ?? "", card: form.get("card") ?? "" };
    const total = this.#trade.total(visitor);
    const came = this.#trade.order(visitor, customer);
    return "order" in came
      ? this.#page(visitor, "Thank you", pages.thanks(came.order))
      : this.#page(visitor, "Checkout", pages.checkout(total, came.refusal), 422);
  }

  #products(): readonly object[] {
    return CATALOGUE.map((product) => ({
      id: product.id,
      name: product.name,
      price: this.#faults.looseApi ? (product.price / 100).toFixed(2) : product.price,
      left: this.#trade.left(product),
    }));
  }

  #page(visitor: string, title: string, main: string, status = 200): Answer {
    const inCart = this.#trade.lines(visitor).reduce((sum, line) => sum + line.quantity, 0);
    return { status, body: pages.page(title, main, inCart, this.#faults) };
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > MOST_BYTES) {
      return new URLSearchParams();
    }
  }
  return new URLSearchParams(text);
}
