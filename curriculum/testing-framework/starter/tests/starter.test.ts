/** What is there from the beginning: the shop, its faults, and what stands around your tasks. */

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { deflateSync } from "node:zlib";

import { euros } from "../shop/catalogue.ts";
import { faultsNamed, NO_FAULTS } from "../shop/faults.ts";
import { startShop } from "../shop/server.ts";
import { Trade } from "../shop/trade.ts";
import { chromiumPath } from "../src/browser.ts";
import { HistoryError, PictureError, ShopTestError } from "../src/errors.ts";
import { addRun, readHistory } from "../src/flakes/history.ts";
import { centsOf } from "../src/pages/cart-page.ts";
import { modelFrom } from "../src/stories/suggesting.ts";
import { readPng } from "../src/visual/png.ts";

const ADA = { name: "Ada", email: "ada@example.org", card: "4242 4242 4242 4242" };
let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "shop-tests-"));
});
after(() => rm(folder, { recursive: true }));

test("the shop sells what it has and no more", () => {
  const trade = new Trade();
  assert.equal(trade.add("v1", "pot", 2), "Only 1 of Tea pot left.");
  assert.equal(trade.add("v1", "pot", 1), undefined);
  assert.deepEqual(trade.order("v1", ADA), { order: 1001 });
  assert.equal(trade.add("v2", "pot", 1), "Only 0 of Tea pot left.");
});

test("a card that ends with four noughts is declined", () => {
  const trade = new Trade();
  trade.add("v1", "tea", 1);
  const came = trade.order("v1", { ...ADA, card: "4000 0000 0000 0000" });
  assert.deepEqual(came, { refusal: "The card was declined." });
  assert.equal(trade.total("v1"), 450);
});

test("each visitor has a cart of their own", async () => {
  const shop = await startShop();
  const body = new URLSearchParams({ product: "tea", quantity: "2" });
  const bought = await fetch(`${shop.url}/cart`, { method: "POST", body, redirect: "manual" });
  const visitor = bought.headers.get("set-cookie")?.split(";")[0] ?? "";
  const mine = await (await fetch(`${shop.url}/cart`, { headers: { cookie: visitor } })).text();
  const other = await (await fetch(`${shop.url}/cart`)).text();
  await shop.close();
  assert.match(mine, /€9\.00/);
  assert.match(other, /Your cart is empty/);
});

test("a flaky shop is busy at every third page, and never where it is asked for its health", async () => {
  const shop = await startShop({ ...NO_FAULTS, flakyEvery: 3 });
  const first = (await fetch(shop.url)).status;
  const health = (await fetch(`${shop.url}/health`)).status;
  const second = (await fetch(shop.url)).status;
  const third = (await fetch(shop.url)).status;
  await shop.close();
  assert.deepEqual([first, health, second, third], [200, 200, 200, 503]);
});

test("a checkout that is broken says so with 500", async () => {
  const shop = await startShop({ ...NO_FAULTS, brokenCheckout: true });
  const answer = await fetch(`${shop.url}/checkout`, { method: "POST", body: new URLSearchParams(ADA) });
  await shop.close();
  assert.equal(answer.status, 500);
});

test("faults have names, and a name that is none is told", () => {
  const { faults, unknown } = faultsNamed(["slow", "loose-api", "gremlins"]);
  assert.deepEqual([faults.slowMs, faults.looseApi, faults.brokenCheckout], [800, true, false]);
  assert.deepEqual(unknown, ["gremlins"]);
});

test("amounts are written in euros and read back in cents", () => {
  assert.equal(euros(900), "€9.00");
  assert.equal(centsOf(" €34.05 "), 3405);
  assert.throws(() => centsOf("free"), ShopTestError);
});

test("the browser is the one that was named, and its absence is told in words", () => {
  assert.equal(chromiumPath({ PLAYWRIGHT_CHROMIUM: "/opt/chromium" }), "/opt/chromium");
});

test("no model is asked where none is configured", () => {
  assert.equal(modelFrom({ STORY_MODEL_URL: "http://127.0.0.1:9" }), undefined);
  assert.equal(modelFrom({ STORY_MODEL_URL: "http://127.0.0.1:9", STORY_MODEL: "small" })?.name, "small");
});

test("a history is read back run by run, and begins empty", async () => {
  const place = path.join(folder, "history.jsonl");
  assert.equal((await readHistory(place)).size, 0);
  await addRun(place, [{ test: "pays", outcome: "passed" }]);
  await addRun(place, [{ test: "pays", outcome: "flaky" }]);
  assert.deepEqual((await readHistory(place)).get("pays"), ["passed", "flaky"]);
});

test("a line of the history that is damaged is named", async () => {
  const place = path.join(folder, "damaged.jsonl");
  await writeFile(place, '{"test": "pays", "outcome": "passed"}\n{"test": "pays"}\n', "utf-8");
  await assert.rejects(readHistory(place), (error) => error instanceof HistoryError && error.message.includes(":2:"));
});

test("a picture is read pixel by pixel", () => {
  const picture = readPng(png(2, 1, [0, 255, 0, 0, 1, 2, 3]));
  assert.deepEqual([picture.width, picture.height], [2, 1]);
  assert.deepEqual([...picture.pixels], [255, 0, 0, 255, 1, 2, 3, 255]);
});

test("what is no picture is refused", () => {
  assert.throws(() => readPng(Buffer.from("GIF89a")), PictureError);
});

/** A PNG of three channels from its raw rows. */
function png(width: number, height: number, raw: readonly number[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.from(raw)))]);
}

/** One piece of a PNG; its check sum is not looked at. */
function chunk(name: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(name, "latin1"), body, Buffer.alloc(4)]);
}
