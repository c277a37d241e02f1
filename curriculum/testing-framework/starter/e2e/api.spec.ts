import { expect } from "@playwright/test";

import { NO_FAULTS } from "../shop/faults.ts";
import { ShopApi } from "../src/api/client.ts";
import { withShop } from "../src/isolation/own-shop.ts";
import { test } from "./fixtures.ts";

test("what the API sells is what the page shows", async ({ page, shop }) => {
  const products = await new ShopApi(shop.url).products();
  await page.goto(shop.url);
  const names = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  expect(names).toEqual(products.map((product) => product.name));
});

test("an API that goes back to prices as texts is noticed", async () => {
  const faults = { ...NO_FAULTS, looseApi: true };
  await expect(withShop((shop) => new ShopApi(shop.url).products(), faults)).rejects.toThrow("$[0].price");
});
