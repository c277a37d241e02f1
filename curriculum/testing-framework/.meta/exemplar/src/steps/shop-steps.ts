/** What the steps of the stories mean for our shop. */

import type { Page } from "@playwright/test";

import { CartPage } from "../pages/cart-page.ts";
import { CataloguePage } from "../pages/catalogue-page.ts";
import { CheckoutPage } from "../pages/checkout-page.ts";
import { PageError } from "../errors.ts";
import { type Definition, numberAt, textAt } from "../stories/steps.ts";

/** What a step can reach. */
export interface ShopWorld {
  readonly page: Page;
  readonly shopUrl: string;
}

export const definitions: readonly Definition<ShopWorld>[] = [
  {
    pattern: "I look at the goods",
    run: ({ page, shopUrl }) => new CataloguePage(page, shopUrl).open(),
  },
  {
    pattern: "I take {int} of {string}",
    run: ({ page, shopUrl }, values) =>
      new CataloguePage(page, shopUrl).add(textAt(values, 1), numberAt(values, 0)),
  },
  {
    pattern: "I pay as {string} with card {string}",
    run: async ({ page, shopUrl }, values) => {
      const checkout = new CheckoutPage(page, shopUrl);
      await checkout.open();
      await checkout.pay({ name: textAt(values, 0), email: "customer@example.org", card: textAt(values, 1) });
    },
  },
  {
    pattern: "my cart has {int} of {string}",
    run: async ({ page, shopUrl }, values) => {
      const cart = new CartPage(page, shopUrl);
      await cart.open();
      const lines = await cart.lines();
      const line = lines.find((one) => one.product === textAt(values, 1));
      same(line?.quantity ?? 0, numberAt(values, 0), `pieces of ${textAt(values, 1)}`);
    },
  },
  {
    pattern: "the total is {money}",
    run: async ({ page, shopUrl }, values) => {
      const cart = new CartPage(page, shopUrl);
      await cart.open();
      same(await cart.total(), numberAt(values, 0), "cents to pay");
    },
  },
  {
    pattern: "I have an order number",
    run: async ({ page, shopUrl }) => {
      const came = await new CheckoutPage(page, shopUrl).outcome();
      same(came.kind, "ordered", "of an order");
    },
  },
  {
    pattern: "the shop says {string}",
    run: async ({ page, shopUrl }, values) => {
      const came = await new CheckoutPage(page, shopUrl).outcome();
      same(came.kind === "refused" ? came.reason : "", textAt(values, 0), "as the shop's answer");
    },
  },
];

function same(found: string | number, wanted: string | number, what: string): void {
  if (found !== wanted) {
    throw new PageError(`${JSON.stringify(found)} ${what}, and the story says ${JSON.stringify(wanted)}`);
  }
}
