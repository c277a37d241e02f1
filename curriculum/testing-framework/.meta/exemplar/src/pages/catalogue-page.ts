/** The list of goods, as a customer uses it. */

import type { Page } from "@playwright/test";

/** The first page of the shop. */
export class CataloguePage {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, shopUrl: string) {
    this.#page = page;
    this.#url = shopUrl;
  }

  /** Goes there. */
  async open(): Promise<void> {
    await this.#page.goto(`${this.#url}/`);
  }

  /** Puts some of a product into the cart. */
  async add(product: string, quantity: number): Promise<void> {
    const heading = this.#page.getByRole("heading", { name: product, exact: true });
    const good = this.#page.getByRole("listitem").filter({ has: heading });
    await good.getByLabel("Quantity").fill(String(quantity));
    await good.getByRole("button", { name: "Add to cart" }).click();
  }
}
