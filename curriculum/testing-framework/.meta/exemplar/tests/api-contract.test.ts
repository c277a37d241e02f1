/** Task api-contract: an answer of the API is looked at before it is believed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_FAULTS } from "../shop/faults.ts";
import { startShop } from "../shop/server.ts";
import { type Fetch, ShopApi } from "../src/api/client.ts";
import { PRODUCTS, problemsOf, type Shape } from "../src/api/contract.ts";
import { ApiError } from "../src/errors.ts";

const TEA = { id: "tea", name: "Green tea", price: 450, left: 20 };
const NUMBERS: Shape = { kind: "list", of: { kind: "count" } };

/** What an API says whose server answers so. */
async function failure(ask: Fetch): Promise<string> {
  const problem = await new ShopApi("http://shop.test", ask).products().catch((error: unknown) => error);
  if (!(problem instanceof ApiError)) {
    throw problem;
  }
  return problem.message;
}

test("a list that fits has no problem, an empty one neither", () => {
  assert.deepEqual(problemsOf([TEA, { ...TEA, left: 0 }], PRODUCTS), []);
  assert.deepEqual(problemsOf([], PRODUCTS), []);
});

test("every problem of a list is told with its place", () => {
  const found = problemsOf([1, "2", -3], NUMBERS);
  assert.deepEqual(found.map((problem) => problem.split(" ")[0]), ["$[1]", "$[2]"]);
});

test("a field that is missing, wrong or unknown is told with its place", () => {
  const { left: _, ...rest } = TEA;
  const found = problemsOf([{ ...rest, price: "4.50", colour: "green" }], PRODUCTS);
  const places = found.map((problem) => problem.split(" ")[0]);
  assert.deepEqual(places.toSorted(), ["$[0].colour", "$[0].left", "$[0].price"]);
});

test("what is no list and no record is told, whatever else it is", () => {
  assert.match(problemsOf({ length: 0 }, NUMBERS)[0] ?? "", /^\$ is .*should be a list$/);
  assert.match(problemsOf([null], PRODUCTS)[0] ?? "", /^\$\[0\] is null, and should be a record$/);
  assert.match(problemsOf([[]], PRODUCTS)[0] ?? "", /^\$\[0\] is a list, and should be a record$/);
});

test("an honest shop keeps its contract, and a loose one is caught", async () => {
  const honest = await startShop();
  const products = await new ShopApi(honest.url).products().finally(honest.close);
  assert.equal(products[0]?.price, 450);
  const loose = await startShop({ ...NO_FAULTS, looseApi: true });
  const problem = await new ShopApi(loose.url).products().catch(String).finally(loose.close);
  assert.match(String(problem), /\$\[0\]\.price is "4\.50"/);
});

test("an error of the server is an ApiError that names path and status", async () => {
  assert.match(await failure(async () => new Response("busy", { status: 503 })), /\/api\/products.*503/);
});

test("an answer that is no JSON, and none at all, are an ApiError that keeps its cause", async () => {
  assert.match(await failure(async () => new Response("<html>")), /\/api\/products/);
  const cause = new TypeError("connection refused");
  const ask: Fetch = async () => {
    throw cause;
  };
  const problem = await new ShopApi("http://shop.test", ask).ask("/api/products").catch((error: unknown) => error);
  assert.ok(problem instanceof ApiError, String(problem));
  assert.equal(problem.cause, cause);
});

test("nobody waits for ever", async () => {
  let signal: AbortSignal | null | undefined;
  const ask: Fetch = async (_, options) => {
    signal = options?.signal;
    return Response.json([]);
  };
  await new ShopApi("http://shop.test", ask).ask("/api/products");
  assert.ok(signal instanceof AbortSignal, "hand a signal over that ends the request after a while");
});
