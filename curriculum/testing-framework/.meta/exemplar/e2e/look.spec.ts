import { expect, type Page } from "@playwright/test";

import { type Faults, NO_FAULTS } from "../shop/faults.ts";
import { withShop } from "../src/isolation/own-shop.ts";
import { compare, looksTheSame, type Mask } from "../src/visual/comparing.ts";
import { type Picture, readPng } from "../src/visual/png.ts";
import { test } from "./fixtures.ts";

/** The catalogue at its second view or later, and where the visitor's number stands in it. */
async function look(page: Page, faults: Faults, views: number): Promise<{ picture: Picture; masks: Mask[] }> {
  return withShop(async (shop) => {
    await Promise.all(Array.from({ length: views }, () => page.request.get(shop.url)));
    await page.goto(shop.url);
    const box = await page.getByRole("complementary", { name: "Visits" }).boundingBox();
    return { picture: readPng(await page.screenshot()), masks: box === null ? [] : [box] };
  }, faults);
}

test("the catalogue looks the same, but for the visitor's number", async ({ page }) => {
  const before = await look(page, NO_FAULTS, 1);
  const after = await look(page, NO_FAULTS, 8);
  expect(looksTheSame(compare(before.picture, after.picture, before.masks))).toBe(true);
});

test("buttons that moved are noticed", async ({ page }) => {
  const before = await look(page, NO_FAULTS, 1);
  const after = await look(page, { ...NO_FAULTS, shifted: true }, 1);
  expect(looksTheSame(compare(before.picture, after.picture, before.masks))).toBe(false);
});

test("the catalogue is built as it was agreed", async ({ page, shop }) => {
  await page.goto(shop.url);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - main:
      - heading "Our goods" [level=1]
      - list:
        - listitem:
          - heading "Green tea" [level=2]
          - paragraph: €4.50
          - spinbutton "Quantity"
          - button "Add to cart"
        - listitem:
          - heading "Blue mug" [level=2]
        - listitem:
          - heading "Tea pot" [level=2]
        - listitem:
          - heading "Measuring spoon" [level=2]
          - paragraph: €2.50
          - paragraph: Sold out
  `);
});
