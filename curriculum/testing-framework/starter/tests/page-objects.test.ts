/** Task page-objects: the pages as a customer uses them, in a real browser. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type Browser, chromium, type Page } from "@playwright/test";

import { type Faults, NO_FAULTS } from "../shop/faults.ts";
import { type RunningShop, startShop } from "../shop/server.ts";
import { chromiumPath } from "../src/browser.ts";
import { CartPage } from "../src/pages/cart-page.ts";
import { CataloguePage } from "../src/pages/catalogue-page.ts";
import { CheckoutPage } from "../src/pages/checkout-page.ts";

const ADA = { name: "Ada", email: "ada@example.org", card: "4242 4242 4242 4242" };
let browser: Browser;

before(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(process.env), chromiumSandbox: false });
});
after(() => browser.close());

/** Lends a visitor of its own, in a shop of its own. */
async function visit(use: (page: Page, url: string) => Promise<void>, faults: Faults = NO_FAULTS): Promise<void> {
  const shop: RunningShop = await startShop(faults);
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  try {
    await use(page, shop.url);
  } finally {
    await page.close();
    await shop.close();
  }
}

test("what is taken lies in the cart, line by line, with its sum", () =>
  visit(async (page, url) => {
    const goods = new CataloguePage(page, url);
    await goods.open();
    await goods.add("Blue mug", 2);
    await goods.open();
    await goods.add("Green tea", 3);
    const cart = new CartPage(page, url);
    await cart.open();
    assert.deepEqual(await cart.lines(), [
      { product: "Green tea", quantity: 3, sum: 1350 },
      { product: "Blue mug", quantity: 2, sum: 2400 },
    ]);
    assert.equal(await cart.total(), 3750);
  }));

test("an empty cart has no line", () =>
  visit(async (page, url) => {
    const cart = new CartPage(page, url);
    await cart.open();
    assert.deepEqual(await cart.lines(), []);
  }));

test("who pays gets an order number", () =>
  visit(async (page, url) => {
    const goods = new CataloguePage(page, url);
    await goods.open();
    await goods.add("Tea pot", 1);
    const checkout = new CheckoutPage(page, url);
    await checkout.open();
    await checkout.pay(ADA);
    assert.deepEqual(await checkout.outcome(), { kind: "ordered", order: 1001 });
  }));

test("a refusal comes with its reason", () =>
  visit(async (page, url) => {
    const checkout = new CheckoutPage(page, url);
    await checkout.open();
    await checkout.pay(ADA);
    assert.deepEqual(await checkout.outcome(), { kind: "refused", reason: "Your cart is empty." });
  }));
