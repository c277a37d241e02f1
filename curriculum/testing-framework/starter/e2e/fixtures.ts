/** What a test gets: a shop that is its alone, and a page that looks at it. */

import { test as base } from "@playwright/test";

import { faultsNamed } from "../shop/faults.ts";
import type { RunningShop } from "../shop/server.ts";
import { withShop } from "../src/isolation/own-shop.ts";
import type { ShopWorld } from "../src/steps/shop-steps.ts";

interface Fixtures {
  readonly shop: RunningShop;
  readonly world: ShopWorld;
}

/** `SHOP_FAULTS="flaky" npm run e2e` shows what the tests do when the shop is not well. */
const { faults } = faultsNamed((process.env["SHOP_FAULTS"] ?? "").split(/\s+/));

export const test = base.extend<Fixtures>({
  // Playwright reads the names of fixtures out of this pattern, so it has to be one, even when it is empty.
  // oxlint-disable-next-line no-empty-pattern
  shop: async ({}, use, { retry }) => {
    // What is flaky is well again at the second attempt, as it is in life.
    await withShop(use, retry === 0 ? faults : { ...faults, flakyEvery: 0 });
  },
  world: async ({ page, shop }, use) => {
    await use({ page, shopUrl: shop.url });
  },
});
